"""Publishing a form that must not be published: refused with a reason, never half done.

A form is refused when it is published and something has changed since it was saved: somebody
has signed up meanwhile and its keys are frozen, or the key to seal sensitive answers with is
gone. The editor's own form says so next to the question. Whoever publishes in another way (by
approving it, or together with other pages) is sent to the editor with the reason; a publication
by the clock leaves the page as it is and writes the reason into its history.
"""

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.log_actions import LogFormatter, log

if TYPE_CHECKING:
    Page = Any  # what the other parents of `SignUpPage` have
else:
    Page = object

logger = logging.getLogger(__name__)

REFUSED = "signups.publication_refused"
BY_THE_CLOCK = "wagtail.publish.scheduled"


class PublicationRefusedError(ValidationError):
    """A form that cannot be published as it is, and why."""

    def __init__(self, page, error: ValidationError):
        super().__init__(error)
        self.page = page


class PublishedWithCare(Page):
    """How a sign-up page is published; for `SignUpPage` alone."""

    def publish(self, revision, *args: Any, log_action: Any = True, **kwargs: Any) -> None:
        """Publish a revision, or raise PublicationRefusedError and leave everything as it was.

        By the clock nobody is there to be told, and other pages wait for their turn.
        """
        try:
            with transaction.atomic():
                super().publish(revision, *args, log_action=log_action, **kwargs)
        except ValidationError as error:
            if log_action != BY_THE_CLOCK:
                raise PublicationRefusedError(self, error) from error
            self._put_off(revision, error)

    def _put_off(self, revision, error: ValidationError) -> None:
        reasons = [str(message) for message in error.messages]
        with transaction.atomic():
            type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            log(self, REFUSED, data={"reasons": reasons}, revision=revision)
        logger.warning("Page %s was not published as scheduled.", self.pk)


class SayWhyNotPublished:
    """Middleware that answers a refused publication in the admin with its reason."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, PublicationRefusedError):
            return None
        title = error.page.get_admin_display_title()
        words = _("“%(title)s” was not published.") % {"title": title}
        messages.error(request, " ".join([words, *error.messages]))
        url = reverse("wagtailadmin_pages:edit", args=[error.page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            answer = {"step": "success", "redirect": url}
            return render_modal_workflow(request, "", None, {}, json_data=answer)
        return redirect(url)


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    """Name a refused publication in the history of a page."""

    @actions.register_action(REFUSED)
    class RefusedFormatter(LogFormatter):
        label = gettext_lazy("Publication refused")

        def format_message(self, entry) -> str:
            reasons = " ".join(entry.data.get("reasons", ()))
            return _("Not published as scheduled: %(reasons)s") % {"reasons": reasons}
