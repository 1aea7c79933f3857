"""The structured data of pages, and that its check can fail."""

import json

import pytest

from home.models import StandardPage
from pages import schema
from pages.models import SiteSettings
from tests.reviewed import translate
from tests.vocabulary import SCHEMA, SCHEMA_ORG, documents, nodes


def problems(*graph):
    return SCHEMA_ORG.problems({"@context": SCHEMA, "@graph": list(graph)})


GOOD = {
    "@type": "Event",
    "@id": "https://example.org/#event",
    "name": "Dialogue",
    "startDate": "2027-02-23T10:00:00-06:00",
    "eventStatus": f"{SCHEMA}/EventScheduled",
    "location": {"@type": "Place", "name": "House"},
    "subEvent": [{"@type": "Event", "superEvent": {"@id": "https://example.org/#event"}}],
}


def test_the_check_lets_pass_what_is_right():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"@type": "Gathering"}, "no such type"),
        ({"begins": "2027"}, "no such property"),
        ({"headline": "Dialogue"}, "Event has no headline"),
        ({"startDate": "23 February"}, "cannot be"),
        ({"startDate": "2027-02-23T10:00:00"}, "cannot be"),  # without its UTC offset
        ({"eventStatus": f"{SCHEMA}/OnlineEventAttendanceMode"}, "cannot be"),
        ({"eventStatus": f"{SCHEMA}/EventForgotten"}, "cannot be"),
        ({"location": {"@type": "Person", "name": "Ana"}}, "cannot be"),
        ({"url": "/en/"}, "cannot be"),
        ({"isAccessibleForFree": "yes"}, "cannot be"),
        ({"superEvent": {"@id": "https://example.org/#none"}}, "nowhere"),
        ({"name": ""}, "cannot be"),
    ],
)
def test_the_check_finds_what_is_wrong(change, words):
    assert any(words in problem for problem in problems(GOOD | change))


def test_nothing_ends_the_script_element_early():
    text = schema.document([schema.node("Thing", name="</script><!--<script>& \u2028 ñ")])
    assert "<" not in text
    assert ">" not in text
    assert "\u2028" not in text
    assert "ñ" in text
    assert json.loads(text)["@graph"][0]["name"] == "</script><!--<script>& \u2028 ñ"


def test_what_is_empty_is_left_out():
    assert schema.node("Thing", "#a", name="", sameAs=[], image=None) == {
        "@type": "Thing",
        "@id": "#a",
    }


@pytest.mark.parametrize(
    ("path", "search", "name"),
    [
        ("/en/", "http://localhost/en/search/", "Peace Summit"),
        ("/es/", "http://localhost/es/buscar/", "Cumbre Binacional por la Paz"),
    ],
)
def test_the_first_page_tells_of_the_organization_and_the_site(
    client, home, inicio, path, search, name
):
    site = SiteSettings.for_site(home.get_site())
    site.organisation, site.email, site.address = "Peace & Co", "a@example.org", "Street 1\r\nCity"
    site.youtube = "https://example.org/video"
    site.save()
    [document] = documents(client.get(path).text)
    assert SCHEMA_ORG.problems(document) == []
    found = nodes(document)
    organisation = found["Organization"]
    assert organisation["@id"] == "http://localhost/#organisation"
    assert organisation["name"] == "Peace & Co"
    assert organisation["address"] == "Street 1, City"
    assert organisation["sameAs"] == ["https://example.org/video"]
    website = found["WebSite"]
    assert website["name"] == name
    assert website["inLanguage"] == path.strip("/")
    action = website["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{search}?q={{search_term_string}}"
    address = action["target"]["urlTemplate"].replace("{search_term_string}", "paz")
    assert client.get(address.removeprefix("http://localhost")).status_code == 200


def test_a_page_below_names_its_way_and_its_translation(client, home, inicio, spanish):
    about = home.add_child(instance=StandardPage(title="About <us>", slug="about"))
    about.save_revision().publish()
    team = about.add_child(instance=StandardPage(title="Team", slug="team"))
    team.save_revision().publish()
    for page, title, slug in ((about, "Acerca", "acerca"), (team, "Equipo", "equipo")):
        translate(page, spanish, title=title, slug=slug)

    html = client.get("/en/about/team/").text
    assert "About <us>" not in html
    [document] = documents(html)
    assert SCHEMA_ORG.problems(document) == []
    found = nodes(document)
    steps = found["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["item"]["name"], step["item"]["@id"]) for step in steps] == [
        (1, "Home", "http://localhost/en/"),
        (2, "About <us>", "http://localhost/en/about/"),
        (3, "Team", "http://localhost/en/about/team/"),
    ]
    page = found["WebPage"]
    assert page["breadcrumb"] == {"@id": found["BreadcrumbList"]["@id"]}
    assert [each["url"] for each in page["workTranslation"]] == [
        "http://localhost/es/acerca/equipo/"
    ]
    [document] = documents(client.get("/es/acerca/equipo/").text)
    page = nodes(document)["WebPage"]
    assert [each["url"] for each in page["translationOfWork"]] == [
        "http://localhost/en/about/team/"
    ]


@pytest.mark.parametrize("path", ["/en/nothing/", "/en/search/?q=x"])
def test_what_is_no_page_says_nothing(client, home, path):
    assert documents(client.get(path).text) == []
