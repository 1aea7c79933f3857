"""Any parameter in an address, typed or made up, gets a response and never an error."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

# What search engines, databases and URL parsers may take for something other than a word.
ODD = [
    b'a"',
    b'"a" "b',
    b'a"b"c" OR "',
    b"a AND",
    b"NOT NEAR(a b, 2) OR -a",
    b"title : a* ^b + {c} (d) \\ ' | & ! <->",
    b"bread & roses",
    b"a:*",
    b"%",
    b"\0",
    b"a\0b",
    b"\xff\xfe\xed\xa0\x80",  # not UTF-8; half a surrogate pair
    "\u202eabc\u200f\u2066".encode(),
    "سلام 平和 🕊️".encode(),
    b"x" * 3000,
    b"x " * 3000,
    b'"a" ' * 800,
    b"9" * 5000,
    b"-1",
    "²".encode(),
    b"../../etc/passwd",
    b"//evil.example.org",
    b"a\r\nSet-Cookie: a=b",
]
# The languages share their views: Spanish only where search differs.
PARAMETERS = {
    "/": ["x"],
    "/en/search/": ["q", "type", "page"],
    "/es/buscar/": ["q", "type", "page"],
    "/en/news/": ["topic", "year"],
    "/en/news/feed/": ["topic"],
    "/es/organizaciones/": ["region", "country", "theme"],
    "/en/dialogues/": ["theme", "page"],
    "/en/dialogues/calendar.ics": ["x"],
    "/en/sign-up/": ["x", "full_name"],
    "/robots.txt": ["x"],
}
# Enough where a value is only compared with a few known ones.
WORST = [b'a"', b"a\0b", b"\xff\xfe\xed\xa0\x80", b"9" * 5000, b"x" * 3000]
# Addresses that contain any text.
PATHS = [
    "/{}",
    "/{}/",
    "/en/{}",
    "/es/{}/",
    "/en/search/{}/",
    "/en/news/{}/",
    "/en/news/feed/{}",
    "/en/partners/{}/",
    "/es/organizaciones/{}/",
    "/en/dialogues/{}/calendar.ics",
    "/en/{}/calendar.ics",
    "/en/sign-up/mine/{}/",
    "/en/sign-up/done/{}/",
    "/en/share/{}.png",
    "/es/share/1-{}.png",
    "/en/share/1/{}/0.png",
    "/media/images/{}",
    "/media/{}",
    "/documents/{}/file.txt",
    "/documents/1/{}",
    "/documents/authenticate_with_password/{}/",
    "/styleguide/{}/",
    "/static/{}",
    "/admin/{}",
]
raw = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=40),
)


def answers(client: Client, path: str) -> int:
    response = client.get(path)
    if response.streaming:
        response.close()
    assert response.status_code < 500, path
    return response.status_code


def query(names: list[str], value: bytes) -> str:
    return "&".join(f"{name}={quote(value)}" for name in names)


@pytest.mark.parametrize("path", PARAMETERS)
def test_n19_no_parameter_of_a_public_view_is_a_fault(sample, client, path):
    for value in ODD if "q" in PARAMETERS[path] else WORST:
        assert answers(client, f"{path}?{query(PARAMETERS[path], value)}") in (200, 302), value


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("/en/search/", b'a"')
@example("/es/buscar/", b'"')
@given(st.sampled_from(list(PARAMETERS)), raw)
def test_n19_nor_is_anything_else(sample, client, path, value):
    answers(client, f"{path}?{query(PARAMETERS[path], value)}&{quote(value)}={quote(value)}")


@pytest.mark.parametrize("path", PATHS)
def test_n19_no_part_of_an_address_is_a_fault(sample, client, path):
    for value in WORST:
        answers(client, path.format(quote(value)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PATHS), raw)
def test_n19_nor_is_any_other_part(sample, client, path, value):
    answers(client, path.format(quote(value)))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/en/news/?page=999", "Page not found"),
        ("/es/noticias/?page=abc", "Página no encontrada"),
        ("/es/noticias/?page=%00", "Página no encontrada"),
        ("/sitemap.xml?p=abc", "Page not found"),
    ],
)
def test_n19_a_page_that_does_not_exist_is_said_in_its_language(sample, client, path, words):
    response = client.get(path)
    assert response.status_code == 404
    assert words in response.content.decode()


SEARCHED = [  # names of views, or addresses
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_explore_root",
    "wagtailadmin_choose_page_search",
    "wagtailimages:index",
    "wagtailimages_chooser:choose_results",
    "wagtaildocs:index",
    "wagtaildocs_chooser:choose_results",
    "wagtailusers_users:index",
    "wagtailredirects:index",
    "wagtailadmin_reports:site_history",
    "wagtailsnippets_pages_topic:list",
    "wagtailsnippets_home_menu:list",
    "wagtailsnippets_translations_term:list",
    "wagtailsnippetchoosers_pages_topic:choose_results",
    "partners_partner_modeladmin_index",
    "signups_forms",
    "mailing_stuck",
    "signups_outbox",
    "signups_receipts",
    "translations_dashboard",
    "/admin/translations/list/work/",
    "/admin/tag-autocomplete/?term={}",
]


def admin_addresses(sample) -> list[str]:
    addresses = [name if "/" in name else f"{reverse(name)}?q={{}}" for name in SEARCHED]
    home, form = sample.pages["home"], sample.pages["signup_summit"]
    addresses.append(reverse("wagtailadmin_explore", args=[home.pk]) + "?q={}")
    ours = ("signups_list", "signups_list_results", "signups_check_in")
    return addresses + [reverse(name, args=[form.pk]) + "?q={}" for name in ours]


def test_n19_a_search_for_hundreds_of_phrases_ends(sample, sign_in):
    client = sign_in("admin")
    for value in (b'"a" ' * 400, b"a " * 4000):
        answers(client, f"{reverse('wagtailadmin_pages:search')}?q={quote(value)}")


def test_n19_no_search_of_the_admin_is_a_fault(sample, sign_in):
    client = sign_in("admin")
    for address in admin_addresses(sample):
        for value in (b'a" & b\0c \xed\xa0\x80', b"-"):
            path = (
                address.format(quote(value)) if "{}" in address else f"{address}?q={quote(value)}"
            )
            assert answers(client, path) in (200, 302, 404), path
