"""Pages that must stay published, and so can be neither deleted nor taken down nor left to expire.

Each app says by `keeper` which pages it needs: the site settings name some, open forms ask people
to agree to others. Signals of the database refuse whatever way is taken.
"""

import datetime
import logging
from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.signals import pre_delete, pre_save
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.models import Page, get_page_models

from pages.publication import PublicationRefusedError, register_reasons, say_why_not

logger = logging.getLogger(__name__)

STAYED = "pages.page_stayed"

#: Yields primary keys of pages, in whatever language, each with the reason why it has to stay.
type Keeper = Callable[[], Iterable[tuple[int, str]]]
_keepers: list[Keeper] = []


def keeper(asked: Keeper) -> Keeper:
    """Have `asked` say which pages must stay; a decorator."""
    _keepers.append(asked)
    return asked


class StaysPublishedError(PublicationRefusedError):
    """A page that cannot be taken down or deleted, and why."""

    message = gettext_lazy("“%(title)s” stays as it is.")


def kept_pages() -> dict[int, list[str]]:
    """Return the reasons to keep each page: what is named, and what of it is live in a language."""
    named: dict[int, list[str]] = {}
    for asked in _keepers:
        for pk, reason in asked():
            named.setdefault(pk, []).append(reason)
    if not named:
        return {}
    keys = dict(Page.objects.filter(pk__in=named).values_list("translation_key", "pk"))
    pages = Page.objects.filter(translation_key__in=keys, alias_of__isnull=True)
    return {
        pk: named[keys[key]]
        for pk, key, live in pages.values_list("pk", "translation_key", "live")
        if live or pk in named
    }


def why(page: Page, *, below: bool = False) -> list[str]:
    """Return why `page`, or with `below` also a page under it, has to stay; [] if nothing does."""
    kept = kept_pages()
    if not below:
        return kept.get(page.pk, [])
    inside = Page.objects.filter(pk__in=kept).descendant_of(page, inclusive=True)
    return [
        reason if found.pk == page.pk else f"“{found.get_admin_display_title()}”: {reason}"
        for found in inside
        for reason in kept[found.pk]
    ]


# ------------------------------------------------------------------ sealed
def connect() -> None:
    for model in get_page_models():
        pre_save.connect(_keep_live, sender=model, dispatch_uid="kept pages stay live")
    pre_delete.connect(_keep, sender=Page, dispatch_uid="kept pages are not deleted")


def _keep_live(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """Refuse to store as a draft what is live and has to stay so."""
    if raw or instance.live or not instance.pk:
        return
    if update_fields is not None and "live" not in update_fields:
        return
    if Page.objects.filter(pk=instance.pk, live=True).exists() and (reasons := why(instance)):
        raise StaysPublishedError(instance, ValidationError(reasons))


def _keep(sender, instance, **kwargs) -> None:
    if reasons := why(instance):
        raise StaysPublishedError(instance, ValidationError(reasons))


def refuse_to_expire(page, revision) -> None:
    """Refuse to publish a page that has to stay with an hour at which it would be taken down."""
    if page.expire_at and (reasons := why(page)):
        raise ValidationError([*reasons, str(_("Remove its expiration date."))])


# ------------------------------------------------------------------ said beforehand
@hooks.register("before_unpublish_page")
def keep_from_being_taken_down(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why before anything is taken down, also where a page below is what has to stay."""
    reasons = why(page, below=bool(request.POST.get("include_descendants")))
    if not reasons:
        return None
    return say_why_not(request, StaysPublishedError(page, ValidationError(reasons)))


def refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Return the screen that says why `page` is not taken down, or None where it may be.

    Whoever asks has found out that the person may take it down.
    """
    reasons = why(page)
    if not reasons:
        return None
    context = {
        "header_title": _("Cannot be unpublished"),
        "sentence": StaysPublishedError.message % {"title": page.get_admin_display_title()},
        "reasons": reasons,
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "pages/admin/in_use.html", context)


# ------------------------------------------------------------------ by the clock
def put_off(now: datetime.datetime) -> None:
    """Let no page expire that has to stay: its date is taken away, and its history says why."""
    kept = kept_pages()
    for page in Page.objects.filter(pk__in=kept, live=True, expire_at__lt=now).specific():
        with transaction.atomic():
            Page.objects.filter(pk=page.pk).update(expire_at=None)
            log(page, STAYED, data={"reasons": kept[page.pk]})
        logger.warning("Page %s did not expire.", page.pk)


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    words = gettext_lazy("Not unpublished as scheduled: %(reasons)s")
    register_reasons(actions, STAYED, gettext_lazy("Stayed published"), words)
