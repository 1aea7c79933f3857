"""Old addresses lead on, whatever has changed them: a slug, a move, an approved translation.

Wagtail notes the old address of a page and of the pages below it. Done here is what it leaves out:
what a page answers below its own address (a partner, a calendar), the query, what newsletters
append to it, short addresses without a language, capitals and accents.
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
BATCH = 500  # addresses in one query
PAGES = ("wagtail_serve", "calendar_file")  # patterns that any address may fit


class RedirectMiddleware(upstream.RedirectMiddleware):
    """Wagtail's middleware, which looks at every 404, with what it leaves out."""

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
            return response  # the page it leads to has been taken down
        code = get_language_from_path(there.path) if is_here else None
        if code and code not in public_languages(request):
            return response
        if request.method not in ("GET", "HEAD") and is_here:
            # What was typed into a form comes along, but never to another site.
            answer.status_code = 308 if answer.status_code == 301 else 307
        if asked and not there.query:
            answer["Location"] = there._replace(query=asked).geturl()
        return answer


def is_redirected(request: HttpRequest) -> bool:
    """Return whether somebody or something has said where this address leads."""
    return find_redirect(request)[0] is not None or moved_url(request) is not None


def find_redirect(request: HttpRequest) -> tuple[Redirect | None, str]:
    """Return the redirect of an address, if there is one, and what of its query is left over.

    Of those whose parameters are all asked for, the one with most parameters: what campaigns and
    social networks append is none of it.
    """
    path = Redirect.normalise_path(request.path, decode_unicode=False)
    query = request.META.get("QUERY_STRING", "")
    if query and "\0" not in path:
        asked = query.split("&")
        # Stored as people read it, or as it was written.
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
    """Return the answer that a redirect calls for, or None where it leads nowhere.

    An address without a language leads to the page in that of the reader, if it is live there.
    That is said for this once only: the next reader may have another one.
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
    """Return the address that was meant by one with capitals, accents or a country, or None.

    `/ES/Inscripción` is `/es/inscripcion/`, `/en-US/` is `/en/`.
    """
    language = get_language_from_path(request.path_info.lower())
    parts = [part for part in request.path_info.split("/") if part]
    if language is None or len(parts) > DEEPEST or "\0" in request.path_info:
        return None
    if holds_secret(request.path_info):  # one with other capitals is another one
        return None
    end = "" if "." in parts[-1] else "/"
    as_typed = f"/{'/'.join([language, *parts[1:]])}{end}"
    plain = f"/{'/'.join([language, *map(unaccented, parts[1:])])}{end}"
    for path in (as_typed, plain):
        if path.rstrip("/") != request.path_info.rstrip("/") and _answers(request, path, language):
            return path
    # In the right language at least, where what may be meant is offered.
    return as_typed if parts[0] != language else None


def _answers(request: HttpRequest, path: str, language: str) -> bool:
    """Return whether something stands at a path of the site."""
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
    """Return where a part of a page is now that the page has another address, or None.

    `/en/old/part/` leads to `/en/new/part/` if `/en/old/` leads to a page that knows the part.
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
    """Note that what stood at `old` below the address of `page` is at `new` now ("slug/")."""
    url = page.get_url()
    if not url:
        return
    site = page.get_site()
    redirects = Redirect.objects.filter(site=site)
    path = {part: Redirect.normalise_path(f"{url}{part}") for part in (old, new)}
    redirects.filter(old_path=path[new], automatically_created=True).delete()
    # What led to the old part leads on at once, not by two steps.
    redirects.filter(redirect_page=page, redirect_page_route_path=f"/{old}").update(
        redirect_page_route_path=f"/{new}"
    )
    if not redirects.filter(old_path=path[old]).exists():
        Redirect.add_redirect(
            path[old], page, page_route_path=f"/{new}", site=site, automatically_created=True
        )


def forget_taken(page: Page) -> None:
    """Forget old addresses at which pages stand again, after a change of slug or a move.

    Otherwise two pages that have changed places and were then taken down would lead to each other.
    """
    pages = page.get_descendants(inclusive=True).live()
    request = get_dummy_request()  # keeps what all addresses begin with
    addresses = [each.get_url(request) for each in pages]
    taken = [Redirect.normalise_path(urlsplit(address).path) for address in addresses if address]
    for start in range(0, len(taken), BATCH):
        Redirect.objects.filter(
            old_path__in=taken[start : start + BATCH], automatically_created=True
        ).delete()
