"""Spots and the waitlist: an outsider cannot learn from them who has already signed up."""

import datetime
import json
import random
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from signups.emails import messages
from signups.models import Letter, SignUpPage, Submission
from signups.registration import transitions
from signups.registration.create import SignUpData, receive
from tests.seeds import seeds
from tests.signups.conftest import ANSWERS, Visitor, every_kind, publish
from tests.signups.people import organizer, sign_up

EN = "/en/sign-up/"
VICTIM = "victim@example.org"
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Status = Submission.Status


class World:
    """A form, and what an outsider does and sees on it."""

    def __init__(self, home, name: str, *, known: bool, capacity: int, waiting_list: bool):
        self.page = home.add_child(
            instance=SignUpPage(
                title=name, slug=name, fields=every_kind(), capacity=capacity,
                waiting_list=waiting_list,
            )
        )  # fmt: skip
        self.mine: list[Submission] = []
        self.send("somebody@example.org", mine=False)
        self.send(VICTIM if known else "other@example.org", mine=False)

    def send(self, address: str, *, mine: bool = True) -> None:
        self.page = SignUpPage.objects.get(pk=self.page.pk)
        sent = SignUpData(
            reference=uuid.uuid4(), idempotency_key=uuid.uuid4(), language="en",
            answers={"full_name": "Ana", "email": address}, email=address,
        )  # fmt: skip
        received = receive(self.page, sent, now=timezone.now())
        if received.submission is not None and mine:
            self.mine.append(received.submission)

    def set(self, **facts) -> None:
        SignUpPage.objects.filter(pk=self.page.pk).update(**facts)
        transitions.fill_places(SignUpPage.objects.get(pk=self.page.pk))

    def act(self, what: str, number: int) -> None:
        row = Submission.everything.filter(pk=self.mine[number].pk).first()
        if row is not None:
            {"cancel": transitions.cancel, "delete": transitions.delete}[what](row)

    def seen(self) -> list:
        """Return all that an outsider can see: the form and each of their own sign-ups."""
        page = SignUpPage.objects.get(pk=self.page.pk)
        rows = Submission.everything.in_bulk([each.pk for each in self.mine])
        return [
            page.availability(timezone.now()),
            *(
                (rows[each.pk].shown_status, rows[each.pk].place_in_line) if each.pk in rows else ()
                for each in self.mine
            ),
        ]


@pytest.mark.random
@pytest.mark.parametrize("seed", seeds(12))
def test_n02_no_sequence_of_steps_tells_whether_an_address_had_signed_up(home, seed):
    """Two worlds that differ only in whether the probed address was known look the same."""
    dice = random.Random(seed)  # noqa: S311
    start = {"capacity": dice.randint(1, 5), "waiting_list": dice.random() < 0.8}
    worlds = [
        World(home, "known", known=True, **start),
        World(home, "unknown", known=False, **start),
    ]
    for step in range(30):
        kind = dice.choices(["probe", "stranger", "cancel", "delete", "set"], [4, 4, 2, 1, 2])[0]
        count = len(worlds[0].mine)
        number = dice.randrange(count) if count else 0
        facts = {"capacity": dice.choice([None, *range(1, 9)]), "waiting_list": dice.random() < 0.8}
        for world in worlds:
            if kind == "probe":
                world.send(VICTIM)
            elif kind == "stranger":
                world.send(f"stranger{step}@example.org")
            elif kind == "set":
                world.set(**facts)
            elif count:
                world.act(kind, number)
        assert worlds[0].seen() == worlds[1].seen(), (step, kind)


def test_n02_the_place_in_line_after_a_probe_tells_nothing(form_page):
    """With six spots and one victim, two strangers get the same waitlist numbers after a probe."""
    form_page.capacity = 2
    publish(form_page)
    sign_up(form_page, address="first@example.org")
    sign_up(form_page, address=VICTIM)
    before = sign_up(form_page, address="before@example.org")
    probe = sign_up(form_page, address=VICTIM)
    after = sign_up(form_page, address="after@example.org")
    assert probe.status == "repeated"
    assert [each.place_in_line for each in (before, probe, after)] == [1, 2, 3]


def test_n02_an_almost_full_form_tells_nothing(form_page):
    form_page.capacity, form_page.waiting_list = 3, False
    publish(form_page)
    sign_up(form_page, address=VICTIM)
    sign_up(form_page, address="b@example.org")
    page = SignUpPage.objects.get(pk=form_page.pk)
    assert page.availability(timezone.now()) == "open"
    sign_up(form_page, address=VICTIM)
    assert page.availability(timezone.now()) == "full"


def test_n02_a_repeated_sign_up_moves_up_like_any_other_and_gets_no_mail(form_page):
    form_page.capacity = 1
    publish(form_page)
    first = sign_up(form_page, address="first@example.org")
    sign_up(form_page, address=VICTIM)
    probe = sign_up(form_page, address=VICTIM)
    last = sign_up(form_page, address="last@example.org")
    transitions.cancel(first)
    for row in (probe, last):
        row.refresh_from_db()
    assert (probe.shown_status, probe.place_in_line, last.place_in_line) == ("waiting", 1, 2)
    SignUpPage.objects.filter(pk=form_page.pk).update(capacity=2)
    transitions.fill_places(SignUpPage.objects.get(pk=form_page.pk))
    for row in (probe, last):
        row.refresh_from_db()
    assert (probe.shown_status, probe.place_in_line, last.place_in_line) == ("confirmed", None, 1)
    assert not Letter.objects.filter(submission=probe).exists()
    # It takes no spot at check-in, in the attendee list or in the statistics.
    assert probe not in form_page.submissions.taking_a_place()


