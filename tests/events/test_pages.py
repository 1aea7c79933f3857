"""The event pages as visitors see them, in both languages."""

import datetime

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    RelatedObjectSegment,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from events.models import DialogueIndexPage, DialoguePage, EventPage, Mode, Status, SummitPage
from home.models import HomePage, StandardPage
from pages.models import SummitImage
from signups.models import SignUpPage
from tests.events.conftest import DAY, add_dialogue, publish, translate
from tests.pages.test_images import photo

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def read(client, page, subpath=""):
    answer = client.get(page.url + subpath)
    assert answer.status_code == 200
    return answer.content.decode()


def spanish_program(summit):
    """Return the program with Spanish text for the opening only."""
    raw = [dict(item) for item in summit.programme.raw_data]
    for item in raw:
        item["value"] = dict(item["value"])
        if item["value"]["title"] == "Opening":
            item["value"] |= {"title": "Apertura", "starts": "07:00", "kind": "break"}
        elif item["type"] == "session":
            item["value"]["title"] = ""
    return raw


# ---------------------------------------------------------------- page tree
@pytest.mark.parametrize(
    ("parent", "children"),
    [
        (HomePage, {SummitPage, DialogueIndexPage}),
        (StandardPage, set()),
        (SummitPage, set()),
        (DialogueIndexPage, {DialoguePage}),
        (DialoguePage, set()),
    ],
)
def test_only_a_sound_tree_can_be_built(parent, children):
    allowed = {model for model in parent.allowed_subpage_models() if issubclass(model, EventPage)}
    allowed |= {model for model in parent.allowed_subpage_models() if model is DialogueIndexPage}
    assert allowed == children


def test_there_is_one_list_of_dialogues(home, index):
    assert not DialogueIndexPage.can_create_at(home)


# ---------------------------------------------------------------- synchronized fields
def test_facts_follow_the_source_at_once(summit, spanish):
    cumbre = translate(summit, spanish, title="La cumbre", city="Ciudad de México")
    summit.starts += DAY
    summit.address = "Calle 2"
    publish(summit)
    cumbre.refresh_from_db()
    assert cumbre.starts == summit.starts
    assert cumbre.address == "Calle 2"
    assert cumbre.title == "La cumbre"


def test_hosts_and_themes_follow_the_source(dialogue, partner, topic, spanish):
    dialogo = translate(dialogue, spanish, title="Diálogo")
    dialogue.hosts, dialogue.themes = [], []
    publish(dialogue)
    fresh = DialoguePage.objects.get(pk=dialogo.pk)
    assert list(fresh.hosts.all()) == []
    assert list(fresh.themes.all()) == []


def test_a_changed_venue_is_never_shown_as_it_was(client, dialogue, spanish):
    dialogo = translate(dialogue, spanish, venue="Casa del pueblo", city="Tijuana")
    dialogue.venue = "New house"
    publish(dialogue)
    text = read(client, dialogo)
    assert "Casa del pueblo" not in text
    assert '<span lang="en">New house</span>' in text
    dialogo = DialoguePage.objects.get(pk=dialogo.pk)
    assert dialogo.stale_texts == ["venue"]
    # Publishing another change keeps the mark; a translation removes it.
    dialogo.title = "Otro"
    dialogo = publish(dialogo)
    assert dialogo.stale_texts == ["venue"]
    dialogo.venue = "Casa nueva"
    dialogo = publish(dialogo)
    assert dialogo.stale_texts == []
    assert "Casa nueva" in read(client, dialogo)


def test_a_draft_that_was_translated_already_keeps_its_words(dialogue, spanish):
    dialogo = translate(dialogue, spanish, venue="Casa del pueblo")
    dialogo.venue = "Casa nueva"
    dialogo.save_revision()
    dialogue.venue = "New house"
    publish(dialogue)
    dialogo = DialoguePage.objects.get(pk=dialogo.pk)
    assert dialogo.venue == "New house"
    assert dialogo.get_latest_revision_as_object().venue == "Casa nueva"


