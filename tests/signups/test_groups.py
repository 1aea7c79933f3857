"""A sign-up for several people takes as many spots."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from signups.emails import messages
from signups.form.forms import SignUpForm
from signups.form.stream import FieldsBlock
from signups.models import Letter, SignUpPage, Submission
from signups.models.availability import Availability
from signups.registration import transitions
from tests.signups.conftest import Visitor, block, publish
from tests.signups.people import organizer, sign_up
from tests.signups.test_admin import table
from tests.signups.test_form_translation import Translator

EN, ES = "/en/sign-up/", "/es/inscripcion/"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def group(**value) -> dict:
    words = {"label": "How many are you?", "key": "people", "required": True}
    return block("group_size", **{**words, **value})


@pytest.fixture
def group_page(form_page):
    """Return a form with ten spots, for groups of up to six."""
    form_page.fields = [
        block("text", label="Full name", key="full_name", autocomplete="name", required=True),
        block("email", label="Email", key="email"),
        group(largest=6),
        block("number", label="Years", key="years", smallest=2, largest=40),
        block("number", label="Anything", key="anything"),
    ]
    form_page.capacity = 10
    return publish(form_page)


def answers(people, name="Ana", **more) -> dict:
    return {"full_name": name, "people": str(people), **more}


def group_of(page, people: int, name: str = "Ana", address: str = "") -> Submission:
    """Return the sign-up of a group, as the form creates it."""
    return sign_up(page, name, address=address, people=people)


def fresh(page) -> SignUpPage:
    return SignUpPage.objects.get(pk=page.pk)


# ------------------------------------------------------------------ number of people
@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("people", "0", "Enter a whole number from 1 to 6, in digits."),
        ("people", "7", "Enter a whole number from 1 to 6, in digits."),
        ("people", "999999999", "Enter a whole number from 1 to 6, in digits."),
        ("people", "99999999999999999999", "Enter a whole number from 1 to 6, in digits."),
        ("people", "-1", "Enter a whole number in digits."),
        ("people", "", "Please answer this question."),
        ("years", "1", "Enter a whole number from 2 to 40, in digits."),
        ("years", "41", "Enter a whole number from 2 to 40, in digits."),
        ("anything", "-1", "Enter a whole number in digits."),
        ("anything", "1000000000", "Enter a whole number from 0 to 999,999,999, in digits."),
    ],
)
def test_n09_a_number_out_of_its_bounds_is_refused_and_kept(group_page, key, value, message):
    response = Visitor().send(EN, answers(2) | {key: value})
    assert response.status_code == 422
    html = response.content.decode()
    assert message in html
    assert f'href="#id_{key}"' in html
    assert not value or f'value="{value}"' in html
    assert not Submission.everything.exists()


@pytest.mark.parametrize(
    ("key", "value"), [("people", "1"), ("people", "6"), ("people", "003"), ("years", "2"),
                       ("years", "40"), ("anything", "0"), ("anything", "999999999")],
)  # fmt: skip
def test_n09_a_number_within_its_bounds_is_taken(group_page, key, value):
    assert Visitor().send(EN, answers(2) | {key: value}).status_code == 303
    assert Submission.objects.get().answers[key] == int(value)


def test_n09_the_bounds_are_written_at_the_question(group_page, visitor):
    html = visitor.get(EN).content.decode()
    assert re.search(r'id="id_people_helptext">\s*From 1 to 6\.', html)
    assert re.search(r'id="id_years_helptext">\s*From 2 to 40\.', html)
    assert "id_anything_helptext" not in html
    assert re.search(r'name="people"[^>]*inputmode="numeric"', html)


def test_n09_a_number_given_before_may_stay(group_page):
    """After the bounds have narrowed, correcting another answer does not require a new number."""
    question = next(q for q in group_page.canonical_questions() if q.key == "years")
    for had, is_valid in ((50, True), (None, False)):
        form = SignUpForm([question], {"years": "50"}, initial={"years": had}, correcting=True)
        assert form.is_valid() == is_valid


# ------------------------------------------------------------------ spots
def test_n09_a_group_takes_as_many_places_as_it_is_people(group_page):
    assert Visitor().send(EN, answers(6)).status_code == 303
    row = Submission.objects.get()
    assert (row.places, row.status, row.answers["people"]) == (6, "confirmed", 6)
    assert fresh(group_page).places_left() == 4
    assert Visitor().send(EN, answers(4)).status_code == 303
    assert fresh(group_page).availability(timezone.now()) is Availability.WAITING


def test_n09_a_group_that_does_not_fit_waits_and_nobody_overtakes_it(group_page):
    first = group_of(group_page, 6)
    group_of(group_page, 2)
    waits = group_of(group_page, 4)
    small = group_of(group_page, 1)
    assert [row.status for row in (waits, small)] == ["waiting", "waiting"]
    assert (waits.place_in_line, small.place_in_line) == (1, 2)
    SignUpPage.objects.filter(pk=group_page.pk).update(capacity=11)
    transitions.fill_places(fresh(group_page))
    assert Submission.objects.filter(status="waiting").count() == 2
    transitions.cancel(first)
    assert not Submission.objects.filter(status="waiting").exists()
    assert fresh(group_page).places_left() == 4


@pytest.mark.parametrize(
    ("url", "words"),
    [(EN, "There is only room for 4 people."), (ES, "Solo queda lugar para 4 personas.")],
)
def test_n09_without_a_waiting_list_the_question_says_how_many_are_left(
    spanish_page, group_page, url, words
):
    SignUpPage.objects.filter(pk=group_page.pk).update(waiting_list=False)
    group_of(group_page, 6)
    response = Visitor().send(url, answers(5, "Ana de la O"))
    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert 'href="#id_people"' in html
    assert 'value="Ana de la O"' in html
    last = Visitor()
    hidden = last.open(url)
    assert Visitor().send(url, answers(4)).status_code == 303
    assert last.send(url, answers(1), hidden).status_code == 409


def test_n09_who_does_not_say_how_many_counts_as_one(form_page):
    """A sign-up without a number counts as one person, also if made before the question existed."""
    before = sign_up(form_page, "Before")
    stream = [*form_page.fields.get_prep_value(), group(required=False)]
    form_page.fields = stream
    page = publish(form_page)
    assert Visitor().send(EN, {"full_name": "Ana", "people": ""}).status_code == 303
    before.refresh_from_db()
    assert before.places == Submission.objects.latest("pk").places == 1
    assert page.people_in({}, had=1) == 1


def test_n09_a_number_stays_a_number_once_somebody_has_signed_up(group_page):
    sign_up(group_page, "Ana")
    page = fresh(group_page)
    stream = page.fields.get_prep_value()
    stream[3]["type"] = "group_size"
    page.fields = stream
    with pytest.raises(Exception, match="question’s key and type can no longer change"):
        page.full_clean()


# ------------------------------------------------------------------ corrections
def correct(row: Submission, people: int) -> bool:
    return transitions.correct(row, {**row.answers, "people": people}, {}, "")


def test_n09_a_group_grows_into_free_places_only(group_page):
    row = group_of(group_page, 4)
    group_of(group_page, 3)
    with pytest.raises(transitions.NoPlace) as error:
        correct(row, 8)
    assert error.value.left == 7
    row.refresh_from_db()
    assert (row.places, row.answers["people"]) == (4, 4)
    assert correct(row, 7)
    assert (row.places, row.answers["people"]) == (7, 7)
    assert fresh(group_page).places_left() == 0


def test_n09_a_group_does_not_grow_past_who_waits(group_page):
    row = group_of(group_page, 4)
    group_of(group_page, 4)
    waits = group_of(group_page, 5)
    assert waits.status == "waiting"
    with pytest.raises(transitions.NoPlace) as error:
        correct(row, 5)
    assert error.value.left == 4
    # A waiting group may grow, and a smaller one leaves spots to the first on the waitlist.
    assert correct(waits, 6)
    assert (waits.status, waits.places) == ("waiting", 6)
    assert correct(row, 2)
    waits.refresh_from_db()
    assert waits.status == "waiting"
    assert correct(waits, 4)
    waits.refresh_from_db()
    assert (waits.status, waits.places) == ("confirmed", 4)


def test_n09_the_visitor_is_told_how_many_there_is_room_for(group_page):
    Visitor().send(EN, answers(4, email="ana@example.org"))
    row = Submission.objects.get()
    group_of(group_page, 5)
    url = group_page.personal_url(row).removeprefix("http://localhost")
    visitor = Visitor()
    visitor.get(f"{url}?to=correct")
    token = {"csrfmiddlewaretoken": visitor.client.cookies["csrftoken"].value, "action": "correct"}
    data = answers(6, "Ana B.", email="ana@example.org")
    response = visitor.client.post(url, token | data)
    assert response.status_code == 422
    assert "There is only room for 5 people." in response.content.decode()
    assert "Ana B." in response.content.decode()
    assert visitor.client.post(url, token | data | {"people": "5"}).status_code == 303
    row.refresh_from_db()
    assert (row.places, row.answers["full_name"]) == (5, "Ana B.")


def test_n09_an_organizer_is_told_how_many_there_is_room_for(group_page, client):
    row = group_of(group_page, 4)
    group_of(group_page, 5)
    client.force_login(organizer())
    url = reverse("signups_correct", args=[row.pk])
    response = client.post(url, answers(6))
    assert response.status_code == 422
    assert "There is only room for 5 people." in response.content.decode()


def test_n09_an_organizer_cannot_give_more_places_than_there_are(group_page, client):
    group_of(group_page, 6)
    waits = group_of(group_page, 5)
    client.force_login(organizer())
    url = reverse("signups_action", args=[waits.pk, "confirm"])
    html = client.post(url, follow=True).content.decode()
    assert "Only 4 spots are available, but the sign-up is for 5 people." in html
    waits.refresh_from_db()
    assert waits.status == "waiting"
    SignUpPage.objects.filter(pk=group_page.pk).update(capacity=11)
    client.post(url)
    waits.refresh_from_db()
    assert waits.status == "confirmed"


def test_n09_the_repeat_of_a_group_takes_as_many_places(group_page):
    group_of(group_page, 3, address="ana@example.org")
    again = group_of(group_page, 4, address="ana@example.org")
    assert (again.status, again.places) == ("repeated", 4)
    assert fresh(group_page).places_left() == 3
    transitions.cancel(again)
    assert fresh(group_page).places_left() == 7


# ------------------------------------------------------------------ screens and emails
def test_n09_screens_and_mails_say_for_how_many(group_page):
    visitor = Visitor()
    done = visitor.get(visitor.send(EN, answers(3, email="ana@example.org"))["Location"])
    row = Submission.objects.get()
    assert "Your sign-up is for 3 people." in done.content.decode()
    url = group_page.personal_url(row).removeprefix("http://localhost")
    assert "Your sign-up is for 3 people." in visitor.get(url).content.decode()
    assert json.loads(visitor.get(f"{url}data/").content)["people"] == 3
    body = messages.compose(Letter.objects.get(submission=row, kind="received")).body
    assert "It is for 3 people." in body
    waits = group_of(group_page, 8)
    assert waits.status == "waiting"
    done = visitor.get(group_page.personal_url(waits).removeprefix("http://localhost"))
    html = " ".join(done.content.decode().split())
    assert "not enough spots for your whole group" in html
    assert "All spots are taken" not in html


def test_n09_organizers_count_people_as_well_as_sign_ups(group_page, client):
    group_of(group_page, 4, "Ana")
    group_of(group_page, 2, "Benito", address="b@example.org")
    group_of(group_page, 1, "Benito", address="b@example.org")
    group_of(group_page, 5, "Citlali")
    client.force_login(organizer())
    header, row = table(client.get(reverse("signups_forms")))
    found = dict(zip(header, row, strict=True))
    assert {name: found[name] for name in (
        "Spots", "Spots left", "With a spot", "On the waitlist", "Held by duplicates",
    )} == {
        "Spots": "10", "Spots left": "3", "With a spot": "6 people in 2 sign-ups",
        "On the waitlist": "1", "Held by duplicates": "1",
    }  # fmt: skip
    header, *rows = table(client.get(reverse("signups_list", args=[group_page.pk])))
    column = header.index("People")
    assert sorted(row[column] for row in rows) == ["2", "4", "5"]
    html = client.get(reverse("signups_statistics", args=[group_page.pk])).content.decode()
    assert "for 11 people" in " ".join(html.split())
    assert "People by status" in html
    assert "1 spot is held by duplicate sign-ups" in " ".join(html.split())
    html = client.get(reverse("signups_check_in", args=[group_page.pk])).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "0 of 6 checked in" in text
    assert "4 people" in text
    html = client.get(reverse("signups_attendee_list", args=[group_page.pk])).content.decode()
    assert "6 people have a spot." in " ".join(html.split())
    lines = b"".join(client.get(reverse("signups_export", args=[group_page.pk])).streaming_content)
    header, *rows = lines.decode().splitlines()
    column = header.split(",").index("People")
    assert sorted(row.split(",")[column] for row in rows) == ["2", "4", "5"]


# ------------------------------------------------------------------ editors and translators
def test_n09_the_editor_is_told_what_is_wrong_with_the_question():
    def errors(*stream):
        found = FieldsBlock().key_errors(FieldsBlock().to_python(list(stream)))
        return {at: str(error.as_json_data()) for at, error in found.items()}

    assert "asks for the group size" in errors(group(), group(key="more"))[1]
    assert errors(group(retired=True), group(key="more")) == {}
    assert "less than the smallest" in errors(group(smallest=5, largest=2))[0]
    assert "less than the smallest" in errors(group(smallest=11))[0]
    assert "less than the smallest" in errors(block("number", label="x", smallest=9, largest=8))[0]
    assert "sensitive" not in FieldsBlock().child_blocks["group_size"].child_blocks


def test_n09_a_translator_translates_its_words_and_nothing_else(group_page, spanish):
    translator = Translator(group_page, spanish)
    texts = set(translator.source.stringsegment_set.values_list("string__data", flat=True))
    assert "How many are you?" in texts
    assert not texts & {"people", "6", "40"}
