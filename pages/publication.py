"""Publishing a page that must not be published: refused with a reason, never half done.

Whoever knows a reason listens to `publishing` and raises a `ValidationError`. An editor's own
form says such a thing next to the field; this is for what has changed since, and for the other
ways to publish. By approving a page, or together with other pages: one is sent to the editor of
the page with the reason. By the clock: the page stays as it is, and the reason is written into
its history.
"""

import logging
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
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
    Page = Any  # what the other parents of `BasePage` have
else:
    Page = object

logger = logging.getLogger(__name__)

REFUSED = "pages.publication_refused"
BY_THE_CLOCK = "wagtail.publish.scheduled"

#: A page is about to be published, or to be given an hour for it. Arguments: `page`, as it would
#: be published, and `revision`. Sent in the transaction that publishes; a receiver refuses by
#: raising a `ValidationError` whose messages are shown to whoever publishes.
publishing = Signal()


class PublicationRefusedError(ValidationError):
    """A page that cannot be published as it is, and why."""

    message = gettext_lazy("“%(title)s” was not published.")

    def __init__(self, page, error: ValidationError):
        super().__init__(error)
        self.page = page


class PublishedWithCare(Page):
    """How pages are published; a parent of `BasePage`."""

    def publish(self, revision, *args: Any, log_action: Any = True, **kwargs: Any) -> None:
        """Publish a revision, or raise PublicationRefusedError and leave everything as it was.

        By the clock nobody is there to be told, and other pages wait for their turn.
        """
        try:
            with transaction.atomic():
                # The row of the page need not hold what the revision does.
                becomes = revision.as_object()
                publishing.send(sender=type(self), page=becomes, revision=revision)
                super().publish(revision, *args, log_action=log_action, **kwargs)
        except PublicationRefusedError:
            raise
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
        return say_why_not(request, error) if isinstance(error, PublicationRefusedError) else None


def say_why_not(request: HttpRequest, error: PublicationRefusedError) -> HttpResponse:
    """Lead to the editor of a page that was not published, with the reason."""
    title = error.page.get_admin_display_title()
    words = str(error.message) % {"title": title}
    messages.error(request, " ".join([words, *error.messages]))
    url = reverse("wagtailadmin_pages:edit", args=[error.page.pk])
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        answer = {"step": "success", "redirect": url}
        return render_modal_workflow(request, "", None, {}, json_data=answer)
    return redirect(url)


@hooks.register("before_publish_page")
def ask_in_the_editor(request: HttpRequest, page) -> HttpResponse | None:
    """Ask before Wagtail's editor publishes, which does so past `Page.publish`.

    The revision has been saved by then: what was written stays, as a draft.
    """
    try:
        publishing.send(sender=type(page), page=page, revision=page.get_latest_revision())
    except ValidationError as error:
        return say_why_not(request, PublicationRefusedError(page, error))
    return None


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    """Name a refused publication in the history of a page."""

    @actions.register_action(REFUSED)
    class RefusedFormatter(LogFormatter):
        label = gettext_lazy("Publication refused")

        def format_message(self, entry) -> str:
            reasons = " ".join(entry.data.get("reasons", ()))
            return _("Not published as scheduled: %(reasons)s") % {"reasons": reasons}
