"""What the desk uses of Wagtail and wagtail-localize that they do not promise to keep.

See `pages.upstream`, which asks for each point when the site starts.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from pages import upstream

_PAGES = "wagtail.admin.views.pages"
_VIEWSET = "wagtail.admin.viewsets.pages:PageViewSet"
_STATUS = "The status of translations would not be shown."
_OTHERS = "Nobody would be told that a page stays in other languages."
_GUARDED = "Wagtail's own view would stand in the place of the one that asks for rights."
_TEXTS = "Texts could not be translated."

#: Where it is, and what the desk relies on.
POINTS = {
    # ------------------------------------------------------------ closed
    "wagtail.admin.api.views:PagesAdminAPIViewSet.actions": (
        "The API of the admin would publish past the review."
    ),
    "wagtail_localize.wagtail_hooks:register_admin_urls()": (
        "The addresses of wagtail-localize, which ask for no rights, would be open."
    ),
    "wagtail_localize.wagtail_hooks:before_edit_page(request, page)": (
        "The editor of wagtail-localize, which knows no review, would be open."
    ),
    "wagtail_localize.wagtail_hooks:before_edit_snippet(request, instance)": (
        "The editor of wagtail-localize, which knows no review, would be open."
    ),
    # ------------------------------------------------------------ reviews
    "wagtail.models:AbstractGroupApprovalTask._user_in_groups(self, user)": (
        "It says who may approve a translation."
    ),
    "wagtail.models:AbstractGroupApprovalTask.get_actions(self, obj, user)": (
        "People could approve what they have written themselves."
    ),
    "wagtail.models:AbstractGroupApprovalTask.on_action(self, task_state, user, action_name)": (
        "People could approve what they have written themselves."
    ),
    "wagtail.actions.unpublish_page:UnpublishPageAction.execute(self, skip_permission_checks)": (
        "A page could not be taken down in all languages."
    ),
    # ------------------------------------------------------------ views of pages
    f"{_PAGES}.edit:EditView.get_side_panels(self)": _STATUS,
    f"{_PAGES}.edit:EditView.header_more_buttons": _STATUS,
    f"{_PAGES}.edit:EditView.expects_json_response": _STATUS,
    f"{_PAGES}.edit:EditView.hydrate_create_view": _STATUS,
    f"{_PAGES}.listing:ExplorableIndexView.base_columns": _STATUS,
    f"{_PAGES}.listing:ExplorableIndexView.header_more_buttons": _STATUS,
    f"{_PAGES}.listing:ExplorableIndexView.get_side_panels(self)": _STATUS,
    f"{_PAGES}.unpublish:UnpublishView.get(self, request)": _OTHERS,
    f"{_PAGES}.move:MoveConfirmView.dispatch(self, request, page_to_move_id, destination_id)": (
        _GUARDED
    ),
    f"{_VIEWSET}.index_view_class": _STATUS,
    f"{_VIEWSET}.edit_view_class": _STATUS,
    f"{_VIEWSET}.unpublish_view_class": _OTHERS,
    f"{_VIEWSET}.move_confirm_view_class": _GUARDED,
    f"{_VIEWSET}.copy_view_class": _GUARDED,
    f"{_VIEWSET}.workflow_action_view_class": _GUARDED,
    f"{_VIEWSET}.collect_workflow_action_data_view_class": _GUARDED,
    f"{_VIEWSET}.confirm_workflow_cancellation_view_class": _GUARDED,
    f"{_VIEWSET}.workflow_preview_view_class": _GUARDED,
    f"{_VIEWSET}.set_privacy_view_class": _GUARDED,
    "wagtail.snippets.views.snippets:UsageView.get_object(self)": _GUARDED,
    "wagtail.snippets.views.snippets:HistoryView.get_object(self)": _GUARDED,
    # ------------------------------------------------------------ texts
    "wagtail_localize.models:TranslationSource.update_or_create_from_instance(instance)": _TEXTS,
    "wagtail_localize.models:TranslationSource."
    "get_ephemeral_translated_instance(self, locale, fallback)": _TEXTS,
    "wagtail_localize.models:post_save_string_translation(instance)": (
        "A title that is too long would be an error of the database."
    ),
}
#: Everything under `localize/` but the words of its scripts, which the admin of locales loads.
_CLOSED = r"^localize/(?!jsi18n/$)(?P<rest>.*)$"
#: What is sent by the button of wagtail-localize that starts a translation again.
RESTART = "localize-restart-translation"
#: The entry of wagtail-localize in the menu of an editor that makes a translation an alias.
TO_ALIAS = "localize-convert-to-alias"


def closed_addresses() -> str:
    """Return the regular expression of the addresses of wagtail-localize, below the admin.

    Relies on all of them being under `localize/`. Raises `ImproperlyConfigured` if one is not:
    then no address of the admin answers, instead of one that asks for no rights.
    """
    from wagtail_localize.wagtail_hooks import register_admin_urls

    for each in register_admin_urls():
        if str(each.pattern) != "localize/":
            raise ImproperlyConfigured(
                f"wagtail-localize has addresses at “{each.pattern}”, beside `localize/`. They ask "
                "for no rights: close them in `translations/compat.py`."
            )
    return _CLOSED


def is_in_groups(task: Any, user: Any) -> bool:
    """Return whether `user` is in a group of a task of approval. Relies on `_user_in_groups`."""
    return bool(task._user_in_groups(user))


def silence_mails() -> None:
    """Switch off Wagtail's mails about workflows: one a step, and without the server's login.

    Its `send_mail` passes an empty user name, which overrides that of `MAILERS`. What they said
    is in the bundled mail of `translations.engine.notices`. Relies on the names under which they
    are connected; raises `ImproperlyConfigured` where one is not.
    """
    from wagtail.models import TaskState, WorkflowState
    from wagtail.signals import (
        task_submitted,
        workflow_approved,
        workflow_rejected,
        workflow_submitted,
    )

    for signal, sender, name in (
        (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
        (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
    ):
        upstream.silence(signal, sender=sender, dispatch_uid=name)


def silence_titles() -> None:
    """Have wagtail-localize write no title of a draft, which fails if it is too long.

    Relies on `post_save_string_translation` being connected; raises `ImproperlyConfigured`.
    """
    from django.db.models.signals import post_save
    from wagtail_localize.models import StringTranslation, post_save_string_translation

    upstream.silence(post_save, receiver=post_save_string_translation, sender=StringTranslation)
