"""Old addresses lead on, whatever has changed them: a slug, a move, an approved translation.

Wagtail notes the old address of a page and of the pages below it. What it leaves out is done
here: what a page answers below its own address (a partner, a calendar, somebody's personal page)
follows it, the question behind the address comes along, and no address ever leads to itself.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects import middleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.models import Page, Site

from home.public_languages import public_languages
from home.untranslated import DEEPEST, knows

BATCH = 500  # addresses in one query


class RedirectMiddleware(middleware.RedirectMiddleware):
    """Wagtail's middleware, which looks at every 404, with what it leaves out."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase):
        if response.status_code != 404:
            return response
        answer = super().process_response(request, response)
        if answer is response:
            target = moved(request)
            if target is None:
                return response
            answer = HttpResponsePermanentRedirect(target)
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
        asked = request.META.get("QUERY_STRING", "")
        if asked and not there.query:
            answer["Location"] = there._replace(query=asked).geturl()
        return answer


def leads_on(request: HttpRequest) -> bool:
    """Return whether somebody or something has said where this address leads."""
    for path in {request.get_full_path(), request.path}:
        if middleware.get_redirect(request, Redirect.normalise_path(path, decode_unicode=False)):
            return True
    return moved(request) is not None


def moved(request: HttpRequest) -> str | None:
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
        if knows(page, rest):
            end = "/" if request.path.endswith("/") else ""
            return f"{page.get_url(request)}{'/'.join(rest)}{end}"
    return None


def lead_on(page: Page, old: str, new: str) -> None:
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


def forget_taken(sender, instance: Page, **kwargs) -> None:
    """Forget old addresses at which pages stand again, after a change of slug or a move.

    Otherwise two pages that have changed places and were then taken down would lead to each other.
    """
    pages = instance.get_descendants(inclusive=True).live()
    request = get_dummy_request()  # keeps what all addresses begin with
    addresses = [page.get_url(request) for page in pages]
    taken = [Redirect.normalise_path(urlsplit(address).path) for address in addresses if address]
    for start in range(0, len(taken), BATCH):
        Redirect.objects.filter(
            old_path__in=taken[start : start + BATCH], automatically_created=True
        ).delete()
