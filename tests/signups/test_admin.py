"""The sign-up list: columns, filters, search, order, statistics; pages that cannot be deleted."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Page, ReferenceIndex

from pages.text import alphabetical, folded
from signups.admin.statistics import by_day, columns
from signups.models import SignUpPage, Submission
from tests.signups.conftest import ANSWERS, Visitor, publish
from tests.signups.people import organizer, person, refused, sign_up

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def two(form_page, spanish_page):
    """Create one sign-up in each language, sent by visitors."""
    Visitor().send(EN, ANSWERS | {"full_name": "Ana Núñez", "needs": ["ramp"]})
    Visitor().send(ES, ANSWERS | {"email": "b@example.org", "country": "us"})
    return form_page


def table(response) -> list[list[str]]:
    """Return the cell texts of the list."""
    html = response.content.decode()
    html = html[html.index('class="sign-ups-table"') :] if 'class="sign-ups-table"' in html else ""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def names(response) -> list[str]:
    """Return the names in the list, in order."""
    return [row[1] for row in table(response)[1:]]


@pytest.fixture
def look(client, form_page):
    """Return a function that opens the sign-up list of the form as an organizer."""
    client.force_login(organizer())

    def look(page=form_page, **asked):
        response = client.get(reverse("signups_list", args=[page.pk]), asked)
        assert response.status_code == 200
        return response

    return look


# ------------------------------------------------------------------ the list
def test_an_organizer_reads_one_list(two, look):
    response = look()
    header, spanish, english = table(response)
    assert header[:5] == ["Code", "Full name", "Status", "Language", "Signed up"]
    by_language = [dict(zip(header, row, strict=True)) for row in (spanish, english)]
    assert [row[3] for row in (spanish, english)] == ["Español", "English"]
    assert [row["Country"] for row in by_language] == ["United States", "Mexico"]
    assert [row["What do you need?"] for row in by_language] == ["encrypted", "encrypted"]
    codes = [s.spaced_code for s in two.submissions.all()]
    assert [row["Code"] for row in by_language] == codes
    assert "Estados Unidos" not in response.content.decode()


def test_the_list_in_a_spanish_admin_has_the_same_columns(two, client):
    client.force_login(organizer("es"))
    header, *_rows = table(client.get(reverse("signups_list", args=[two.pk])))
    assert {"Full name", "Country", "What do you need?"} <= set(header)
    html = client.get(reverse("signups_list", args=[two.pk])).content.decode()
    assert '<span lang="en">Country</span>' in html


def test_who_waits_is_shown_with_the_place(form_page, look):
    form_page.capacity = 1
    page = publish(form_page)
    for name in ("First", "Second", "Third", "Fourth"):
        sign_up(page, name)
    from signups.registration import transitions

    transitions.cancel(page.submissions.get(position=1))
    rows = table(look(page))[1:]
    assert [row[1:3] for row in rows] == [
        ["Fourth", "On the waitlist, number 2"],
        ["Third", "On the waitlist, number 1"],
        ["Second", "Canceled"],
        ["First", "Confirmed"],
    ]


def test_repeated_sign_ups_are_not_in_the_list(form_page, look):
    first = sign_up(form_page, "Ana", address="ana@example.org")
    again = sign_up(form_page, "Ana once more", address="ana@example.org")
    assert again.status == "repeated"
    assert names(look()) == ["Ana"]
    assert look().context["items_count"] == 1
    assert first.spaced_code in look().content.decode()


def test_the_forms_are_listed_with_their_figures(form_page, client):
    for name, status in {
        "a": "confirmed",
        "b": "checked_in",
        "c": "checked_in",
        "d": "waiting",
        "e": "quarantined",
        "f": "cancelled",
        "g": "repeated",
    }.items():
        sign_up(form_page, name, status=status)
    client.force_login(organizer())
    header, row = table(client.get(reverse("signups_forms")))
    assert dict(zip(header, row, strict=True)) == {
        "Form": "Sign up",
        "Spots": "∞",
        "Spots left": "∞",
        "With a spot": "3",
        "Checked in": "2",
        "On the waitlist": "1",
        "In quarantine": "1",
        "Held by duplicates": "0",
    }


# ------------------------------------------------------------------ filters
@pytest.fixture
def four(form_page):
    zone = ZoneInfo(form_page.zone_name)
    # 23:30 local time is the next day in UTC.
    late = datetime.datetime(2026, 10, 5, 23, 30, tzinfo=zone)
    sign_up(form_page, "Ana", country="mx", visa="yes", needs=["ramp"], consent=True, now=late)
    later = late + datetime.timedelta(days=1)
    sign_up(form_page, "Benito", country="mx", visa="no", language="es", now=later)
    sign_up(form_page, "Citlali", country="us", language="es", consent=False, status="cancelled")
    sign_up(form_page, "Dolores", language="es")
    return form_page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"status": "cancelled"}, "C"),
        ({"language": "es"}, "DCB"),
        ({"language": "es", "answer_country": "mx"}, "B"),
        ({"answer_country": "mx"}, "BA"),
        ({"answer_country": "-"}, "D"),
        ({"answer_visa": "yes"}, "A"),
        ({"answer_consent": "yes"}, "A"),
        ({"answer_consent": "no"}, "C"),
        ({"created_at_from": "2026-10-05", "created_at_to": "2026-10-05"}, "A"),
        ({"created_at_from": "2026-10-06", "created_at_to": "2026-10-06"}, "B"),
        ({"created_at_to": "2026-10-06"}, "BA"),
        ({"created_at_from": "2026-10-06"}, "DCB"),
        # Unknown values match nothing rather than everything.
        ({"status": "repeated"}, ""),
        ({"status": "nonsense"}, ""),
        ({"answer_country": "fr"}, ""),
        ({"q": "ana", "answer_country": "us"}, ""),
        ({"q": "cit", "answer_country": "us"}, "C"),
    ],
)
def test_filters(four, look, asked, found):
    assert [name[0] for name in names(look(**asked))] == list(found)


def test_a_filter_counts_an_answer_among_several(form_page, look):
    stream = form_page.fields.get_prep_value()
    for item in stream:
        if item["value"].get("key") == "needs":
            item["value"]["sensitive"] = False
    form_page.fields = stream
    page = publish(form_page)
    sign_up(page, "Both", needs=["ramp", "print"])
    sign_up(page, "One", needs=["ramp"])
    sign_up(page, "None")
    assert names(look(page, answer_needs="print")) == ["Both"]
    assert names(look(page, answer_needs="ramp")) == ["One", "Both"]
    assert names(look(page, answer_needs="-")) == ["None"]


def test_sensitive_answers_are_no_filter(four, look):
    filters = look().context["filters"].filters
    assert "answer_country" in filters
    assert "answer_needs" not in filters


def test_pages_of_a_filtered_list(form_page, look):
    for number in range(120):
        sign_up(form_page, f"Person {number:03}", country="mx" if number % 2 else "us")
    first, second, last = (
        look(answer_country="mx", ordering="name", p=number) for number in (1, 2, 99)
    )
    assert names(first) == [f"Person {n:03}" for n in range(1, 100, 2)]
    assert names(second) == names(last) == [f"Person {n:03}" for n in range(101, 120, 2)]
    assert first.context["items_count"] == 60


# ------------------------------------------------------------------ search and order
@pytest.mark.parametrize("text", ["nunez", "NÚÑEZ", "ana nun", "núñez ana", "  Núñez  "])
def test_search_by_name(form_page, look, text):
    sign_up(form_page, "Ana Núñez de la O")
    sign_up(form_page, "Nobody Else")
    assert names(look(q=text)) == ["Ana Núñez de la O"]


def test_search_by_code(form_page, look):
    row = sign_up(form_page, "Ana")
    sign_up(form_page, "Other")
    for text in (row.code, row.spaced_code, row.spaced_code.lower(), row.code[:6], row.code[3:]):
        assert names(look(q=text)) == ["Ana"], text
    assert names(look(q="zz99")) == []
    assert names(look(q="-")) == []


def test_search_does_not_look_into_other_answers(form_page, look):
    sign_up(form_page, "Ana", story="Benito told me", address="benito@example.org")
    assert names(look(q="benito")) == []


def test_order(form_page, look):
    for name in ("Nuria", "Ñico", "Oscar", "álvaro", "Ana"):
        sign_up(form_page, name)
    assert names(look(ordering="name")) == ["álvaro", "Ana", "Nuria", "Ñico", "Oscar"]
    assert names(look(ordering="-name")) == ["Oscar", "Ñico", "Nuria", "Ana", "álvaro"]
    assert names(look(ordering="created_at"))[0] == "Nuria"
    codes = [row[0] for row in table(look(ordering="code"))[1:]]
    assert codes == sorted(codes)
    assert names(look(ordering="answers")) == names(look())


def test_texts_are_folded_and_sorted_as_people_expect():
    assert folded("  Núñez   ÉMILE ") == "nunez emile"
    words = ["zoo", "ñu", "nube", "Nz", "Ábaco", "abaca", "ola"]
    assert sorted(words, key=alphabetical) == ["abaca", "Ábaco", "nube", "Nz", "ñu", "ola", "zoo"]


def test_what_is_on_stays_on_in_links(four, look):
    response = look(language="es", q="benito", ordering="name", p="1")
    html = response.content.decode()
    for name in ("signups_statistics", "signups_export", "signups_workbook"):
        url = reverse(name, args=[four.pk])
        assert f'href="{url}?language=es&amp;q=benito&amp;ordering=name"' in html
    assert "ordering=-name" in html


def test_the_fragment_for_searching_as_you_type(four, client):
    client.force_login(organizer())
    url = reverse("signups_list_results", args=[four.pk])
    response = client.get(url, {"q": "benito", "_w_filter_fragment": "1"})
    assert names(response) == ["Benito"]
    html = response.content.decode()
    assert "<html" not in html
    assert "_w_filter_fragment" not in html.split("export.csv")[1][:60]


# ------------------------------------------------------------------ number of queries
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("signups_list", {}),
        ("signups_list", {"q": "person", "answer_country": "mx", "ordering": "name"}),
        ("signups_statistics", {}),
        ("signups_check_in", {}),
        ("signups_check_in", {"q": "person"}),
        ("signups_attendee_list", {}),
        ("signups_export", {}),
        ("signups_workbook", {}),
        ("signups_history", {}),
    ],
)
def test_many_cost_as_many_queries_as_few(form_page, client, name, asked):
    client.force_login(organizer())
    form_page.capacity = 3
    page = publish(form_page)
    url = reverse(name, args=[page.pk])

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url, asked)
            assert response.status_code == 200
            b"".join(response)  # reads streamed files, too
        return len(captured)

    for number in range(5):
        sign_up(page, f"Person {number}", country="mx")
    queries()  # fills the caches
    few = queries()
    for number in range(45):
        sign_up(page, f"Person {number}", country="mx")
    assert page.submissions.waiting().count() == 47
    assert queries() == few
    assert few < 40


# ------------------------------------------------------------------ statistics
def test_figures_for_the_filter_that_is_on(four, client):
    client.force_login(organizer())
    url = reverse("signups_statistics", args=[four.pk])
    response = client.get(url, {"language": "es"})
    charts = {
        str(chart.title): {bar.label: (bar.count, bar.share) for bar in chart.bars}
        for chart in response.context["charts"]
    }
    assert charts["By status"] == {"Confirmed": (2, 66.7), "Canceled": (1, 33.3)}
    assert charts["By language"] == {"Español": (3, 100.0)}
    assert charts["Country"] == {
        "Mexico": (1, 33.3),
        "United States": (1, 33.3),
        "No answer": (1, 33.3),
    }
    assert charts["I agree"] == {"Yes": (0, 0.0), "No": (1, 33.3), "No answer": (2, 66.7)}
    assert "What do you need?" not in charts, "nobody counts what is sealed"
    html = response.content.decode()
    assert "3 of 4 sign-ups" in html
    assert "Language: Español" in html
    everything = client.get(url).context
    assert everything["count"] == 4
    assert everything["days"][:2] == [("October 5, 2026", 1), ("October 6, 2026", 1)]
    assert sum(count for _day, count in everything["days"]) == 4


def test_figures_of_an_empty_form(form_page, client):
    client.force_login(organizer())
    response = client.get(reverse("signups_statistics", args=[form_page.pk]))
    assert response.status_code == 200
    assert "0 sign-ups" in response.content.decode()


def test_days_are_counted_in_the_zone_of_the_event():
    zone = ZoneInfo("America/Mexico_City")
    utc = datetime.UTC

    def at(*parts):
        return Submission(created_at=datetime.datetime(*parts, tzinfo=utc))

    rows = [at(2026, 10, 6, 5), at(2026, 10, 6, 7), at(2026, 10, 8, 12)]
    assert by_day(rows, zone) == [
        (datetime.date(2026, 10, 5), 1),
        (datetime.date(2026, 10, 6), 1),
        (datetime.date(2026, 10, 7), 0),
        (datetime.date(2026, 10, 8), 1),
    ]
    assert by_day([], zone) == []
    assert by_day([at(2020, 1, 1), at(2026, 1, 1)], zone)[0][1] == 1
    assert len(by_day([at(2020, 1, 1), at(2026, 1, 1)], zone)) == 2


def test_columns_of_the_picture_fit():
    found = columns([2, 0, 4])
    assert [column.height for column in found] == [50, 100]
    assert all(column.x >= 0 and column.x + column.width <= 100 for column in found)
    assert columns([]) == []


# ------------------------------------------------------------------ permissions
def test_who_may_look_may_not_export(two, client):
    client.force_login(person("looker", "view_submission"))
    url = reverse("signups_list", args=[two.pk])
    html = client.get(url).content.decode()
    for name in ("signups_export", "signups_workbook"):
        export = reverse(name, args=[two.pk])
        assert refused(client.get(export))
        assert export not in html
    assert reverse("signups_check_in", args=[two.pk]) not in html
    # Wagtail's own list export does not bypass the permission.
    response = client.get(url, {"export": "csv"})
    assert "text/html" in response["Content-Type"]


def test_the_list_of_a_translation_is_that_of_its_source(two, spanish_page, client):
    client.force_login(organizer())
    for name in ("signups_list", "signups_statistics", "signups_check_in", "signups_attendee_list"):
        url = reverse(name, args=[spanish_page.pk])
        assert client.get(url, follow=True).status_code == 404


def test_the_way_there_is_in_the_menu(two, client):
    client.force_login(organizer())
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("signups_forms", "signups_outbox", "signups_receipts"):
        assert reverse(name) in html


def test_sign_ups_are_not_in_the_index_of_references(two):
    found = ReferenceIndex.objects.filter(base_content_type__app_label="signups")
    assert not found.filter(content_type__model="submission").exists()


# ------------------------------------------------------------------ deleting
def test_a_page_with_sign_ups_cannot_be_deleted(two, spanish_page, admin_client, home):
    for page in (two, home):
        for method in ("get", "post"):
            url = reverse("wagtailadmin_pages:delete", args=[page.pk])
            response = getattr(admin_client, method)(url, follow=True)
            assert response.status_code == 200
            assert "people have signed up there" in response.content.decode()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin_client.post(f"{url}?id={two.pk}", follow=True)
    assert "people have signed up there" in response.content.decode()
    assert SignUpPage.objects.filter(pk=two.pk).exists()
    assert Submission.objects.count() == 2
    # The translation has no sign-ups, so it can be deleted.
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[spanish_page.pk]))
    assert not Page.objects.filter(pk=spanish_page.pk).exists()
    assert Submission.objects.count() == 2


def test_a_page_without_sign_ups_can_be_deleted(form_page, admin_client):
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[form_page.pk]))
    assert not Page.objects.filter(pk=form_page.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Sinéad O’Connor", "O'Connor"),
        ("Sinéad O'Connor", "o’connor"),
        ("Sinéad O’Connor", "oconnor"),
        ("Sinéad O Connor", "O'Connor"),
        ("Łukasz Żak", "lukasz zak"),
        ("Lukasz Zak", "ŁUKASZ"),
        ("Xunkaꞌ Díaz", "xunka'"),
        ("Xunka' Díaz", "xunkaꞌ"),
        ("Jean‑Paul Núñez", "jean-paul"),
        ("Jean Paul", "jean-paul"),
        ("Ana de la O", "delao"),
        ("Ma. Guadalupe", "ma guadalupe"),
        ("Søren Þór Straße", "soren thor strasse"),
        ("An\u00adna Ruiz", "anna"),
    ],
)
def test_n16_a_name_is_found_however_it_is_written(form_page, client, name, asked):
    """The list and check-in find a name in any spelling; both use `found_by`."""
    sign_up(form_page, name)
    sign_up(form_page, "Somebody Else")
    client.force_login(organizer())
    for view in ("signups_list", "signups_check_in"):
        html = client.get(reverse(view, args=[form_page.pk]), {"q": asked}).content.decode()
        assert escape(name) in html, view
        assert "Somebody Else" not in html, view


def test_n06_the_screens_of_a_form_name_its_own_zone(form_page, admin_client):
    type(form_page).objects.filter(pk=form_page.pk).update(zone="America/Tijuana")
    for name in ("signups_list", "signups_statistics", "signups_history", "signups_check_in"):
        html = admin_client.get(reverse(name, args=[form_page.pk])).text
        assert html.count("Times on this screen are in Tijuana time.") == 1, name