# ---------------------------------------------------------------- sequence
def sequence(page):
    return type(page).objects.get(pk=page.pk).calendar_sequence


def test_the_sequence_goes_up_when_a_calendar_fact_is_published(summit, spanish):
    cumbre = translate(summit, spanish)
    assert (sequence(summit), sequence(cumbre)) == (0, 0)
    summit.starts += DAY
    summit.save_revision()
    assert sequence(summit) == 0, "a draft is nobody's calendar yet"
    summit = publish(summit)
    assert (sequence(summit), sequence(cumbre)) == (1, 1)
    summit.venue = "Another house"
    publish(summit)
    assert (sequence(summit), sequence(cumbre)) == (2, 2)


def test_other_words_leave_the_sequence_alone(summit):
    summit.introduction = "Other words."
    publish(summit)
    assert sequence(summit) == 0


def test_an_old_draft_does_not_bring_an_old_sequence_back(summit):
    old = summit.save_revision()
    summit.status, summit.status_note = Status.MOVED, "Later."
    publish(summit)
    assert sequence(summit) == 1
    old.publish()
    assert sequence(summit) == 2


def test_a_session_that_moves_counts_too(summit):
    raw = [dict(item) for item in summit.programme.raw_data]
    raw[1] = raw[1] | {"value": raw[1]["value"] | {"starts": "16:00"}}
    summit.programme = raw
    summit = publish(summit)
    assert sequence(summit) == 1
    raw[1] = raw[1] | {"value": raw[1]["value"] | {"description": "Other words."}}
    summit.programme = raw
    publish(summit)
    assert sequence(summit) == 1


def test_publishing_a_translation_leaves_the_sequence_alone(summit, spanish):
    cumbre = translate(summit, spanish)
    cumbre.city = "Ciudad de México"
    publish(cumbre)
    assert (sequence(summit), sequence(cumbre)) == (0, 0)


# ---------------------------------------------------------------- program
def test_the_summit_shows_its_program_in_the_order_of_time(client, summit):
    text = read(client, summit).partition("<main")[2]  # its head has metadata about it too
    places = [text.index(words) for words in ("First day", "Opening", "Second day", "Workshop")]
    assert places == sorted(places)
    assert text.index("Workshop") < text.index("Closing")
    assert "Tuesday, February 23" in text
    assert "10 a.m." in text
    assert "All times are Mexico City time." in text
    assert 'datetime="2027-02-23T10:00-06:00"' in text
    assert "The families" in text
    assert "Red room" in text


def test_the_spanish_program_has_the_facts_of_the_source(client, summit, spanish):
    cumbre = translate(summit, spanish, programme=spanish_program(summit), city="Ciudad de México")
    text = read(client, cumbre)
    assert "Apertura" in text
    assert "07:00" not in text
    assert "Martes 23 de febrero" in text
    assert "23 y 24 de febrero de 2027" in text
    assert "Inicio: 10:00, hora de la Ciudad de México" in text
    assert "Migración" in text
    assert "inglés y español" in text


def test_a_session_without_spanish_words_is_marked(client, summit, spanish):
    cumbre = translate(summit, spanish, programme=spanish_program(summit)[:0])
    text = read(client, cumbre)
    assert '<span lang="en">Opening</span>' in text
    assert '<p lang="en">All together.</p>' in text


def test_a_session_that_moved_in_the_source_moves_in_spanish_at_once(client, summit, spanish):
    cumbre = translate(summit, spanish, programme=spanish_program(summit))
    raw = [dict(item) for item in summit.programme.raw_data]
    raw[-1] = raw[-1] | {"value": raw[-1]["value"] | {"starts": "11:15", "status": "cancelled"}}
    summit.programme = raw
    publish(summit)
    text = read(client, cumbre)
    assert "11:15" in text
    assert "Cancelada" in text


