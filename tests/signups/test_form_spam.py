"""Suspected spam is quarantined and its sender notified; an old form is asked for again."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from signups.form import form_timestamp
from signups.models import Letter, Submission
from signups.visitor.views import TRAP
from tests.signups.conftest import ANSWERS, Visitor

EN, ES = "/en/sign-up/", "/es/inscripcion/"
START = datetime.datetime(2030, 1, 10, 12, tzinfo=datetime.UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def usual_pace(no_hurry, monkeypatch):
    monkeypatch.setattr("signups.form.form_timestamp.EARLIEST", datetime.timedelta(seconds=3))


@pytest.fixture
def soon(form_page, spanish_page, event):
    """Move the event to after the days of these tests."""
    ends = START + datetime.timedelta(days=90)
    type(event).objects.update(starts=ends - datetime.timedelta(days=1), ends=ends)
    return form_page


def send_after(seconds: float, change=None, url=EN) -> Submission:
    visitor = Visitor()
    with time_machine.travel(START, tick=False):
        hidden = visitor.open(url)
    if change:
        hidden = change(dict(hidden))
    with time_machine.travel(START + datetime.timedelta(seconds=seconds), tick=False):
        response = visitor.send(url, {"full_name": "Ana"}, hidden)
        assert response.status_code == 303
        assert visitor.get(response["Location"]).status_code == 200
    return Submission.everything.latest("pk")


@pytest.mark.parametrize(
    ("seconds", "status"),
    [
        (0, "quarantined"),
        (2.9, "quarantined"),
        (3, "confirmed"),
        (600, "confirmed"),
        (24 * 3600, "confirmed"),
    ],
)
def test_the_time_it_took(soon, seconds, status):
    assert send_after(seconds).status == status


def test_the_trap(soon):
    assert send_after(60, lambda hidden: {**hidden, TRAP: "x"}).status == "quarantined"


@pytest.mark.parametrize(
    ("url", "says"), [(EN, "has not been sent yet"), (ES, "todavía no se envía")]
)
def test_n04_a_tab_older_than_a_day_is_shown_again_filled_and_then_taken(soon, url, says):
    visitor = Visitor()
    with time_machine.travel(START, tick=False):
        hidden = visitor.open(url)
    with time_machine.travel(START + datetime.timedelta(hours=24, seconds=1), tick=False):
        first = visitor.send(url, ANSWERS, hidden)
        html = first.content.decode()
        assert first.status_code == 422
        assert says in html
        assert "error-summary" not in html
        assert 'value="Ana Núñez de la O"' in html
        assert re.search(r'value="ramp"[^>]*checked', html)
        assert not Submission.everything.exists()
        # Works at once: everything is already filled in.
        again = {**hidden, **filled_in(html)}
        assert again["form-number"] == hidden["form-number"]
        assert visitor.send(url, ANSWERS, again).status_code == 303
    assert Submission.everything.get().status == "confirmed"


def filled_in(html: str) -> dict[str, str]:
    """Return the values with which the form of a page is filled in."""
    form = html[html.index('<form class="form"') :]
    found = re.findall(r'<input type="(?:hidden|text)" name="([^"]+)" value="([^"]+)"', form)
    return {name: value for name, value in found if "-" in name}


@pytest.mark.parametrize(
    "change",
    [
        lambda hidden: {k: v for k, v in hidden.items() if k != form_timestamp.TIMESTAMP},
        lambda hidden: {**hidden, form_timestamp.TIMESTAMP: ""},
        lambda hidden: {**hidden, form_timestamp.TIMESTAMP: "\0"},
        lambda hidden: {**hidden, form_timestamp.TIMESTAMP: hidden[form_timestamp.TIMESTAMP] + "x"},
        lambda hidden: {
            **hidden,
            form_timestamp.TIMESTAMP: hidden[form_timestamp.TIMESTAMP].replace("-", "-1"),
        },
        # The stamp of one form is not valid for another.
        lambda hidden: {**hidden, "form-number": "6f1f0f43-9d9c-4a32-8d0b-4bb4f4f2a3a1"},
    ],
)
def test_n04_a_stamp_that_is_not_ours_is_replaced_and_makes_nobody_suspect(soon, change):
    visitor = Visitor()
    with time_machine.travel(START, tick=False):
        hidden = change(visitor.open(EN))
    with time_machine.travel(START + datetime.timedelta(seconds=60), tick=False):
        answer = visitor.send(EN, {"full_name": "Ana"}, hidden)
        assert answer.status_code == 422
        again = {**hidden, **filled_in(answer.content.decode())}
        assert visitor.send(EN, {"full_name": "Ana"}, again).status_code == 303
    assert Submission.everything.get().status == "confirmed"


def test_n04_a_new_secret_key_in_between_makes_nobody_suspect(soon, settings):
    visitor = Visitor()
    with time_machine.travel(START, tick=False):
        hidden = visitor.open(EN)
        settings.SECRET_KEY = "another-" + "x" * 50
        settings.SECRET_KEY_FALLBACKS = []
    with time_machine.travel(START + datetime.timedelta(seconds=60), tick=False):
        answer = visitor.send(EN, {"full_name": "Ana"}, hidden)
        assert answer.status_code == 422
        again = {**hidden, **filled_in(answer.content.decode())}
        assert visitor.send(EN, {"full_name": "Ana"}, again).status_code == 303
    assert Submission.everything.get().status == "confirmed"


def test_what_is_put_aside_takes_no_place_and_gets_no_letter(soon):
    soon.capacity = 1
    soon.save()
    assert send_after(0).shown_status == "quarantined"
    assert not Letter.objects.exists()
    assert send_after(60).status == "confirmed"
    last = send_after(0)
    assert (last.shown_status, last.position, last.place_in_line) == ("quarantined", None, None)


def test_mending_a_mistake_fast_makes_nobody_suspect(soon):
    visitor = Visitor()
    with time_machine.travel(START, tick=False):
        hidden = visitor.open(EN)
    with time_machine.travel(START + datetime.timedelta(seconds=20), tick=False):
        response = visitor.send(EN, {"full_name": ""}, hidden)
        assert response.status_code == 422
        html = response.content.decode()
        assert hidden[form_timestamp.TIMESTAMP] in html
        assert hidden["form-number"] in html
    with time_machine.travel(START + datetime.timedelta(seconds=21), tick=False):
        visitor.send(EN, {"full_name": "Ana"}, hidden)
    assert Submission.objects.get().status == "confirmed"


def test_the_trap_is_hidden_from_people_and_from_browsers(form_page, visitor):
    html = visitor.get(EN).content.decode()
    start = html.index('class="trap" aria-hidden="true"')
    trap = html[start : html.index("</div>", start)]
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert f'name="{TRAP}"' in trap


def test_the_forms_take_no_files(form_page, visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    hidden = visitor.open(EN)
    file = SimpleUploadedFile("a.txt", b"content of a file", "text/plain")
    assert visitor.send(EN, {"full_name": file}, hidden).status_code == 422
    answers = {"full_name": "Ana", "story": file, "attachment": file, "needs": file}
    assert visitor.send(EN, answers, hidden).status_code == 303
    submission = Submission.objects.get()
    assert submission.answers == {"full_name": "Ana", "consent": False}
    assert list(tmp_path.rglob("*")) == []
    assert 'type="file"' not in visitor.page.content.decode()


def test_no_time_is_lost_to_a_clock_that_differs_a_little():
    form, number, now = uuid.uuid4(), uuid.uuid4(), timezone.now()
    proof = form_timestamp.sign_timestamp(form, number, now)
    shown = form_timestamp.shown_at(proof, form, number)
    assert abs(now - shown) < datetime.timedelta(seconds=0.01)
    assert form_timestamp.is_fresh(shown, now)
    assert not form_timestamp.is_fresh(shown, now + form_timestamp.LATEST * 2)
    assert form_timestamp.shown_at(proof, uuid.uuid4(), number) is None
    assert form_timestamp.shown_at(proof, form, uuid.uuid4()) is None
