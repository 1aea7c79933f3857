"""The admin's date fields: input is understood or refused, and echoed in words."""

import datetime
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from home.models import StandardPage
from pages.times import date_fields, typed_dates

pytestmark = pytest.mark.django_db

TEN = datetime.datetime(2027, 3, 20, 10)  # noqa: DTZ001
FOURTH_OF_MARCH = datetime.date(2027, 3, 4)
THIRD_OF_APRIL = datetime.date(2027, 4, 3)


@pytest.fixture
def person(client):
    """Return a function that signs in a user with a language and a time zone."""

    def person(language="en", zone=""):
        user = get_user_model().objects.create_superuser("ana", "ana@example.org", "x")
        UserProfile.objects.create(user=user, preferred_language=language, current_time_zone=zone)
        client.force_login(user)
        return client

    return person


def page_form(page, **changes):
    """Return the edit form of `page` with these values, as the browser posts it."""
    form_class = page.get_edit_handler().get_form_class()
    blank = form_class(instance=page, for_user=None)
    data = {name: blank.get_initial_for_field(f, name) or "" for name, f in blank.fields.items()}
    data |= {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return form_class(data=data | changes, instance=page, parent_page=page.get_parent())


@pytest.fixture
def page(home):
    return home.add_child(instance=StandardPage(title="About", slug="about"))


# ------------------------------------------------------------------ parsing
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "text",
    [
        "2027-03-20 10:00", "2027-03-20T10:00", "20/03/2027 10:00", "20-3-2027 10:00 h",
        "20.03.2027, 10.00", "3/20/2027 10:00", "03/20/2027 10:00 AM", "March 20, 2027, 10 a.m.",
        "Saturday, March 20th, 2027 at 10:00", "20 March 2027 10:00", "Mar 20, 2027, 10:00 am",
        "20 de marzo de 2027, 10:00", "20 de marzo del 2027 a las 10:00 hrs",
        "sábado 20 de marzo de 2027, 10:00 a. m.", "20 mar 2027 10h00",
    ],
)  # fmt: skip
def test_n05_dates_as_people_write_them(page, language, text):
    with translation.override(language), timezone.override("UTC"):
        form = page_form(page, go_live_at=text)
        form.full_clean()
        assert "go_live_at" not in form.errors
        assert form.cleaned_data["go_live_at"] == TEN.replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("March 20, 2027", "no_time"),
        ("2027-03-20", "no_time"),
        ("20 de marzo de 2027", "no_time"),
        ("March 20, 10:00", "no_year"),
        ("20/03/27 10:00", "no_year"),
        ("30/02/2027 10:00", "no_such_day"),
        ("9999-12-31 23:00", "no_such_day"),
        ("Friday, March 20, 2027, 10:00", "weekday"),
        ("2027-03-20 25:00", "time"),
        ("2027-03-20 13:00 pm", "time"),
        ("2027-03-20 10:00+05:00", "invalid"),
        ("tomorrow at ten", "invalid"),
        ("10:00", "invalid"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_n05_what_is_no_moment_is_refused_with_a_sentence(page, language, text, code):
    with translation.override(language):
        form = page_form(page, go_live_at=text)
        assert form.errors["go_live_at"] == [typed_dates.ERRORS[code]]
        assert str(typed_dates.ERRORS[code]).endswith(".")
        assert form["go_live_at"].value() == text


@pytest.mark.parametrize(("language", "day"), [("en", FOURTH_OF_MARCH), ("es", THIRD_OF_APRIL)])
def test_n05_which_number_is_the_month_depends_on_the_language(page, language, day):
    with translation.override(language):
        form = page_form(page, go_live_at="03/04/2027 10:00", expire_at="2027-12-31 10:00")
        form.full_clean()
        assert timezone.localdate(form.cleaned_data["go_live_at"]) == day
        assert date_fields.DateField().clean("03/04/2027") == day


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("10:00", 10, 0), ("6:30 p.m.", 18, 30), ("12 a.m.", 0, 0), ("12:15 PM", 12, 15),
     ("18.30 h", 18, 30), ("noon", 12, 0), ("medianoche", 0, 0), ("9 hrs", 9, 0)],
)  # fmt: skip
def test_n05_times(text, hour, minute):
    assert date_fields.TimeField().clean(text) == datetime.time(hour, minute)


@pytest.mark.parametrize("text", ["10", "25:00", "10:70", "13 pm", "0 am", "soon"])
def test_n05_times_that_are_none(text):
    with pytest.raises(ValidationError) as refused:
        date_fields.TimeField().clean(text)
    assert refused.value.code == "time"


# ------------------------------------------------------------------ reports
def test_n05_the_filters_of_reports_read_dates_too(person, page):
    client = person("es")
    log(page, "wagtail.edit")
    evening = datetime.datetime(2027, 3, 20, 3, tzinfo=datetime.UTC)
    logged = PageLogEntry.objects.all().update(timestamp=evening)
    ModelLogEntry.objects.all().delete()
    address = reverse("wagtailadmin_reports:site_history")

    def found(**asked):
        return client.get(address, asked).context["paginator"].count

    # 3:00 in UTC is the evening before in Mexico City.
    assert found(timestamp_from="19/03/2027", timestamp_to="19 de marzo de 2027") == logged
    assert found(timestamp_from="20/03/2027") == 0
    refused = client.get(address, {"timestamp_from": "cuando sea"})
    with translation.override("es"):
        assert str(typed_dates.ERRORS["invalid"]) in refused.text


