"""What the dashboard uses of Wagtail and wagtail-localize, who do not promise to keep it.

See `mailing.upstream`. It loads views of Wagtail, so no model imports it.
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
#: Everything under `localize/` but the words of its scripts, which the admin of locales loads.
_CLOSED = r"^localize/(?!jsi18n/$)(?P<rest>.*)$"
#: What is sent by the button of wagtail-localize that starts a translation again.
RESTART = "localize-restart-translation"
#: The entry of wagtail-localize in the menu of an editor that makes a translation an alias.
TO_ALIAS = "localize-convert-to-alias"


def closed_urls() -> str:
    """Return the regular expression of the addresses of wagtail-localize, below the admin.

    Relies on all of them being under `localize/`. Raises `ImproperlyConfigured` if one is not:
    then no address of the admin answers, instead of one that asks for no rights.
    """
    for each in upstream.register_admin_urls():
        if str(each.pattern) != "localize/":
            raise ImproperlyConfigured(
                f"wagtail-localize has addresses at “{each.pattern}”, beside `localize/`. They ask "
                "for no rights: close them in `translations/compat_views.py`."
            )
    return _CLOSED


def silence_mails() -> None:
    """Switch off Wagtail's mails about workflows: one a step, and without the server's login.

    Its `send_mail` passes an empty user name, which overrides that of `MAILERS`. What they said
    is in the bundled mail of `translations.engine.notices`. Relies on the names under which they
    are connected; raises `ImproperlyConfigured` where one is not.
    """
    for signal, sender, name in (
        (signals.task_submitted, TaskState, "group_approval_task_submitted"),
        (signals.workflow_submitted, WorkflowState, "workflow_state_submitted"),
        (signals.workflow_rejected, WorkflowState, "workflow_state_rejected"),
        (signals.workflow_approved, WorkflowState, "workflow_state_approved"),
    ):
        silence(signal, sender=sender, dispatch_uid=f"{name}_email_notification")


def silence_titles() -> None:
    """Have wagtail-localize write no title of a draft, which fails if it is too long.

    Relies on `post_save_string_translation` being connected; raises `ImproperlyConfigured`.
    """
    silence(post_save, receiver=upstream.post_save_string_translation, sender=StringTranslation)
