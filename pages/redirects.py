"""Redirect old URLs after a change of slug, a move or an approved translation.

Wagtail records the old URLs of a page and its descendants. This module adds what it leaves out:
URLs that a page handles below its own (a partner, a calendar), the query string and parameters that
newsletters append, short URLs without a language, capitals and accents.
"""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.encoding import uri_to_iri
from django.utils.translation import get_language_from_path, override
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.models import Page, Site

from pages.compat_views import upstream
from pages.page_lookup import DEEPEST, answers_at
from pages.public_languages import preferred_language, public_languages
from pages.secret_links import holds_secret
from pages.text import unaccented

type Answer = HttpResponsePermanentRedirect | HttpResponseRedirect
BATCH = 500  # URLs per query
PAGES = ("wagtail_serve", "calendar_file")  # URL patterns that any path may match


class RedirectMiddleware(upstream.RedirectMiddleware):
    """Wagtail's middleware, which checks every 404, with the additions of this module."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase):
        if response.status_code != 404:
            return response
        asked = request.META.get("QUERY_STRING", "")
        redirect, rest = find_redirect(request)
        answer = None if redirect is None else response_of(redirect, request)
        if answer is not None:
            asked = rest
        elif target := moved_url(request) or normalized_url(request):
            answer = HttpResponsePermanentRedirect(target)
        else:
            return response
        there = urlsplit(answer["Location"])
        is_here = there.netloc in ("", request.get_host())
        if is_here and there.path == request.path:
            return response  # the target page has been unpublished
        code = get_language_from_path(there.path) if is_here else None
        if code and code not in public_languages(request):
            return response
        if request.method not in ("GET", "HEAD") and is_here:
            # Keep submitted form data, but never send it to another site.
            answer.status_code = 308 if answer.status_code == 301 else 307
        if asked and not there.query:
            answer["Location"] = there._replace(query=asked).geturl()
        return answer


def is_redirected(request: HttpRequest) -> bool:
    """Return whether a redirect exists for this URL."""
    return find_redirect(request)[0] is not None or moved_url(request) is not None


def find_redirect(request: HttpRequest) -> tuple[Redirect | None, str]:
    """Return the redirect for a URL, if there is one, and the rest of its query string.

    Among redirects whose parameters are all present, the one with the most wins; parameters that
    campaigns and social networks append do not matter.
    """
    path = Redirect.normalise_path(request.path, decode_unicode=False)
    query = request.META.get("QUERY_STRING", "")
    if query and "\0" not in path:
        asked = query.split("&")
        # Redirects may be stored decoded or percent-encoded.
        plain = {part: {part, uri_to_iri(part)} for part in asked}
        start = f"{path}?"
        fitting: list[tuple[int, bool, Redirect, set[str]]] = []
        for each in Redirect.get_for_site(Site.find_for_request(request)).filter(
            old_path__startswith=start
        ):
            wanted = set(each.old_path.removeprefix(start).split("&"))
            if each.old_path.startswith(start) and wanted <= set().union(*plain.values()):
                fitting.append((len(wanted), each.site_id is not None, each, wanted))
        if fitting:
            *_order, redirect, wanted = max(fitting, key=lambda found: found[:2])
            return redirect, "&".join(part for part in asked if not plain[part] & wanted)
    return upstream.get_redirect(request, path), query


def response_of(redirect: Redirect, request: HttpRequest) -> Answer | None:
    """Return the response for a redirect, or None if its target does not exist.

    A URL without a language redirects to the page in the reader's language, if it is live, and only
    temporarily: the next reader may prefer another one.
    """
    if redirect.redirect_page is None or get_language_from_path(request.path_info):
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return None if redirect.link is None else kind(redirect.link)
    versions = redirect.redirect_page.get_translations(inclusive=True).live()
    version = versions.filter(
        locale__language_code=preferred_language(request), alias_of__isnull=True
    ).first()
    if version is not None:
        redirect.redirect_page = version
    return None if redirect.link is None else HttpResponseRedirect(redirect.link)


def normalized_url(request: HttpRequest) -> str | None:
    """Return the intended URL if this one has capitals, accents or a region, else None.

    `/ES/Inscripción` becomes `/es/inscripcion/`, `/en-US/` becomes `/en/`.
    """
    language = get_language_from_path(request.path_info.lower())
    parts = [part for part in request.path_info.split("/") if part]
    if language is None or len(parts) > DEEPEST or "\0" in request.path_info:
        return None
    if holds_secret(request.path_info):  # secrets are case-sensitive
        return None
    end = "" if "." in parts[-1] else "/"
    as_typed = f"/{'/'.join([language, *parts[1:]])}{end}"
    plain = f"/{'/'.join([language, *map(unaccented, parts[1:])])}{end}"
    for path in (as_typed, plain):
        if path.rstrip("/") != request.path_info.rstrip("/") and _answers(request, path, language):
            return path
    # At least in the right language, where a 404 page suggests similar pages.
    return as_typed if parts[0] != language else None


def _answers(request: HttpRequest, path: str, language: str) -> bool:
    """Return whether a path of the site leads to a page or view."""
    with override(language):
        try:
            match = resolve(path)
            if match.url_name in PAGES:
                (below,) = (*match.args, *match.kwargs.values())
                root = Site.find_for_request(request).root_page.localized.specific
                root.route(request, [part for part in below.split("/") if part])
        except (Resolver404, Http404):
            return False
    return True


def moved_url(request: HttpRequest) -> str | None:
    """Return the current URL of a part of a page that has moved, or None.

    `/en/old/part/` redirects to `/en/new/part/` if `/en/old/` redirects to a page that has it.
    """
    parts = [part for part in request.path.split("/") if part]
    if not 2 < len(parts) <= DEEPEST or "\0" in request.path:
        return None
    if get_language_from_path(request.path_info) is None:
        return None  # a file, not a page
    above = {"/" + "/".join(parts[:cut]): parts[cut:] for cut in range(2, len(parts))}
    site = Site.find_for_request(request)
    found = (
        Redirect.get_for_site(site)
        .filter(old_path__in=above, redirect_page__live=True, redirect_page_route_path="")
        .select_related("redirect_page")
    )
    for redirect in sorted(found, key=lambda each: len(above[each.old_path])):
        page, rest = redirect.redirect_page, above[redirect.old_path]
        if answers_at(page, rest):
            end = "/" if request.path.endswith("/") else ""
            return f"{page.get_url(request)}{'/'.join(rest)}{end}"
    return None


def add_redirect(page: Page, old: str, new: str) -> None:
    """Redirect the URL part `old` of `page` to `new`; both end with a slash ("slug/")."""
    url = page.get_url()
    if not url:
        return
    site = page.get_site()
    redirects = Redirect.objects.filter(site=site)
    path = {part: Redirect.normalise_path(f"{url}{part}") for part in (old, new)}
    redirects.filter(old_path=path[new], automatically_created=True).delete()
    # Point older redirects to the new part directly, to avoid a chain.
    redirects.filter(redirect_page=page, redirect_page_route_path=f"/{old}").update(
        redirect_page_route_path=f"/{new}"
    )
    if not redirects.filter(old_path=path[old]).exists():
        Redirect.add_redirect(
            path[old], page, page_route_path=f"/{new}", site=site, automatically_created=True
        )


def forget_taken(page: Page) -> None:
    """Delete redirects from URLs that have pages again, after a change of slug or a move.

    Otherwise two pages that swapped places and were unpublished would redirect to each other.
    """
    pages = page.get_descendants(inclusive=True).live()
    request = get_dummy_request()  # caches the root URLs
    addresses = [each.get_url(request) for each in pages]
    taken = [Redirect.normalise_path(urlsplit(address).path) for address in addresses if address]
    for start in range(0, len(taken), BATCH):
        Redirect.objects.filter(
            old_path__in=taken[start : start + BATCH], automatically_created=True
        ).delete()