# ------------------------------------------------------------------ echo
def said(client, **asked):
    return client.get(reverse("pages_echo_date"), asked).json()


def test_n05_a_moment_is_said_again_with_its_zone(person):
    client = person("en", "America/Tijuana")
    assert said(client, kind="moment", text="03/04/2027 10:00") == {
        "words": "Thursday, March 4, 2027, 10 a.m., Tijuana time",
        "value": "2027-03-04 10:00",
    }
    there = said(client, kind="moment", text="03/04/2027 10:00", zone="America/New_York")
    assert there["words"] == "Thursday, March 4, 2027, 10 a.m., New York time"
    assert said(client, kind="date", text="3/20/2027")["words"] == "Saturday, March 20, 2027"
    assert said(client, kind="time", text="6:30 pm") == {"words": "6:30 p.m.", "value": "18:30"}


def test_n05_and_in_spanish_as_it_is_read_there(person):
    client = person("es")
    assert said(client, kind="moment", text="03/04/2027 10:00") == {
        "words": "Sábado 3 de abril de 2027, 10:00, hora de la Ciudad de México",
        "value": "2027-04-03 10:00",
    }
    refused = said(client, kind="moment", text="3 de abril de 2027")
    with translation.override("es"):
        assert refused == {"error": str(typed_dates.ERRORS["no_time"])}


def test_n05_a_time_that_clocks_do_not_show_is_refused(person):
    client = person()
    answer = said(client, kind="moment", text="2027-03-14 02:30", zone="America/Tijuana")
    assert "does not exist" in answer["error"]
    assert "error" in said(client, kind="moment", text="2027-03-14 02:30", zone="Nowhere")
    assert client.get(reverse("pages_echo_date"), {"kind": "year", "text": "1"}).status_code == 400


def test_n05_only_who_works_on_the_site_is_answered(client):
    assert client.get(reverse("pages_echo_date"), {"kind": "date", "text": "x"}).status_code == 302


# ------------------------------------------------------------------ time zone
def test_n06_the_summit_s_zone_is_that_of_its_people(person, page):
    """An event at nine in the morning in the summit's time zone is not stored as three."""
    client = person()
    page.go_live_at = datetime.datetime(2127, 3, 20, 15, tzinfo=datetime.UTC)
    page.save_revision().publish()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert 'value="2127-03-20 09:00"' in html
    assert "March 20, 2127, 9 a.m. CST" in html


def test_n06_a_person_may_have_her_own(person, page):
    client = person("es", "America/New_York")
    page.go_live_at = datetime.datetime(2127, 3, 20, 15, tzinfo=datetime.UTC)
    page.save_revision().publish()
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    assert 'value="2127-03-20 11:00"' in html
    assert "20 de marzo de 2127, 11:00 EDT" in html


def test_n06_each_time_of_a_history_names_its_zone(person, page):
    client = person()
    page.title = "In another word"
    page.save_revision(user=get_user_model().objects.get(username="ana")).publish()
    for name, arguments in (
        ("wagtailadmin_pages:history", [page.pk]),
        ("wagtailadmin_reports:site_history", []),
        ("wagtailadmin_pages:edit", [page.pk]),
    ):
        html = client.get(reverse(name, args=arguments)).text
        assert re.search(r"\d CST|[ap]\.m\. CST", html), name


LISTS = [
    "wagtailadmin_reports:site_history", "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks", "wagtailadmin_reports:aging_pages",
    "wagtailadmin_reports:locked_pages", "wagtailadmin_reports:page_types_usage",
    "wagtailimages:index", "wagtaildocs:index", "wagtailusers_users:index",
    "wagtailsnippets_home_menu:list", "wagtailadmin_explore_root", "wagtailadmin_pages:search",
    "mailing_stuck", "signups_forms", "signups_outbox", "signups_receipts",
    "translations_dashboard",
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "", "Times on this screen are in Mexico City time."),
        ("es", "", "Las horas de esta pantalla corresponden a la hora de la Ciudad de México."),
        ("en", "America/New_York", "Times on this screen are in New York time."),
    ],
)
def test_n06_each_list_with_its_filters_names_its_zone_once(person, page, language, zone, words):
    client = person(language, zone)
    addresses = [reverse(name) for name in LISTS]
    addresses += [
        reverse(name, args=[number])
        for name, number in (
            ("wagtailadmin_explore", page.get_parent().pk),
            ("wagtailadmin_pages:history", page.pk),
            ("wagtailadmin_pages:usage", page.pk),
            ("wagtailadmin_pages:workflow_history", page.pk),
        )
    ]
    for address in addresses:
        assert client.get(address, follow=True).text.count(words) == 1, address


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
def test_n06_each_format_of_a_moment_names_its_zone(language, name):
    moment = timezone.localtime(datetime.datetime(2027, 3, 20, 15, tzinfo=datetime.UTC))
    with translation.override(language):
        assert date_format(moment, name).endswith(" CST")


def test_n06_today_is_that_of_the_summit():
    evening = datetime.datetime(2027, 3, 21, 3, tzinfo=datetime.UTC)
    assert timezone.localdate(evening) == datetime.date(2027, 3, 20)
