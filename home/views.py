"""Answers that belong to no page: the way into a language, files, and what to say on an error."""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import loader
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file

from home.languages import language_links

logger = logging.getLogger(__name__)

WEEK = 7 * 24 * 3600


# ------------------------------------------------------------------ languages and files
def preferred_language(request: HttpRequest) -> str:
    """Return the site's language that the browser asks for; the source language if none fits.

    Only the `Accept-Language` header counts: neither a cookie nor where the reader is.
    """
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code == "*":
            break
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead from `/` to the first page in the reader's language."""
    query = request.META.get("QUERY_STRING", "")
    target = f"/{preferred_language(request)}/" + (f"?{query}" if query else "")
    response = HttpResponseRedirect(target)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def rendition_file(request: HttpRequest, name: str) -> HttpResponse:
    """Send a resized picture from the local media folder; 404 where media live elsewhere."""
    try:
        folder = default_storage.path("images")
    except NotImplementedError as error:
        raise Http404 from error
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # pictures are compressed already
    response = serve_file(request, name, document_root=folder)
    patch_cache_control(response, public=True, max_age=WEEK)
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone, and where the sitemap is."""
    lines = ["User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}"]
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            lines.append(f"Disallow: {reverse('search')}")
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# ------------------------------------------------------------------ errors
def _answer(request: HttpRequest, template: str, status: int, **context) -> HttpResponse:
    return HttpResponse(loader.render_to_string(template, context, request), status=status)


def bad_request(request, exception=None):
    return HttpResponse(status=400)


def permission_denied(request, exception=None):
    return HttpResponse(status=403)


def page_not_found(request, exception=None):
    return HttpResponse(status=404)


def server_error(request):
    return HttpResponse(status=500)
