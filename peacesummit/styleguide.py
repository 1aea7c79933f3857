"""Show the design system on a page: `/styleguide/`, for `make dev` and for staff.

It renders the components with their own templates and the site's style sheet, not copies of their
markup, so it cannot become outdated. Colors are read from that style sheet.
"""

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template import loader
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pages.languages import language_links
from pages.public_languages import preferred_language
from papel.colors import contrast
from peacesummit.style_sheet import joined, static_text
from sample import components

TOKEN = re.compile(
    r"--(?P<name>[\w-]+):\s*"
    r"(?:light-dark\((?P<light>#\w+),\s*(?P<dark>#\w+)\)|(?P<both>#\w{3,6}));"
)
SYMBOL = re.compile(r'<symbol id="([\w-]+)"')

TEXT, LARGE = 4.5, 3.0  # WCAG 2.2: 1.4.3 for text, 1.4.11 for non-text contrast
#: (foreground, background, minimum contrast): every pair that the style sheet uses.
PAIRS = tuple(
    (over, under, least)
    for over, grounds, least in (
        ("ink", "paper sheet sunk call info good warn bad", TEXT),
        ("soft", "paper sheet sunk", TEXT),
        ("link", "paper sheet sunk", TEXT),
        ("on-action", "action", TEXT),
        ("on-action-over", "action-over", TEXT),
        ("action", "paper", TEXT),
        ("gold", "paper sheet", TEXT),
        ("accent-1", "paper", TEXT),
        ("accent-2", "paper", TEXT),
        ("accent-3", "paper", TEXT),
        ("accent-4", "paper", TEXT),
        ("accent-5", "paper", TEXT),
        ("on-tag", "tag", TEXT),
        ("on-info", "info", TEXT),
        ("on-good", "good", TEXT),
        ("on-warn", "warn", TEXT),
        ("on-bad", "bad paper", TEXT),
        ("rim", "paper sheet", LARGE),
        ("focus", "paper sheet", LARGE),
    )
    for under in grounds.split()
)
STEPS = ("step--1", "step-0", "step-1", "step-2", "step-3", "step-4")
SPACES = ("gap", "room", "tap", "round")


@dataclass(frozen=True)
class Color:
    """A color by role, as "#rrggbb" in light and dark mode."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Pair:
    """A color on another, with their contrast (WCAG 2) in light and dark mode."""

    over: Color
    under: Color
    least: float

    @property
    def light(self) -> float:
        return contrast(self.over.light, self.under.light)

    @property
    def dark(self) -> float:
        return contrast(self.over.dark, self.under.dark)

    @property
    def is_enough(self) -> bool:
        return min(self.light, self.dark) >= self.least


def _long(code: str) -> str:
    """Return "#abc" as "#aabbcc"."""
    return code if len(code) == 7 else "#" + "".join(2 * letter for letter in code[1:])


def colors(style_sheet: str) -> dict[str, Color]:
    """Return the colors by role that the first `:root` rule of a style sheet defines."""
    root = style_sheet.partition(":root {")[2].partition("}")[0]
    found = {}
    for match in TOKEN.finditer(root):
        light, dark = match["light"] or match["both"], match["dark"] or match["both"]
        found[match["name"]] = Color(match["name"], _long(light), _long(dark))
    return found


def pairs(found: dict[str, Color]) -> list[Pair]:
    """Return the foreground and background pairs. Raises KeyError if a role is missing."""
    return [Pair(found[over], found[under], least) for over, under, least in PAIRS]


@never_cache
@require_safe
def styleguide(request: HttpRequest, language: str = "") -> HttpResponse:
    """Show the design system in `language`, or else in the language of the browser.

    Raises Http404 except in development or for users with access to the admin.
    """
    if not (settings.DEBUG or request.user.has_perm("wagtailadmin.access_admin")):
        raise Http404
    language = language or preferred_language(request)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    found = colors(joined(static_text))
    with translation.override(language):
        urls = {code: reverse("styleguide", args=[code]) for code, _name in settings.LANGUAGES}
        context = {
            "languages": language_links(urls),
            "colors": found.values(),
            "pairs": pairs(found),
            "steps": STEPS,
            "spaces": SPACES,
            "grounds": ("wrap", "band"),
            "notices": ("info", "success", "warning", "error"),
            "icons": SYMBOL.findall(static_text("img/icons.svg")),
            **components.samples(language),
        }
        html = loader.render_to_string("styleguide/styleguide.html", context, request)
    headers = {"X-Robots-Tag": "noindex", "Content-Language": language}
    return HttpResponse(html, headers=headers)
