"""The local time that an editor typed stays when the rules of its time zone change.

Ojinaga had the time of Chihuahua until 2022 (an hour earlier than today). Each event here was
typed under those rules, so the tests need not replace any time zone data.
"""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import PageLogEntry

from events.models import DialoguePage
from pages.times import typed_times
from signups.models import SignUpPage
from tests.events.conftest import add_dialogue, publish
from tests.events.test_admin import form

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ZONE = "America/Ojinaga"
BEFORE = datetime.datetime(2127, 7, 1, 16, tzinfo=datetime.UTC)  # 10:00, UTC-6
NOW = datetime.datetime(2127, 7, 1, 15, tzinfo=datetime.UTC)  # 10:00, UTC-5
THREE = datetime.timedelta(hours=3)


def under_the_old_law(page, **moments):
    """Store `page` as typed under the former rules, in its row and in its draft."""
    typed = {
        name: f"{(moment - datetime.timedelta(hours=6)):%Y-%m-%dT%H:%M:%S}-06:00[{ZONE}]"
        for name, moment in moments.items()
    }
    type(page).objects.filter(pk=page.pk).update(typed_times=typed, **moments)
    draft = page.latest_revision
    draft.content |= {name: moment.isoformat() for name, moment in moments.items()}
    draft.content["typed_times"] = typed
    draft.save()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def old(index):
    page = add_dialogue(index, "Ojinaga", starts=NOW, ends=NOW + THREE, zone=ZONE)
    return under_the_old_law(page, starts=BEFORE, ends=BEFORE + THREE)


def test_n12_what_was_typed_is_written_down(index):
    page = add_dialogue(index, "Ojinaga", starts=NOW, ends=NOW + THREE, zone=ZONE)
    assert page.typed_times == {
        "starts": f"2127-07-01T10:00:00-05:00[{ZONE}]",
        "ends": f"2127-07-01T13:00:00-05:00[{ZONE}]",
    }
    assert page.latest_revision.content["typed_times"] == page.typed_times
    page.starts = NOW - THREE
    page.save(update_fields=["starts"])
    page.refresh_from_db()
    assert page.typed_times["starts"] == f"2127-07-01T07:00:00-05:00[{ZONE}]"


def test_n12_an_event_keeps_its_hour_for_readers_and_editors(old, client):
    assert old.local_starts.replace(tzinfo=None) == datetime.datetime(2127, 7, 1, 10)  # noqa: DTZ001
    assert "10 a.m. to 1 p.m." in client.get(old.url).text
    file = client.get(f"{old.url}calendar.ics").text
    assert f"DTSTART;TZID={ZONE}:21270701T100000" in file.replace("\r\n ", "")
    for page in (old, old.get_latest_revision_as_object()):
        shown = page.get_edit_handler().get_form_class()(instance=page)
        assert 'value="2127-07-01 10:00"' in str(shown["starts"])
    bound = form(old.get_latest_revision_as_object())
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["starts"] == NOW


def test_n12_a_draft_of_before_is_published_at_its_hour(old):
    page = publish(old.get_latest_revision_as_object())
    assert (page.starts, page.ends) == (NOW, NOW + THREE)
    assert page.typed_times["starts"].startswith("2127-07-01T10:00:00-05:00")


def test_n12_a_check_names_what_moved_and_puts_it_right(old, index):
    other = add_dialogue(index, "Elsewhere")
    sequence = old.calendar_sequence
    for arguments, moved in ((["--dry-run"], False), ([], True)):
        out = StringIO()
        call_command("check_zones", *arguments, stdout=out)
        lines = out.getvalue().splitlines()
        assert len(lines) == 2
        assert "“Ojinaga”" in lines[0]
        assert "starts: still 2127-07-01 10:00 in America/Ojinaga" in lines[0]
        assert "now 15:00 UTC and was 16:00 UTC" in lines[0]
        page = DialoguePage.objects.get(pk=old.pk)
        assert page.starts == (NOW if moved else BEFORE)
        assert page.calendar_sequence == sequence + moved
    assert page.ends == NOW + THREE
    assert PageLogEntry.objects.filter(page=old.pk, action=typed_times.MOVED).count() == 1
    assert not PageLogEntry.objects.filter(page=other.pk, action=typed_times.MOVED).exists()
    out = StringIO()
    call_command("check_zones", stdout=out)
    assert out.getvalue() == "No zone in use has got other rules.\n"


def test_n12_the_worker_checks_too_and_names_it_in_the_log(old, caplog):
    typed_times.put_right_and_tell(NOW)
    assert DialoguePage.objects.get(pk=old.pk).starts == NOW
    assert "“Ojinaga”" in caplog.text


def test_n12_a_page_from_before_gets_what_it_shows_now(old):
    DialoguePage.objects.update(typed_times={})
    assert list(typed_times.put_right()) == []
    page = DialoguePage.objects.get(pk=old.pk)
    assert page.starts == BEFORE
    assert page.typed_times["starts"] == f"2127-07-01T11:00:00-05:00[{ZONE}]"


def test_n12_a_form_keeps_its_closing_time_too(home):
    page = SignUpPage(title="Sign up", slug="sign-up", zone=ZONE, closes_at=NOW)
    home.add_child(instance=page)
    page = under_the_old_law(publish(page), closes_at=BEFORE)
    assert page.local_ends.hour == 10
    [moved] = typed_times.put_right()
    assert ", closes_at: still " in moved
    assert SignUpPage.objects.get(pk=page.pk).closes_at == NOW
