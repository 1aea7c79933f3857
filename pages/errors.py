"""Render error pages, in the site's design or as plain pages."""

import datetime
import logging
import math
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.models import Page

from pages.languages import is_spoken, language_links
from pages.page_lookup import segments
from pages.public_languages import public_languages, spoken_language

logger = logging.getLogger(__name__)

BROUGHT_ALONG = ("csrfmiddlewaretoken", "next", "return_url")  # sent by forms, not typed by people


def answer(request: HttpRequest, template: str, status: int, **context) -> HttpResponse:
    """Render an error page in the site's design, or a plain one if that fails."""
    try:
        language = spoken_language(request)
        with translation.override(language):
            context.setdefault("languages", language_links(first_pages(request)))
            html = loader.render_to_string(template, context, request)
    except Exception:  # whatever happens, showing the error page must not fail
        logger.exception("The error page %s could not be shown", template)
        return plain(request, status)
    response = HttpResponse(html, status=status, headers={"Content-Language": language})
    if language != translation.get_language_from_path(request.path_info):
        patch_vary_headers(response, ["Accept-Language"])
    return response


def first_pages(request: HttpRequest) -> dict[str, str]:
    """Return the URL of the home page in each public language."""
    return {code: f"/{code}/" for code in public_languages(request)}


def plain(request: HttpRequest, status: int, **context) -> HttpResponse:
    """Return an error page that needs neither database nor menus.

    It is in the language of the URL, or else in every language that the site's own texts are
    translated into.
    """
    try:
        stylesheet = static("css/site.css")
    except ValueError:  # static files were not collected
        stylesheet = ""
    spoken = [language for language in settings.LANGUAGES if is_spoken(language[0])]
    code = translation.get_language_from_path(request.path_info)
    context |= {
        "status": status,
        "stylesheet": stylesheet,
        "languages": [language for language in spoken if language[0] == code] or spoken,
    }
    return HttpResponse(loader.render_to_string("500.html", context), status=status)


def bad_request(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer 400, for example to an unknown host, without trusting the request.

    Too many files at once get 413, as too many bytes do.
    """
    if isinstance(exception, TooManyFilesSent):
        return plain(request, 413, most_files=settings.DATA_UPLOAD_MAX_NUMBER_FILES)
    return plain(request, 400)


def permission_denied(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer 403."""
    return answer(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form with a missing or expired CSRF token, or without cookies.

    The input is not lost: a page with `form_refused` shows its form again, filled in.
    """
    try:
        page = _page_at(request)
        if page is not None and hasattr(page, "form_refused"):
            return page.form_refused(request)
    except Exception:  # see `answer`
        logger.exception("A form that was refused could not be shown again")
    response = answer(request, "403.html", 403, form_refused=True, typed=typed(request))
    add_never_cache_headers(response)
    return response


def _page_at(request: HttpRequest):
    """Return the unrestricted page at exactly this URL, or None."""
    if translation.get_language_from_path(request.path_info) is None:
        return None
    found = Page.route_for_request(request, "/".join(segments(request.path_info)))
    if found is None or found.page.get_url(request) != request.path:
        return None
    return None if found.page.get_view_restrictions().exists() else found.page


def too_many_tries(request: HttpRequest, wait: datetime.timedelta) -> HttpResponse:
    """Answer 429 after too many attempts, and say how long to wait."""
    seconds = math.ceil(wait.total_seconds())
    minutes = math.ceil(seconds / 60)
    # The URL of the form: that of a private page is at the URL of the page.
    again = request.POST.get("return_url", "")
    if not url_has_allowed_host_and_scheme(again, request.get_host(), request.is_secure()):
        again = request.path
        if "next" in request.POST:
            again += "?" + urlencode({"next": request.POST["next"]})
    response = answer(request, "429.html", 429, minutes=minutes, again=again)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """Answer 413 to a request of more than `most` bytes."""
    return plain(request, 413, most=most)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without using anything that may be broken."""
    return plain(request, 500)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the input of a form whose page is gone, as (field name, text) pairs.

    Names with a hyphen are internal fields of the form. Passwords are left out.
    """
    if request.method != "POST":
        return []
    return [
        (name.replace("_", " ").capitalize(), ", ".join(filter(None, values)))
        for name, values in request.POST.lists()
        if "-" not in name and name not in BROUGHT_ALONG and "password" not in name and any(values)
    ]