def test_a_summit_without_a_program_says_so(client, summit):
    summit.programme = []
    publish(summit)
    assert "The program will appear here" in read(client, summit)


# ---------------------------------------------------------------- calendar files
def calendar(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert ".ics" in answer["Content-Disposition"]
    return answer, icalendar.Calendar.from_ical(answer.content)


def test_an_event_has_a_calendar_file_in_each_language_with_one_identity(client, summit, spanish):
    cumbre = translate(summit, spanish, title="La cumbre", slug="cumbre")
    answer, english = calendar(client, summit.url + "calendar.ics")
    assert answer["Content-Language"] == "en"
    answer, castellano = calendar(client, cumbre.url + "calendar.ics")
    assert answer["Content-Language"] == "es"
    (one,), (two,) = english.walk("VEVENT"), castellano.walk("VEVENT")
    assert one["UID"] == two["UID"]
    assert (one["SUMMARY"], two["SUMMARY"]) == ("The summit", "La cumbre")
    assert one["DTSTART"].dt == two["DTSTART"].dt == summit.starts
    assert one["DTSTART"].params["TZID"] == "America/Mexico_City"
    assert two["URL"].endswith("/es/cumbre/")
    assert "Great house" in one["LOCATION"]


def test_each_session_has_a_calendar_file(client, summit, spanish):
    cumbre = translate(summit, spanish, title="La cumbre", programme=spanish_program(summit))
    opening = summit.days[0].sessions[0]
    address = f"sessions/{opening.id}/calendar.ics"
    _, english = calendar(client, summit.url + address)
    answer, castellano = calendar(client, cumbre.url + address)
    (one,), (two,) = english.walk("VEVENT"), castellano.walk("VEVENT")
    assert one["UID"] == two["UID"]
    assert (one["SUMMARY"], two["SUMMARY"]) == ("Opening", "Apertura")
    assert one["DTSTART"].dt.hour == two["DTSTART"].dt.hour == 10
    assert answer["Content-Language"] == "es"
    assert address in read(client, summit)
    workshop = summit.days[1].sessions[0]
    answer, _words = calendar(client, f"{cumbre.url}sessions/{workshop.id}/calendar.ics")
    assert answer["Content-Language"] == "en", "nobody has translated it yet"


def test_an_unknown_session_is_not_found(client, summit):
    assert client.get(f"{summit.url}sessions/nothing/calendar.ics").status_code == 404


def test_all_dialogues_come_in_one_file(client, index, dialogue):
    add_dialogue(index, "El Paso", -30, slug="el-paso", zone="America/Ciudad_Juarez")
    _, found = calendar(client, index.url + "calendar.ics")
    assert {str(event["SUMMARY"]) for event in found.walk("VEVENT")} == {"Tijuana", "El Paso"}


def test_a_cancelled_event_is_cancelled_in_calendars(client, dialogue):
    dialogue.status, dialogue.status_note = Status.CANCELLED, "The road is closed."
    publish(dialogue)
    _, found = calendar(client, dialogue.url + "calendar.ics")
    (event,) = found.walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1
    assert "The road is closed." in event["DESCRIPTION"]


# ---------------------------------------------------------------- dialogues
def test_the_list_parts_what_is_to_come_from_what_is_over(client, index, dialogue):
    add_dialogue(index, "Tapachula", 5)
    add_dialogue(index, "Chicago", -10)
    add_dialogue(index, "Laredo", -90)
    text = read(client, index)
    order = [
        "Upcoming dialogues",
        "Tapachula",
        ">Tijuana</a>",
        "Past dialogues",
        "Chicago",
        "Laredo",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_the_list_is_filtered_by_theme(client, index, dialogue, topic):
    add_dialogue(index, "Tapachula", 5)
    text = read(client, index, "?theme=migration")
    assert ">Tijuana</a>" in text
    assert "Tapachula" not in text
    assert "No dialogues on this topic have taken place yet." in text
    assert "Tapachula" in read(client, index, "?theme=nonsense")


def test_the_spanish_list_filters_by_the_same_short_name(client, index, dialogue, spanish):
    lista = translate(index, spanish, title="Diálogos")
    translate(dialogue, spanish, title="Diálogo en la frontera")
    text = read(client, lista, "?theme=migration")
    assert "Diálogo en la frontera" in text
    assert "Migración" in text


def test_an_empty_list_says_so(client, index):
    text = read(client, index)
    assert "No dialogues are planned right now." in text
    assert "The first dialogue has not taken place yet." in text


def test_a_dialogue_shows_its_facts(client, dialogue, partner):
    text = read(client, dialogue)
    assert "Casa del Migrante" in text
    assert "Migration" in text
    assert "House of the people" in text
    assert "Tijuana time" in text
    assert "calendar.ics" in text


def test_conclusions_are_shown_once_it_is_over(client, index):
    words = "<p>We agreed.</p>"
    assert "We agreed." in read(client, add_dialogue(index, "One", -3, conclusions=words))
    assert "We agreed." not in read(client, add_dialogue(index, "Two", 3, conclusions=words))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.MOVED, "The date or place has changed."),
        (Status.CANCELLED, "This event has been canceled."),
    ],
)
def test_a_change_is_announced_with_its_note(client, index, status, words):
    page = add_dialogue(index, "One", 3, status=status, status_note="Read <this>.")
    text = read(client, page)
    assert words in text
    assert "Read &lt;this&gt;." in text


