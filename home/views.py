"""Views that belong to no page: language choice, files, and missing pages."""

import logging
import mimetypes
import posixpath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe
from django.views.static import serve as serve_file

from home import untranslated as elsewhere
from pages import errors
from pages.conditional import unless_known
from pages.languages import language_links
from pages.public_languages import homes, preferred_language, public_languages, spoken_language
from pages.redirects import is_redirected

logger = logging.getLogger(__name__)

WEEK = 7 * 24 * 3600


# ------------------------------------------------------------------ languages and files
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Redirect from `/` to the home page in the reader's language."""
    query = request.META.get("QUERY_STRING", "")
    target = f"/{preferred_language(request)}/" + (f"?{query}" if query else "")
    response = HttpResponseRedirect(target)
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def media_file(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:
    """Serve a file from a media folder, on disk or in another storage.

    Answers 503 while the storage is unavailable.
    """
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # images are compressed already
    response: HttpResponseBase
    try:
        root = default_storage.path(folder)
    except NotImplementedError:
        response = _stored(request, folder, name)
    else:
        try:
            response = serve_file(request, name, document_root=root)
        except (SuspiciousFileOperation, ValueError, OSError) as error:
            # A path outside the folder, a NUL, or a file name that is too long.
            raise Http404 from error
    if response.status_code < 500:
        patch_cache_control(response, public=True, max_age=WEEK)
    return response


def _stored(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """Serve a small file from a storage that is not a disk; 304 if the client has it."""
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
    """Answer 404 for a URL that would make a package fail."""
    raise Http404


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return robots.txt: excluded URLs, and the sitemap."""
    lines = ["User-agent: *", f"Disallow: {reverse('wagtailadmin_home')}"]
    for code in public_languages(request):
        with translation.override(code):
            lines.append(f"Disallow: {reverse('search')}")
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


# ------------------------------------------------------------------ not found
def page_not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer 404, or redirect to the intended page.

    The 404 page offers the page in another language, or pages with similar names.
    """
    asked = translation.get_language_from_path(request.path_info)
    if asked is None:
        # Browsers and robots request all sorts of files: those get a plain response.
        is_file = "." in request.path_info.rpartition("/")[2]
        return errors.plain(request, 404) if is_file else errors.answer(request, "404.html", 404)
    near: list[tuple[str, str]] = []
    try:
        response = _other_language(request, asked)
        if response is None:
            spoken = spoken_language(request)
            with translation.override(spoken):
                near = elsewhere.near(request, spoken)
    except Exception:  # see `errors.answer`
        logger.exception("Nothing could be looked up for a page that was not found")
        response = None
    return response or errors.answer(
        request, "404.html", 404, near=near, typed=errors.typed(request)
    )


def _other_language(request: HttpRequest, language: str) -> HttpResponse | None:
    match = elsewhere.find(request, language)
    if match is None:
        return None
    target = elsewhere.url_in(request, match, language)
    if target is None:
        return untranslated(request, match.page)
    if target == request.path or is_redirected(request):
        return None  # it is this page already, or there is a redirect
    query = request.META.get("QUERY_STRING", "")
    # Keep submitted form data (307).
    is_sent = request.method not in ("GET", "HEAD")
    return redirect(f"{target}?{query}" if query else target, preserve_request=is_sent)


def untranslated(request: HttpRequest, page) -> HttpResponse:
    """Answer 404 in the reader's language, and offer the existing versions of `page`."""
    path = request.path_info
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    offers = elsewhere.offers_of(request, page, language)
    language_missing = language not in public_languages(request)
    if language_missing and not offers:
        found = homes(request)
        offers = [found[code] for code in public_languages(request) if code in found]
    urls = {offer.locale.language_code: offer.get_url(request) for offer in offers}
    return errors.answer(
        request,
        "untranslated.html" if offers else "404.html",
        404,
        offers=offers,
        language_missing=language_missing,
        language_name=translation.get_language_info(language)["name_local"],
        languages=language_links(urls, errors.first_pages(request)),
    )
