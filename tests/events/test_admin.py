"""The editor's form: times in the time zone of the event, and errors at their fields."""

import datetime
import json
import uuid

import pytest
from django.contrib.auth import get_user_model
from django.forms import model_to_dict
from wagtail.models import Page
from wagtail.users.models import UserProfile

from events.models import DialoguePage, SummitPage
from pages.models import Topic
from partners.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    user = get_user_model().objects.create_superuser("admin", "a@example.org", "x")
    # The time zone of an editor far away must not matter.
    UserProfile.objects.create(user=user, current_time_zone="Asia/Tokyo")
    client.force_login(user)
    return client


def form(page, **changes):
    """Return the bound form of the editor for `page` with these changes."""
    edit = page.get_edit_handler()
    form_class = edit.get_form_class()
    blank = form_class(instance=page, for_user=None)
    data = {}
    for name, field in blank.fields.items():
        value = blank.get_initial_for_field(field, name)
        value = field.prepare_value(value)
        if name in ("starts", "ends") and value:
            value = value.strftime("%Y-%m-%d %H:%M")
        if isinstance(value, list):
            value = [getattr(item, "pk", item) for item in value]
        data[name] = "" if value is None else value
    data |= {"body-count": "0", "programme-count": "0", "conclusions": "null"}
    data |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return form_class(data=data | changes, instance=page, parent_page=page.get_parent())


def test_times_are_shown_and_read_in_the_zone_of_the_event(summit):
    shown = summit.get_edit_handler().get_form_class()(instance=summit)
    assert "2027-02-23 10:00" in str(shown["starts"])
    bound = form(summit, starts="2027-02-23 09:30")
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["starts"] == datetime.datetime(
        2027, 2, 23, 15, 30, tzinfo=datetime.UTC
    )


def test_another_zone_keeps_what_the_clock_shows(summit):
    bound = form(summit, zone="America/Tijuana")
    assert bound.is_valid(), bound.errors
    assert bound.cleaned_data["starts"].astimezone(datetime.UTC).hour == 18


@pytest.mark.parametrize(
    ("starts", "words"),
    [("2027-03-14 02:30", "does not exist"), ("2027-11-07 01:30", "occurs twice")],
)
def test_a_time_that_is_no_moment_is_an_error_of_its_field(summit, starts, words):
    bound = form(summit, zone="America/Tijuana", starts=starts, ends="2027-12-01 10:00")
    assert not bound.is_valid()
    assert words in bound.errors["starts"][0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends": "2027-02-23 10:00"}, "ends"),
        ({"mode": "online"}, "livestream_url"),
        ({"status": "moved"}, "status_note"),
        ({"status": "cancelled", "status_note": "  "}, "status_note"),
        ({"zone": "America/Nowhere"}, "zone"),
        ({"starts": ""}, "starts"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(summit, changes, field):
    bound = form(summit, **changes)
    assert not bound.is_valid()
    assert field in bound.errors


def test_a_zone_that_is_not_offered_stays_where_it_is(summit):
    summit.zone = "Europe/Madrid"
    choices = dict(form(summit).fields["zone"].choices)
    assert choices["Europe/Madrid"] == "Madrid (Europe/Madrid)"
    assert choices["America/Tijuana"] == "Tijuana (America/Tijuana)"


def test_only_objects_in_the_source_language_are_offered(dialogue, partner, topic, spanish):
    partner.copy_for_translation(spanish).save()
    fields = form(dialogue).fields
    assert list(fields["hosts"].queryset) == [partner]
    assert list(fields["themes"].queryset) == [topic]
    assert Partner.objects.count() == Topic.objects.count() == 2


DEFAULTS = {
    "day": {"date": "2027-02-23", "title": "", "introduction": ""},
    "session": {
        "starts": "10:00",
        "ends": "11:00",
        "title": "Opening",
        "description": "",
        "kind": "plenary",
        "room": "",
        "track": "",
        "themes-count": "0",
        "status": "scheduled",
        "speakers-count": "0",
    },
}


def stream(*blocks):
    """Return what the editor posts for a program of these (type, value) pairs."""
    data = {"programme-count": str(len(blocks))}
    for number, (kind, value) in enumerate(blocks):
        prefix = f"programme-{number}"
        data |= {
            f"{prefix}-type": kind,
            f"{prefix}-id": str(uuid.uuid4()),
            f"{prefix}-order": str(number),
            f"{prefix}-deleted": "",
        }
        filled = DEFAULTS[kind] | value
        data |= {f"{prefix}-value-{name}": item for name, item in filled.items()}
    return data


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([("session", {})], "Add a day above this session"),
        ([("day", {}), ("session", {"ends": "10:00"})], "end time later than the start time"),
        ([("day", {}), ("day", {})], "This day is already in the program"),
        ([("day", {}), ("session", {"title": ""})], "required"),
    ],
)
def test_a_program_that_is_not_sound_is_refused(summit, blocks, words):
    bound = form(summit, **stream(*blocks))
    assert not bound.is_valid()
    assert words in json.dumps(bound.errors["programme"].as_data(), default=deep)


def deep(error):
    """Return all messages of a nested error in a form that `json.dumps` accepts."""
    parts = [str(message) for message in getattr(error, "messages", [])]
    inside = getattr(error, "block_errors", None) or {}
    values = inside.values() if isinstance(inside, dict) else inside
    return parts + [deep(item) for item in values if item is not None]


def test_a_sound_program_is_accepted(summit):
    bound = form(summit, **stream(("day", {}), ("session", {}), ("session", {})))
    assert bound.is_valid(), bound.errors


def test_the_editor_opens_for_each_page_type(admin, summit, index, dialogue):
    for page in (summit, index, dialogue):
        assert admin.get(f"/admin/pages/{page.pk}/edit/").status_code == 200
    parent = summit.get_parent()
    assert admin.get(f"/admin/pages/add/events/summitpage/{parent.pk}/").status_code == 200
    assert admin.get(f"/admin/pages/add/events/dialoguepage/{index.pk}/").status_code == 200


def test_a_dialogue_is_made_and_published_in_the_editor(admin, index, partner):
    data = {
        "title": "El Paso",
        "slug": "el-paso",
        "starts": "2027-01-15 10:00",
        "ends": "2027-01-15 13:00",
        "zone": "America/Ciudad_Juarez",
        "mode": "in_person",
        "status": "scheduled",
        "hosts": [partner.pk],
        "body-count": "0",
        "conclusions": "null",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    answer = admin.post(f"/admin/pages/add/events/dialoguepage/{index.pk}/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    page = DialoguePage.objects.get()
    assert page.live
    assert page.starts == datetime.datetime(2027, 1, 15, 17, tzinfo=datetime.UTC)
    assert list(page.hosts.all()) == [partner]


def test_a_page_is_sound_without_the_form_too(home):
    page = SummitPage(
        title="Wrong",
        starts=datetime.datetime(2027, 2, 23, tzinfo=datetime.UTC),
        ends=datetime.datetime(2027, 2, 22, tzinfo=datetime.UTC),
    )
    with pytest.raises(Exception, match="end date and time later than the start"):
        home.add_child(instance=page)
    assert not Page.objects.filter(title="Wrong").exists()
    assert model_to_dict(page)["zone"] == "America/Mexico_City"