def test_while_it_is_going_on_the_livestream_is_offered(client, index):
    page = add_dialogue(
        index, "One", 3, mode=Mode.HYBRID, livestream_url="https://example.org/live"
    )
    # It is on the page from the start, hidden: the script shows it at the right time.
    assert 'class="notice notice-success" data-during="now" hidden>' in read(client, page)
    with time_machine.travel(page.starts + datetime.timedelta(minutes=5), tick=False):
        text = read(client, page)
    assert 'class="notice notice-success" data-during="now">' in text
    assert "Watch the livestream" in text
    assert '<p class="status" data-during="now"><span class="badge badge-live">' in text


def test_those_who_follow_from_afar_see_their_own_hour(client, index):
    starts = datetime.datetime(2030, 1, 15, 18, tzinfo=datetime.UTC)
    page = add_dialogue(
        index,
        "One",
        starts=starts,
        ends=starts + DAY / 12,
        mode=Mode.ONLINE,
        livestream_url="https://example.org/live",
    )
    text = read(client, page)
    assert "12 p.m., Mexico City" not in text  # Django says "noon"
    assert "noon, Mexico City" in text
    assert "1 p.m., New York" in text
    assert "Los Angeles" not in text, "the same clock as in Tijuana"


def test_n19_the_sign_up_button_leads_to_the_readers_language(client, home, index, spanish):
    page = add_dialogue(index, "One", 3)
    sign_up = SignUpPage(title="Sign up", slug="sign-up", event=page)
    home.add_child(instance=sign_up)
    sign_up = publish(sign_up)
    dialogo = translate(page, spanish, title="Uno")
    assert 'href="/en/sign-up/"' in read(client, page)
    text = " ".join(read(client, dialogo).split())
    assert '<a class="button" href="/en/sign-up/" hreflang="en">Inscribirme' in text
    translate(sign_up, spanish, title="Inscripción", slug="inscripcion")
    assert 'href="/es/inscripcion/"' in read(client, dialogo)
    over = add_dialogue(index, "Two", -3)
    sign_up.event = over
    publish(sign_up)
    assert "sign-up/" not in read(client, over)


def test_the_next_ones_are_featured_first(index):
    now = timezone.now()
    for title, offset in [("Far", 60), ("Near", 3), ("Old", -90), ("Recent", -3)]:
        add_dialogue(index, title, offset)
    add_dialogue(index, "Off", 4, status=Status.CANCELLED, status_note="Off.")
    featured = [page.title for page in DialoguePage.objects.featured(now)]
    assert featured == ["Near", "Far", "Recent", "Old"]
    assert [page.title for page in DialoguePage.objects.upcoming(now)] == ["Near", "Off", "Far"]
    assert [page.title for page in DialoguePage.objects.past(now)] == ["Recent", "Old"]


