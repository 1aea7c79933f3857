"""A guard in front of the URLs of wagtail-localize.

Its views submit, overwrite and publish without checking permissions on the object. The
dashboard and the translation editor replace them; the old URLs redirect and change nothing.
"""

import re
from typing import ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, re_path, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from translations.compat_views import closed_urls, upstream

#: Old URL patterns, the view name that replaces each, and its arguments.
REPLACEMENTS = (
    (r"submit/page/(\d+)/", "translations_send", "wagtailcore.page", "{0}"),
    (r"submit/snippet/([\w-]+)/([\w-]+)/([^/]+)/", "translations_send", "{0}.{1}", "{2}"),
    (r"modeladmin/submit/([\w-]+)/([\w-]+)/([^/]+)/", "translations_send", "{0}.{1}", "{2}"),
    (r"update/\d+/", "translations_dashboard"),
    (r"reports/translations/(?:results/)?", "translations_dashboard"),
    (r"translate/(\d+)/preview/(?:[^/]+/)?", "translations_editor", "{0}"),
    (r"page/(\d+)/convert_to_alias/", "wagtailadmin_pages:edit", "{0}"),
)


def replacement_of(rest: str) -> str:
    """Return the URL that replaces an old one, or ""."""
    for pattern, name, *arguments in REPLACEMENTS:
        if match := re.fullmatch(pattern, rest):
            try:
                return reverse(name, args=[each.format(*match.groups()) for each in arguments])
            except NoReverseMatch:
                return ""
    return ""


def guard(request: HttpRequest, rest: str) -> HttpResponse:
    """Redirect an old URL to its replacement; refuse everything else with an explanation."""
    why = _("Use the translation dashboard to send, write, and review translations.")
    place = replacement_of(rest) if request.method in ("GET", "HEAD") else ""
    if place:
        messages.info(request, why)
        return redirect(place)
    if request.headers.get("x-requested-with") or "json" in request.headers.get("accept", ""):
        return JsonResponse({"message": why}, status=403)
    context = {"header_title": _("This page is not available"), "why": why}
    return TemplateResponse(request, "translations/dashboard/closed.html", context, status=403)


class PagesWithoutActions(upstream.PagesAdminAPIViewSet):
    """Pages in the admin API, read-only.

    The actions would publish, copy and move pages without review and without the checks of other
    apps; nothing in the admin uses them.
    """

    actions: ClassVar[dict] = {}


def urls() -> list:
    return [re_path(closed_urls(), guard)]
