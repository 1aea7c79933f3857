"""What the admin of partners uses of wagtail-modeladmin and wagtail-localize, in one place.

See `mailing.upstream`, which asks for each point when the site starts.
"""

_VIEWS = "wagtail_localize.modeladmin.views"
_ADMIN = "wagtail_localize.modeladmin.options:TranslatableModelAdmin"
_RIGHT = "A partner could be changed or seen without the right to do so."
_SOURCE = "A partner would be made in the language of whoever makes it."

#: Where it is, and what the site relies on.
POINTS = {
    "wagtail_modeladmin.views:InstanceSpecificView.__init__(self, model_admin, instance_pk)": (
        _RIGHT
    ),
    "wagtail_modeladmin.views:WMABaseView.check_action_permitted(self, user)": _RIGHT,
    "wagtail_modeladmin.helpers:ButtonHelper": "Buttons would publish without a review.",
    f"{_VIEWS}:TranslatableEditView.dispatch(self, request)": _RIGHT,
    f"{_VIEWS}:TranslatableDeleteView.dispatch(self, request)": _RIGHT,
    f"{_VIEWS}:TranslatableInspectView.dispatch(self, request)": _RIGHT,
    f"{_VIEWS}:TranslatableHistoryView.dispatch(self, request)": _RIGHT,
    f"{_VIEWS}:TranslatableCreateView.dispatch(self, request)": _SOURCE,
    f"{_VIEWS}:TranslatableCreateView.get_form_kwargs(self)": _SOURCE,
    f"{_VIEWS}:TranslatableIndexView.get_context_data(self)": (
        "The status of translations would not be shown."
    ),
    f"{_ADMIN}.index_view_class": _RIGHT,
    f"{_ADMIN}.create_view_class": _RIGHT,
    f"{_ADMIN}.edit_view_class": _RIGHT,
    f"{_ADMIN}.inspect_view_class": _RIGHT,
    f"{_ADMIN}.delete_view_class": _RIGHT,
    f"{_ADMIN}.history_view_class": _RIGHT,
    f"{_ADMIN}.button_helper_class": "Buttons would publish without a review.",
    f"{_ADMIN}.permission_helper_class": _RIGHT,
}
