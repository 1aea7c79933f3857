"""Run the steps that follow a publication, and refuse publications with a reason.

The setting `PUBLICATION_STEPS` names a module with ordered lists of steps; the signal receivers in
this module only run one of them. A publication and all its steps are one transaction, no matter who
publishes and how.

A step refuses by raising `ValidationError`: because of changes since the editor's form was checked,
or for other ways to publish. People who approve, or publish several pages, are redirected to the
editor with the reason; a scheduled publication leaves the page unchanged and logs the reason in its
history.
"""

import logging
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.log_actions import LogFormatter, log

from pages import compat

if TYPE_CHECKING:
    Parent = Any  # for attributes of the other base classes of a model or form
else:
    Parent = object

logger = logging.getLogger(__name__)

REFUSED = "pages.publication_refused"
BY_THE_CLOCK = "wagtail.publish.scheduled"


# ------------------------------------------------------------------ steps
def steps(name: str) -> tuple[Callable[..., None], ...]:
    """Return the steps of a list, such as "PUBLISHED", in order."""
    return getattr(import_module(settings.PUBLICATION_STEPS), name)


def run(name: str, *arguments: Any) -> None:
    """Run the steps of a list; an exception in one skips the rest."""
    for step in steps(name):
        step(*arguments)


def connect() -> None:
    """Connect Wagtail's signals of every page type to the lists; called at startup."""
    from wagtail.models import get_page_models
    from wagtail.signals import (
        page_published,
        page_slug_changed,
        page_unpublished,
        post_page_move,
    )

    compat.publish_in_one_transaction()
    for model in get_page_models():
        page_published.connect(_published, sender=model, dispatch_uid="publication")
        page_unpublished.connect(_taken_down, sender=model, dispatch_uid="publication")
        page_slug_changed.connect(_renamed, sender=model, dispatch_uid="publication")
        post_page_move.connect(_moved, sender=model, dispatch_uid="publication")


def _published(instance, revision=None, **kwargs) -> None:
    run("PUBLISHED", instance, revision)


def _taken_down(instance, **kwargs) -> None:
    run("TAKEN_DOWN", instance)


def _renamed(instance, **kwargs) -> None:
    run("RENAMED", instance)


def _moved(instance, **kwargs) -> None:
    run("MOVED", instance)


class PublicAtOnce(Parent):
    """Mixin for models without drafts: saving is publishing, with all `SAVED` steps."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and run the steps in the same transaction."""
        with transaction.atomic():
            before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
            super().save(*args, **kwargs)
            run("SAVED", self, before, kwargs.get("update_fields"))


# ------------------------------------------------------------------ refusals
class PublicationRefusedError(ValidationError):
    """Raised if a page cannot be published in its current state; holds the reasons."""

    message = gettext_lazy("“%(title)s” was not published.")

    def __init__(self, page, error: ValidationError):
        super().__init__(error)
        self.page = page


class PublishedWithCare(Parent):
    """Defines how pages are published; a parent class of `BasePage`."""

    def publish(self, revision, *args: Any, log_action: Any = True, **kwargs: Any) -> None:
        """Publish a revision, or raise PublicationRefusedError and change nothing.

        A scheduled publication does not raise: nobody would see it, and other pages are waiting.
        """
        try:
            with transaction.atomic():
                # The page's row may differ from the revision.
                becomes = revision.as_object()
                run("ASKED", becomes, revision)
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


class PublicationRefusedMiddleware:
    """Middleware that answers a refused publication in the admin with its reason."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return (
            redirect_with_reasons(request, error)
            if isinstance(error, PublicationRefusedError)
            else None
        )


def redirect_with_reasons(request: HttpRequest, error: PublicationRefusedError) -> HttpResponse:
    """Redirect to the editor of a page that was not published, with the reason."""
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
    """Check before Wagtail's editor publishes, which bypasses `Page.publish`.

    The revision has been saved by then, so the changes are kept as a draft.
    """
    try:
        run("ASKED", page, page.get_latest_revision())
    except ValidationError as error:
        return redirect_with_reasons(request, PublicationRefusedError(page, error))
    return None


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    """Register the label of a refused publication in page histories."""
    words = gettext_lazy("Not published as scheduled: %(reasons)s")
    register_reasons(actions, REFUSED, gettext_lazy("Could not be published"), words)


def register_reasons(actions, action: str, label: Promise, words: Promise) -> None:
    """Register a log action whose entries hold `reasons`, which `words` formats."""

    class Formatter(LogFormatter):
        def format_message(self, entry) -> str:
            return str(words) % {"reasons": " ".join(entry.data.get("reasons", ()))}

    Formatter.label = label
    actions.register_action(action)(Formatter)
