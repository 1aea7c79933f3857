"""Unstable parts of wagtail-modeladmin and wagtail-localize that the partner admin depends on.

See `mailing.upstream`.
"""

from mailing.upstream import demand

_VIEWS = "wagtail_localize.modeladmin.views"
_ADMIN = "wagtail_localize.modeladmin.options:TranslatableModelAdmin"

upstream = demand(f"""
A partner could be changed or seen without the right to do so.
    wagtail_modeladmin.views:InstanceSpecificView.__init__(self, model_admin, instance_pk)
    wagtail_modeladmin.views:WMABaseView.check_action_permitted(self, user)
    {_VIEWS}:TranslatableEditView.dispatch(self, request)
    {_VIEWS}:TranslatableDeleteView.dispatch(self, request)
    {_VIEWS}:TranslatableInspectView.dispatch(self, request)
    {_VIEWS}:TranslatableHistoryView.dispatch(self, request)
    {_ADMIN}.index_view_class
    {_ADMIN}.create_view_class
    {_ADMIN}.edit_view_class
    {_ADMIN}.inspect_view_class
    {_ADMIN}.delete_view_class
    {_ADMIN}.history_view_class
    {_ADMIN}.permission_helper_class
Buttons would publish without a review.
    {_ADMIN}.button_helper_class
    wagtail_modeladmin.helpers:ButtonHelper
A partner would be made in the language of whoever makes it.
    {_VIEWS}:TranslatableCreateView.dispatch(self, request)
    {_VIEWS}:TranslatableCreateView.get_form_kwargs(self)
The status of translations would not be shown.
    {_VIEWS}:TranslatableIndexView.get_context_data(self)
""")
