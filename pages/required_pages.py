"""Keep required pages from being deleted or unpublished, by hand or by schedule.

Each app registers the pages it needs with `provider`: the site settings use some, open forms ask
people to agree to others. Database signals enforce it for every way of changing a page.
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

from pages.publication import PublicationRefusedError, redirect_with_reasons, register_reasons

logger = logging.getLogger(__name__)

KEPT_PUBLISHED = "pages.page_stayed"

#: Yields primary keys of pages, in any language, with the reason why each is required.
type Provider = Callable[[], Iterable[tuple[int, str]]]
_providers: list[Provider] = []


def provider(asked: Provider) -> Provider:
    """Register a provider of required pages; a decorator."""
    _providers.append(asked)
    return asked


class RequiredPageError(PublicationRefusedError):
    """Raised if a page cannot be unpublished or deleted; holds the reasons."""

    message = gettext_lazy("“%(title)s” stays as it is.")


def reasons_by_page() -> dict[int, list[str]]:
    """Return the reasons to keep each required page and its live translations, by key."""
    named: dict[int, list[str]] = {}
    for asked in _providers:
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


def reasons_for(page: Page, *, below: bool = False) -> list[str]:
    """Return why `page` is required, or with `below` also its descendants; [] if none is."""
    required = reasons_by_page()
    if not below:
        return required.get(page.pk, [])
    inside = Page.objects.filter(pk__in=required).descendant_of(page, inclusive=True)
    return [
        reason if found.pk == page.pk else f"“{found.get_admin_display_title()}”: {reason}"
        for found in inside
        for reason in required[found.pk]
    ]


# ------------------------------------------------------------------ enforcement
def connect() -> None:
    for model in get_page_models():
        pre_save.connect(_keep_live, sender=model, dispatch_uid="kept pages stay live")
    pre_delete.connect(_keep, sender=Page, dispatch_uid="kept pages are not deleted")


def _keep_live(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """Refuse to save a live required page as a draft."""
    if raw or instance.live or not instance.pk:
        return
    if update_fields is not None and "live" not in update_fields:
        return
    if Page.objects.filter(pk=instance.pk, live=True).exists() and (
        reasons := reasons_for(instance)
    ):
        raise RequiredPageError(instance, ValidationError(reasons))


def _keep(sender, instance, **kwargs) -> None:
    if reasons := reasons_for(instance):
        raise RequiredPageError(instance, ValidationError(reasons))


def refuse_to_expire(page, revision) -> None:
    """Refuse to publish a required page with an expiry date."""
    if page.expire_at and (reasons := reasons_for(page)):
        raise ValidationError([*reasons, str(_("Remove its expiration date."))])


# ------------------------------------------------------------------ early refusal
@hooks.register("before_unpublish_page")
def refuse_to_unpublish(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse before unpublishing starts, also if a descendant is required."""
    reasons = reasons_for(page, below=bool(request.POST.get("include_descendants")))
    if not reasons:
        return None
    return redirect_with_reasons(request, RequiredPageError(page, ValidationError(reasons)))


def refusal(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Return the page that explains why `page` cannot be unpublished, or None if it can be.

    The caller must have checked the permission to unpublish it.
    """
    reasons = reasons_for(page)
    if not reasons:
        return None
    context = {
        "header_title": _("Cannot be unpublished"),
        "sentence": RequiredPageError.message % {"title": page.get_admin_display_title()},
        "reasons": reasons,
        "back": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    return TemplateResponse(request, "pages/admin/in_use.html", context)


# ------------------------------------------------------------------ schedule
def cancel_expiry(now: datetime.datetime) -> None:
    """Remove the expiry date of required pages that are due, and log it in their history."""
    required = reasons_by_page()
    for page in Page.objects.filter(pk__in=required, live=True, expire_at__lt=now).specific():
        with transaction.atomic():
            Page.objects.filter(pk=page.pk).update(expire_at=None)
            log(page, KEPT_PUBLISHED, data={"reasons": required[page.pk]})
        logger.warning("Page %s did not expire.", page.pk)


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    words = gettext_lazy("Not unpublished as scheduled: %(reasons)s")
    register_reasons(actions, KEPT_PUBLISHED, gettext_lazy("Stayed published"), words)
