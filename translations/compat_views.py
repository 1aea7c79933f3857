"""Internals of Wagtail and wagtail-localize on which the dashboard relies.

See `mailing.upstream`. This module loads Wagtail views, so models must not import it.
"""

from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_save
from wagtail import signals
from wagtail.models import TaskState, WorkflowState
from wagtail_localize.models import StringTranslation

from mailing.upstream import demand, silence

_PAGES = "wagtail.admin.views.pages"
_VIEWSET = "wagtail.admin.viewsets.pages:PageViewSet"

upstream = demand(f"""
The API of the admin would publish past the review.
    wagtail.admin.api.views:PagesAdminAPIViewSet.actions
The addresses of wagtail-localize, which ask for no rights, would be open.
    wagtail_localize.wagtail_hooks:register_admin_urls()
The editor of wagtail-localize, which knows no review, would be open.
    wagtail_localize.wagtail_hooks:before_edit_page(request, page)
    wagtail_localize.wagtail_hooks:before_edit_snippet(request, instance)
The status of translations would not be shown.
    {_PAGES}.edit:EditView.get_side_panels(self)
    {_PAGES}.edit:EditView.header_more_buttons
    {_PAGES}.edit:EditView.expects_json_response
    {_PAGES}.edit:EditView.hydrate_create_view
    {_PAGES}.listing:ExplorableIndexView.base_columns
    {_PAGES}.listing:ExplorableIndexView.header_more_buttons
    {_PAGES}.listing:ExplorableIndexView.get_side_panels(self)
    {_VIEWSET}.index_view_class
    {_VIEWSET}.edit_view_class
Nobody would be told that a page stays in other languages.
    {_PAGES}.unpublish:UnpublishView.get(self, request)
    {_VIEWSET}.unpublish_view_class
Wagtail's own view would stand in the place of the one that asks for rights.
    {_PAGES}.move:MoveConfirmView.dispatch(self, request, page_to_move_id, destination_id)
    {_VIEWSET}.move_confirm_view_class
    {_VIEWSET}.copy_view_class
    {_VIEWSET}.workflow_action_view_class
    {_VIEWSET}.collect_workflow_action_data_view_class
    {_VIEWSET}.confirm_workflow_cancellation_view_class
    {_VIEWSET}.workflow_preview_view_class
    {_VIEWSET}.set_privacy_view_class
    wagtail.admin.views.generic.base:BaseObjectMixin.get_object(self)
    wagtail.snippets.views.snippets:UsageView.get_object(self)
    wagtail.snippets.views.snippets:HistoryView.get_object(self)
A term could be written in a language in which a person does not work.
    wagtail.snippets.views.snippets:CreateView
Texts could not be translated.
    wagtail_localize.models:TranslationSource.update_or_create_from_instance(instance)
    wagtail_localize.models:TranslationSource.get_ephemeral_translated_instance\
(self, locale, fallback)
A title that is too long would be an error of the database.
    wagtail_localize.models:post_save_string_translation(instance)
""")
#: Everything under `localize/` except the JavaScript catalog, which the locale admin loads.
_CLOSED = r"^localize/(?!jsi18n/$)(?P<rest>.*)$"
#: The POST field of the wagtail-localize button that restarts a translation.
RESTART = "localize-restart-translation"
#: The wagtail-localize action that converts a translation to an alias.
TO_ALIAS = "localize-convert-to-alias"


def closed_urls() -> str:
    """Return the regular expression of wagtail-localize's URLs, relative to the admin.

    Relies on all of them being under `localize/`. Raises `ImproperlyConfigured` otherwise: it is
    safer that the admin fails to load than that a URL without permission checks is open.
    """
    for each in upstream.register_admin_urls():
        if str(each.pattern) != "localize/":
            raise ImproperlyConfigured(
                f"wagtail-localize has addresses at “{each.pattern}”, beside `localize/`. They ask "
                "for no rights: close them in `translations/compat_views.py`."
            )
    return _CLOSED


def silence_mails() -> None:
    """Disconnect Wagtail's workflow emails: one per step, and without the server's login.

    Its `send_mail` passes an empty user name, which overrides that of `MAILERS`. The digest of
    `translations.engine.notices` replaces them. Relies on the `dispatch_uid` of each receiver;
    raises `ImproperlyConfigured` if one is not connected.
    """
    for signal, sender, name in (
        (signals.task_submitted, TaskState, "group_approval_task_submitted"),
        (signals.workflow_submitted, WorkflowState, "workflow_state_submitted"),
        (signals.workflow_rejected, WorkflowState, "workflow_state_rejected"),
        (signals.workflow_approved, WorkflowState, "workflow_state_approved"),
    ):
        silence(signal, sender=sender, dispatch_uid=f"{name}_email_notification")


def silence_titles() -> None:
    """Stop wagtail-localize from writing draft titles, which fails if one is too long.

    Relies on `post_save_string_translation` being connected; raises `ImproperlyConfigured`.
    """
    silence(post_save, receiver=upstream.post_save_string_translation, sender=StringTranslation)
