"""Answers that belong to no page: the way into a language, files, and what to say on an error."""

import datetime
import logging
import math
import mimetypes
import posixpath
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, TooManyFilesSent
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file
from wagtail.models import Page

from home import untranslated as elsewhere
from home.conditional import unless_known
from home.languages import is_spoken, language_links
from home.public_languages import preferred_language, public_languages, spoken_language
from home.redirects import leads_on

logger = logging.getLogger(__name__)

WEEK = 7 * 24 * 3600
BROUGHT_ALONG = ("csrfmiddlewaretoken", "next", "return_url")  # by a form, and typed by nobody


# ------------------------------------------------------------------ languages and files
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead from `/` to the first page in the reader's language."""
    query = request.META.get("QUERY_STRING", "")
    target = f"/{preferred_language(request)}/" + (f"?{query}" if query else "")
    response = HttpResponseRedirect(target)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def media_file(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """Send a file from one folder of the media, from a disk or from wherever they are kept.

    Answers 503 while the storage does not answer.
    """
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # pictures are compressed already
    response: HttpResponseBase
    try:
        root = default_storage.path(folder)
    except NotImplementedError:
        response = _stored(request, folder, name)
    else:
        try:
            response = serve_file(request, name, document_root=root)
        except (SuspiciousFileOperation, ValueError, OSError) as error:
            # Outside of the folder; a NUL; longer than a name of a file can be.
            raise Http404 from error
    if response.status_code < 500:
        patch_cache_control(response, public=True, max_age=WEEK)
    return response


def _stored(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """Answer with a small file of a storage that is no disk; 304 to whoever has it already."""
    path = f"{folder}/{name}"
    if posixpath.normpath(path) != path or not name.isprintable() or "\\" in name:
        raise Http404
    try:
        with default_storage.open(path) as file:
            content = file.read()
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
    except OSError:
        response = HttpResponse(status=503, content_type="text/plain")
        add_never_cache_headers(response)
        response["Retry-After"] = "30"
        return response
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return unless_known(request, HttpResponse(content, content_type=kind))


def nowhere(request: HttpRequest) -> HttpResponse:
    """Answer 404, for an address that a package would stumble over."""
    raise Http404


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what to leave alone, and where the sitemap is."""
    lines = ["User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}"]
    for code in public_languages(request):
        with translation.override(code):
            lines.append(f"Disallow: {reverse('search')}")
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# ------------------------------------------------------------------ errors
def _answer(request: HttpRequest, template: str, status: int, **context) -> HttpResponse:
    """Render an error page in the look of the site, and plainly where even that fails."""
    try:
        language = spoken_language(request)
        with translation.override(language):
            context.setdefault("languages", language_links(first_pages(request)))
            html = loader.render_to_string(template, context, request)
    except Exception:  # whatever it is, the page that tells of a fault must not be one
        logger.exception("The error page %s could not be shown", template)
        return plain(request, status)
    response = HttpResponse(html, status=status, headers={"Content-Language": language})
    if language != translation.get_language_from_path(request.path_info):
        patch_vary_headers(response, ["Accept-Language"])
    return response


def first_pages(request: HttpRequest) -> dict[str, str]:
    """Return the address of the first page in each public language."""
    return {code: f"/{code}/" for code in public_languages(request)}


def plain(request: HttpRequest, status: int, **context) -> HttpResponse:
    """Return an error page that needs neither database nor menus.

    It speaks the language of the address, and all languages where the address has none: all those
    that the site's own words have been translated into.
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
    """Answer 400, for example to an unknown host: nothing of the request is trusted.

    More files than Django takes at once are too much, as too many bytes are: 413.
    """
    if isinstance(exception, TooManyFilesSent):
        return plain(request, 413, most_files=settings.DATA_UPLOAD_MAX_NUMBER_FILES)
    return plain(request, 400)


def permission_denied(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer 403."""
    return _answer(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that was sent without its token: too old, or without cookies.

    What was typed is not lost: a page that can (`form_refused`) shows its form again, filled in.
    """
    try:
        page = _page_at(request)
        if page is not None and hasattr(page, "form_refused"):
            return page.form_refused(request)
    except Exception:  # see `_answer`
        logger.exception("A form that was refused could not be shown again")
    response = _answer(request, "403.html", 403, form_refused=True, typed=typed(request))
    add_never_cache_headers(response)
    return response


def _page_at(request: HttpRequest):
    """Return the page that anybody may read at exactly this address, or None."""
    if translation.get_language_from_path(request.path_info) is None:
        return None
    found = Page.route_for_request(request, "/".join(elsewhere.segments(request.path_info)))
    if found is None or found.page.get_url(request) != request.path:
        return None
    return None if found.page.get_view_restrictions().exists() else found.page


def too_many_tries(request: HttpRequest, wait: datetime.timedelta) -> HttpResponse:
    """Answer 429 to who has tried something too often, and say how long to wait."""
    seconds = math.ceil(wait.total_seconds())
    minutes = math.ceil(seconds / 60)
    # Where the form is: that of a private page stands at the address of the page.
    again = request.POST.get("return_url", "")
    if not url_has_allowed_host_and_scheme(again, request.get_host(), request.is_secure()):
        again = request.path
        if "next" in request.POST:
            again += "?" + urlencode({"next": request.POST["next"]})
    response = _answer(request, "429.html", 429, minutes=minutes, again=again)
    response["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """Answer 413 to who sends more than `most` bytes at once."""
    return plain(request, 413, most=most)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without touching what may be broken."""
    return plain(request, 500)


def page_not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer 404, or lead to the page that was meant.

    The page in another language, or pages with a similar name, are offered where there are any.
    """
    asked = translation.get_language_from_path(request.path_info)
    if asked is None:
        # Browsers ask for icons and robots for all sorts of files: no page is made for those.
        is_file = "." in request.path_info.rpartition("/")[2]
        return plain(request, 404) if is_file else _answer(request, "404.html", 404)
    near: list[elsewhere.Near] = []
    try:
        response = _other_language(request, asked)
        if response is None:
            spoken = spoken_language(request)
            with translation.override(spoken):
                near = elsewhere.near(request, spoken)
    except Exception:  # see `_answer`
        logger.exception("Nothing could be looked up for a page that was not found")
        response = None
    return response or _answer(request, "404.html", 404, near=near, typed=typed(request))


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what somebody had typed into a form whose page is gone: name and text of each field.

    Names with a hyphen are of what a form brings along by itself. Passwords are not given back.
    """
    if request.method != "POST":
        return []
    return [
        (name.replace("_", " ").capitalize(), ", ".join(filter(None, values)))
        for name, values in request.POST.lists()
        if "-" not in name and name not in BROUGHT_ALONG and "password" not in name and any(values)
    ]


def _other_language(request: HttpRequest, language: str) -> HttpResponse | None:
    match = elsewhere.find(request, language)
    if match is None:
        return None
    target = elsewhere.address_in(request, match, language)
    if target is None:
        return untranslated(request, match.page)
    if target == request.path or leads_on(request):
        return None  # it is here already, or it is known where this address leads
    query = request.META.get("QUERY_STRING", "")
    # What was typed into a form comes along (307).
    is_sent = request.method not in ("GET", "HEAD")
    return redirect(f"{target}?{query}" if query else target, preserve_request=is_sent)


def untranslated(request: HttpRequest, page) -> HttpResponse:
    """Answer 404 in the reader's language, and offer `page` in the languages it exists in."""
    path = request.path_info
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    offers = elsewhere.offers_of(request, page, language)
    language_missing = language not in public_languages(request)
    if language_missing and not offers:
        offers = elsewhere.home_offers(request, language)
    urls = {offer.code: offer.url for offer in offers}
    return _answer(
        request,
        "untranslated.html" if offers else "404.html",
        404,
        offers=offers,
        language_missing=language_missing,
        language_name=translation.get_language_info(language)["name_local"],
        languages=language_links(urls, first_pages(request)),
    )