# ---------------------------------------------------------------- queries
def test_a_longer_list_needs_no_more_queries(client, index, dialogue, django_assert_num_queries):
    read(client, index)
    with CaptureQueriesContext(connection) as few:
        read(client, index)
    for number in range(6):
        add_dialogue(index, f"More {number}", number - 3, slug=f"more-{number}")
    with CaptureQueriesContext(connection) as many:
        read(client, index)
    assert len(many) <= len(few) + 1


def test_a_longer_program_needs_no_more_queries(client, summit, topic, spanish):
    cumbre = translate(summit, spanish, programme=spanish_program(summit))
    read(client, cumbre)
    with CaptureQueriesContext(connection) as few:
        read(client, cumbre)
    raw = list(summit.programme.raw_data)
    opening = raw[-1]
    raw += [opening | {"id": f"00000000-0000-4000-8000-{number:012}"} for number in range(20)]
    summit.programme = raw
    publish(summit)
    with CaptureQueriesContext(connection) as many:
        read(client, cumbre)
    assert len(many) == len(few)


# ---------------------------------------------------------------- translation
def test_words_of_the_program_are_offered_and_its_facts_are_not(summit, spanish):
    source, _created = TranslationSource.get_or_create_from_instance(summit)
    offered = set(
        StringSegment.objects.filter(source=source).values_list("string__data", flat=True)
    )
    assert {"Opening", "First day", "Red room", "The families", "Hosts", "Great house"} <= offered
    assert not {"America/Mexico_City", "plenary", "workshop", "Calle 1", "Migration"} & offered
    assert not RelatedObjectSegment.objects.filter(source=source).exists()


def test_a_translation_made_by_wagtail_localize_keeps_the_blocks(client, summit, spanish):
    source, _created = TranslationSource.get_or_create_from_instance(summit)
    opening = StringSegment.objects.get(source=source, string__data="Opening")
    StringTranslation.objects.create(
        translation_of=opening.string, locale=spanish, context=opening.context, data="Apertura"
    )
    Translation.objects.create(source=source, target_locale=spanish).save_target(publish=False)
    cumbre = publish(summit.get_translation(spanish).get_latest_revision_as_object())
    assert [day.id for day in cumbre.days] == [day.id for day in summit.days]
    assert cumbre.days[0].sessions[0].title.words == "Apertura"
    assert cumbre.days[0].sessions[0].themes == summit.days[0].sessions[0].themes
    assert "Apertura" in read(client, cumbre)


@pytest.mark.parametrize("empty", [True, False])
def test_every_page_survives_being_submitted(summit, dialogue, index, spanish, empty):
    if empty:
        summit.programme, summit.venue, summit.introduction = [], "", ""
        publish(summit)
    for page in (summit, index, dialogue):
        source, _created = TranslationSource.get_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=spanish).save_target()
        assert page.get_translation(spanish).title == page.title


def test_everything_is_translatable_and_survives_a_copy(summit, dialogue, index, spanish):
    for page in (summit, index, dialogue):
        copy = page.copy_for_translation(spanish, copy_parents=True)
        assert copy.specific.title
    assert Page.objects.filter(locale=Locale.objects.get(language_code="es")).count() >= 4
    assert translation.get_language() == "en"


def test_n14_the_credit_of_a_lead_picture_is_shown(client, summit, dialogue):
    image = SummitImage.objects.create(
        title="A", file=photo(), credit="Ana Pérez", is_decorative=True
    )
    for page in (summit, dialogue):
        page.listing_image = image
        page.save_revision().publish()
        assert client.get(page.url).text.count("<figcaption>Ana Pérez</figcaption>") == 1