@pytest.mark.parametrize("how", ["cancel", "delete"])
def test_n02_the_place_of_a_repeated_sign_up_comes_back(form_page, how):
    """Canceling or deleting a duplicate or its original frees its spot."""
    form_page.capacity = 3
    publish(form_page)
    original = sign_up(form_page, address=VICTIM)
    one, two = (sign_up(form_page, address=VICTIM) for _n in range(2))
    waits = [sign_up(form_page, address=f"{n}@example.org") for n in range(3)]
    undo = {"cancel": transitions.cancel, "delete": transitions.delete}[how]

    def statuses():
        return [
            getattr(Submission.everything.filter(pk=row.pk).first(), "shown_status", None)
            for row in waits
        ]

    assert statuses() == ["waiting"] * 3
    undo(two)
    assert statuses() == ["confirmed", "waiting", "waiting"]
    original.refresh_from_db()
    one.refresh_from_db()
    assert (original.status, one.shown_status) == ("confirmed", "confirmed")
    undo(original)
    assert statuses() == ["confirmed"] * 3
    left = Submission.everything.filter(pk__in=[original.pk, one.pk, two.pk])
    assert {row.shown_status for row in left} == ({"cancelled"} if how == "cancel" else set())


def test_n02_organizers_do_not_give_places_that_repeats_hold(form_page):
    form_page.capacity = 2
    publish(form_page)
    sign_up(form_page, address=VICTIM)
    sign_up(form_page, address=VICTIM)
    waits = sign_up(form_page, address="a@example.org")
    assert waits.status == "waiting"
    with pytest.raises(transitions.NoPlace):
        transitions.confirm(waits)


def test_n02_both_ways_through_receive_ask_the_database_the_same(form_page):
    form_page.capacity = 3
    form_page.staff_addresses = "staff@example.org"
    publish(form_page)
    sign_up(form_page, address=VICTIM)
    Letter.objects.filter(kind="staff").delete()
    asked = []
    for address in (VICTIM, "new@example.org"):
        with CaptureQueriesContext(connection) as found:
            sign_up(form_page, address=address)
        verbs = [re.sub(r"[^A-Za-z].*", "", query["sql"]) for query in found]
        asked.append([verb for verb in verbs if verb not in ("SAVEPOINT", "RELEASE")])
        Letter.objects.filter(kind="staff").delete()
    assert asked[0] == asked[1]


def test_n02_the_screens_of_a_repeated_sign_up_say_the_same(form_page):
    """The last screen, the personal page and its calendar file say the same on the waitlist."""
    form_page.capacity = 1
    publish(form_page)
    Visitor().send(EN, ANSWERS | {"email": "somebody@example.org"})
    Visitor().send(EN, ANSWERS | {"email": VICTIM})
    seen = []
    for address in (VICTIM, "victor@example.org"):
        visitor = Visitor()
        done = visitor.get(visitor.send(EN, ANSWERS | {"email": address})["Location"])
        html = done.content.decode()
        link = re.search(r'class="personal-link" href="[^"]*?(/en/[^"]+)"', html)[1]
        personal = visitor.get(link).content.decode()
        data = json.loads(visitor.get(f"{link}data/").content)
        seen.append([_plain(html, address), _plain(personal, address), sorted(data), data["status"],
                     data["place_in_line"]])  # fmt: skip
        transitions.delete(Submission.everything.latest("pk"))
    assert seen[0] == seen[1]


def _plain(html: str, address: str) -> str:
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL).replace(address, "")
    html = re.sub(r"/(done|mine)/[^\"<]+", "", html)
    html = re.sub(r'value="\w{64}"|another-person=\w+', "", html)
    return re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}", "", html)


def test_n02_staff_are_not_told_of_what_only_repeats(form_page):
    form_page.staff_addresses = "staff@example.org"
    publish(form_page)
    sign_up(form_page, address=VICTIM, now=timezone.now() - datetime.timedelta(days=1))
    Letter.objects.filter(kind="staff").delete()
    sign_up(form_page, address=VICTIM)
    letter = Letter.objects.get(kind="staff")
    assert messages.compose(letter) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_n02_organizers_see_what_repeats_hold_and_give_it_back(form_page, client, language):
    form_page.capacity = 2
    publish(form_page)
    original = sign_up(form_page, address=VICTIM)
    one, two = sign_up(form_page, address=VICTIM), sign_up(form_page, address=VICTIM)
    waits = sign_up(form_page, address="a@example.org")
    client.force_login(organizer(language))
    url = reverse("signups_duplicates", args=[form_page.pk])
    listed = client.get(reverse("signups_list", args=[form_page.pk])).content.decode()
    assert f'href="{url}"' in listed
    words = {
        "en": "1 spot is held by duplicate sign-ups",
        "es": "1 lugar está ocupado por inscripciones",
    }
    html = client.get(url).content.decode()
    for page in (listed, html):
        assert words[language] in " ".join(page.split())
    assert [row.spaced_code in html for row in (one, two, original)] == [True] * 3
    # Sign-ups form a chain: those after the first one end with it.
    assert client.post(url, {"row": two.pk}).status_code == 302
    waits.refresh_from_db()
    assert (waits.status, waits.place_in_line) == ("waiting", 1)
    client.post(url, {"all": "1"})
    for row in (original, one, waits):
        row.refresh_from_db()
    assert (original.status, one.shown_status, waits.status) == (
        "confirmed",
        "cancelled",
        "confirmed",
    )
    assert not Submission.everything.duplicates().exists()
