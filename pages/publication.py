"""Publishing: what follows from it, in one list, and what must not be published, with a reason.

The settings name a module with ordered lists of steps (`PUBLICATION_STEPS`): it says what they are.
The receivers of signals here do nothing but go through one of them. A publication and all its steps
are one transaction, whoever publishes and in whatever way.

A step that knows a reason against it raises a `ValidationError`: for what has changed since an
editor's form was checked, and for other ways to publish. Whoever approves, or publishes several
pages, is sent to the editor with the reason; by the clock the page stays as it is, and its history
says why.
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
    Parent = Any  # what the other parents of a model or a form have
else:
    Parent = object

logger = logging.getLogger(__name__)

REFUSED = "pages.publication_refused"
BY_THE_CLOCK = "wagtail.publish.scheduled"


# ------------------------------------------------------------------ steps
def steps(name: str) -> tuple[Callable[..., None], ...]:
    """Return the steps of a list ("PUBLISHED"), in order."""
    return getattr(import_module(settings.PUBLICATION_STEPS), name)


def run(name: str, *arguments: Any) -> None:
    """Take the steps of a list; what one of them raises keeps the others from being taken."""
    for step in steps(name):
        step(*arguments)


def connect() -> None:
    """Have Wagtail's signals of every type of page go through the lists; called at the start."""
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
    """Of a model without drafts: to save it is to publish it, with all steps (`SAVED`)."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and take the steps in the same transaction."""
        with transaction.atomic():
            before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
            super().save(*args, **kwargs)
            run("SAVED", self, before, kwargs.get("update_fields"))


# ------------------------------------------------------------------ refused
class PublicationRefusedError(ValidationError):
    """A page that cannot be published as it is, and why."""

    message = gettext_lazy("“%(title)s” was not published.")

    def __init__(self, page, error: ValidationError):
        super().__init__(error)
        self.page = page


class PublishedWithCare(Parent):
    """How pages are published; a parent of `BasePage`."""

    def publish(self, revision, *args: Any, log_action: Any = True, **kwargs: Any) -> None:
        """Publish a revision, or raise PublicationRefusedError and leave everything as it was.

        By the clock nobody is there to be told, and other pages wait for their turn.
        """
        try:
            with transaction.atomic():
                # The row of the page need not hold what the revision does.
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
        run("ASKED", page, page.get_latest_revision())
    except ValidationError as error:
        return redirect_with_reasons(request, PublicationRefusedError(page, error))
    return None


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    """Name a refused publication in the history of a page."""
    words = gettext_lazy("Not published as scheduled: %(reasons)s")
    register_reasons(actions, REFUSED, gettext_lazy("Could not be published"), words)


def register_reasons(actions, action: str, label: Promise, words: Promise) -> None:
    """Name in the history an action whose entries hold `reasons`, for which `words` has a place."""

    class Formatter(LogFormatter):
        def format_message(self, entry) -> str:
            return str(words) % {"reasons": " ".join(entry.data.get("reasons", ()))}

    Formatter.label = label
    actions.register_action(action)(Formatter)
