"""Answers that belong to no page: the way into a language, files, and what is not there."""

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


# ------------------------------------------------------------------ nothing at this address
def page_not_found(request: HttpRequest, exception=None) -> HttpResponse:
    """Answer 404, or lead to the page that was meant.

    The page in another language, or pages with a similar name, are offered where there are any.
    """
    asked = translation.get_language_from_path(request.path_info)
    if asked is None:
        # Browsers ask for icons and robots for all sorts of files: no page is made for those.
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
