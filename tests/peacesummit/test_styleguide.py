"""The style guide: who may see it, and its promises about colors."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import SummitImage
from peacesummit import styleguide
from peacesummit.style_sheet import joined, static_text
from sample import components
from tests.pages.test_images import photo

CODES = [code for code, _name in settings.LANGUAGES]
STYLE_SHEET = joined(static_text)
COLORS = styleguide.colors(STYLE_SHEET)


@pytest.mark.parametrize("address", ["/styleguide/", "/styleguide/es/"])
def test_a_stranger_does_not_find_it(home, client, address):
    assert client.get(address, follow=True).status_code == 404


def test_a_stranger_is_not_led_to_it(home, client):
    assert "styleguide" not in client.get("/sitemap.xml").text
    assert "styleguide" not in client.get("/en/").text


def test_whoever_develops_sees_it(home, client, settings):
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200


@pytest.mark.parametrize("language", CODES)
def test_staff_see_it_in_each_language(home, admin_client, language):
    response = admin_client.get(f"/styleguide/{language}/")
    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.text
    assert response.headers["Content-Language"] == language
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert components.TITLE.get(language) in response.text
    assert " style=" not in response.text


def test_an_unknown_language_is_not_found(home, admin_client):
    assert admin_client.get("/styleguide/fr/", follow=True).status_code == 404


def test_the_browser_chooses_the_language(home, admin_client):
    response = admin_client.get("/styleguide/", headers={"Accept-Language": "es-MX"})
    assert response.headers["Content-Language"] == "es"


@pytest.mark.parametrize("language", CODES)
def test_every_component_is_there(home, admin_client, language):
    html = admin_client.get(f"/styleguide/{language}/").text
    for part in (
        "card", "roll", "pagination", "event-facts", "session", "parallel", "session-cancelled",
        "badge-moved", "badge-live", "badge-past", "notice-error", "empty", "error-summary",
        "field-error", "required-mark", "sign-up-code", "theme-choice", "block-quote",
        "block-call", "block-questions", "block-statistics", "block-video", "block-people",
        "block-timeline", "block-documents", "tag",
    ):  # fmt: skip
        assert re.search(rf'class="[^"]*\b{part}\b', html), part


def test_a_picture_costs_no_query_for_each_place_it_stands_in(home, admin_client):
    """The number of queries does not depend on how many times a page shows an image."""
    admin_client.get("/styleguide/en/")
    with CaptureQueriesContext(connection) as without:
        admin_client.get("/styleguide/en/")
    SummitImage.objects.create(title="A dove", file=photo(), description="A dove")
    admin_client.get("/styleguide/en/")  # draws it
    with CaptureQueriesContext(connection) as with_picture:
        html = admin_client.get("/styleguide/en/").text
    assert html.count("<picture>") >= 5
    assert len(with_picture) <= len(without) + 2


# ------------------------------------------------------------------ colors
@pytest.mark.parametrize(
    "pair", styleguide.pairs(COLORS), ids=lambda p: f"{p.over.name}-{p.under.name}"
)
def test_contrast(pair):
    """WCAG 2.2, 1.4.3 and 1.4.11, in light and dark colors."""
    assert pair.is_enough, f"{pair.light:.2f} {pair.dark:.2f} < {pair.least}"


def test_a_weak_pair_would_be_found():
    pale = styleguide.Color("pale", "#cccccc", "#333333")
    assert not styleguide.Pair(pale, COLORS["paper"], styleguide.TEXT).is_enough


def test_colors_are_read_as_they_are_written():
    found = styleguide.colors(
        ":root {\n --a: light-dark(#fff, #0a0b0c); --b: #123456; --c: 1rem; }"
    )
    assert found == {
        "a": styleguide.Color("a", "#ffffff", "#0a0b0c"),
        "b": styleguide.Color("b", "#123456", "#123456"),
    }


def test_every_property_that_is_used_is_defined_and_used():
    defined = set(re.findall(r"(--[\w-]+)\s*:", STYLE_SHEET))
    used = set(re.findall(r"var\((--[\w-]+)", STYLE_SHEET))
    assert used <= defined
    papers = {"--cempasuchil", "--jacaranda", "--cielo", "--grana", "--noche", "--rosa", "--agave"}
    assert defined - used <= papers  # all available colors of paper, used or not


def test_one_scheme_for_light_and_dark():
    """`light-dark()` sets light, dark and automatic, so that the reader’s choice applies."""
    assert "prefers-color-scheme" not in STYLE_SHEET
    assert '[data-theme="dark"] { --scheme: dark; }' in STYLE_SHEET


def test_every_class_of_the_style_sheet_is_used():
    """No class is sent that no template, block or script names."""
    without_comments = re.sub(r"/\*.*?\*/", "", STYLE_SHEET, flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{};]+)\{", without_comments))
    classes = set(re.findall(r"\.([a-z][\w-]*)", selectors))
    root = settings.BASE_DIR
    texts = "".join(
        path.read_text()
        for folder in (
            "templates",
            "peacesummit",
            "home",
            "events",
            "signups",
            "partners",
            "news",
            "pages",
        )
        for path in (root / folder).rglob("*")
        if path.suffix in (".html", ".py", ".js")
    )
    built = {f"notice-{kind}" for kind in ("error", "success", "warning", "info")}
    unused = {name for name in classes if not re.search(rf"\b{name}\b", texts)} - built
    assert unused == set()


def rules(sheet: str):
    """Yield (context of a rule, its selector) for each rule of a style sheet."""
    above: list[str] = []
    for head, bracket in re.findall(
        r"([^{}]*)([{}])", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    ):
        if bracket == "{":
            above.append(head.rpartition(";")[2].strip())
            yield tuple(above[:-1]), above[-1]
        else:
            above.pop()


def test_n15_what_a_pointer_does_is_for_those_who_have_one():
    """Hover styles require a pointer: after a touch, an element stays hovered until the next."""
    sheets = [
        path
        for path in settings.BASE_DIR.rglob("static/**/*.css")
        if not {".venv", ".tools"} & set(path.relative_to(settings.BASE_DIR).parts)
    ]
    hovers = [
        (path.name, above, selector)
        for path in sheets
        for above, selector in rules(path.read_text())
        if ":hover" in selector
    ]
    assert len(hovers) > 15
    assert [each for each in hovers if "@media (hover: hover)" not in each[1]] == []
