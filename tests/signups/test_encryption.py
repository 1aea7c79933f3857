"""Answers are encrypted in the database, and changing the keys loses none."""

import datetime
import uuid
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from mailing import outbox
from signups.checks import check_stored_sign_ups
from signups.models import Letter, Submission
from signups.privacy import tokens
from signups.privacy.encrypted_field import AnswersField, Unreadable
from signups.privacy.sealing import seal, write_public_key
from signups.registration import lost_keys, transitions
from tests.signups.conftest import ANSWERS, STORED, Visitor
from tests.signups.people import organizer

EN = "/en/sign-up/"
OLD_KEY = django_settings.ANSWERS_KEYS[0]
OLD_SECRET = django_settings.SECRET_KEY
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def keys(settings):
    """Return a function that sets the keys for answers and the site's secret key."""

    def set_keys(answers=(OLD_KEY,), secret=OLD_SECRET, fallbacks=()):
        settings.ANSWERS_KEYS = list(answers)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = secret, list(fallbacks)

    return set_keys


def sign_up(page, **values) -> Submission:
    reference = uuid.uuid4()
    token = tokens.manage_token(reference)
    return Submission.everything.create(
        **{
            "page": page,
            "reference": reference,
            "language": "en",
            "answers": {"full_name": "Ana Núñez", "email": "ana@example.org"},
            "manage_token_hash": tokens.token_hash(token),
            "idempotency_key": uuid.uuid4(),
            **values,
        }
    )


def raw() -> dict[int, str]:
    """Return the stored column values by primary key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, answers FROM signups_submission ORDER BY id")
        return dict(cursor.fetchall())


def damage(submission: Submission, text: str = "gAAAAA-of-another-key") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE signups_submission SET answers = %s WHERE id = %s", [text, submission.pk]
        )


def rotate(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_answers", *arguments, stdout=out)
    return out.getvalue()


# ------------------------------------------------------------------ at rest
def test_the_database_holds_no_answer_and_no_question(form_page, visitor):
    visitor.send(EN, ANSWERS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM signups_submission")
        row = " ".join(str(value) for value in cursor.fetchone())
        cursor.execute("SELECT * FROM signups_letter, mailing_mail")
        row += " ".join(str(value) for value in cursor.fetchone())
    assert "gAAAAA" in row
    for key in STORED:
        # Which sensitive questions a form asks is public; so is that they are stored separately.
        assert key == "needs" or f'"{key}"' not in row
    # Short words with a character outside base64, which may contain three letters by chance.
    for word in ("Ana ", "Núñez", "ana@example.org", "1234-5678", "2030-02-22", '"ramp', '"print'):
        assert word not in row
    assert Submission.objects.get().answers == {k: v for k, v in STORED.items() if k != "needs"}


def test_the_same_answers_look_different_each_time(form_page):
    sign_up(form_page)
    sign_up(form_page)
    assert len(set(raw().values())) == 2


def test_no_answers_are_encrypted_too(form_page):
    """Empty answers are encrypted, too, so the column does not reveal who answered nothing."""
    submission = sign_up(form_page, answers={})
    assert raw()[submission.pk].startswith("gAAAAA")
    assert Submission.objects.get().answers == {}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), json_values))
def test_whatever_json_can_hold_comes_back(answers):
    field = AnswersField()
    stored = field.get_prep_value(answers)
    assert stored.isascii()
    assert field.to_python(stored) == answers


# ------------------------------------------------------------------ new keys
def test_a_key_is_changed_and_the_old_one_taken_away(form_page, keys):
    old = [sign_up(form_page, answers={"full_name": f"Old {n}"}) for n in range(3)]
    before = raw()
    stamps = dict(Submission.objects.values_list("pk", "updated_at"))

    keys(("new-key", OLD_KEY))
    assert Submission.objects.get(pk=old[1].pk).answers == {"full_name": "Old 1"}
    fresh = sign_up(form_page, answers={"full_name": "New"})
    assert rotate("--dry-run").startswith("3 sign-ups would be encrypted")
    assert {k: v for k, v in raw().items() if k != fresh.pk} == before
    assert rotate().startswith("3 sign-ups encrypted with the first key.\n1 were already.")
    after = raw()
    assert all(after[pk] != before[pk] for pk in before)
    assert rotate().startswith("0 sign-ups encrypted with the first key.\n4 were already.")
    assert raw() == after
    assert dict(Submission.objects.values_list("pk", "updated_at")) == {
        **stamps,
        fresh.pk: fresh.updated_at,
    }

    keys(("new-key",))
    names = [submission.answers["full_name"] for submission in Submission.objects.order_by("pk")]
    assert names == ["Old 0", "Old 1", "Old 2", "New"]
    keys()
    assert isinstance(Submission.objects.get(pk=fresh.pk).answers, Unreadable)
    assert isinstance(Submission.objects.get(pk=old[0].pk).answers, Unreadable)


def test_a_new_secret_key_leaves_the_answers_as_they_are(form_page, keys):
    """A new secret key, even without a fallback, harms no answers and needs no re-encryption."""
    waiting = sign_up(form_page, new_address="new@example.org", address_asked_at=timezone.now())
    before = raw()
    keys(secret="new-secret")
    assert Submission.objects.get(pk=waiting.pk).answers["full_name"] == "Ana Núñez"
    assert Submission.objects.get(pk=waiting.pk).new_address == "new@example.org"
    assert rotate().startswith("0 sign-ups encrypted with the first key.\n1 were already.")
    assert raw() == before


@pytest.mark.parametrize("text", ["{}", '{"full_name": "Ana"}', "null", "é", "gAAAA"])
def test_what_is_not_encrypted_is_not_read(form_page, text):
    """Text written straight into the column is never read as an answer."""
    damage(sign_up(form_page), text)
    assert isinstance(Submission.objects.get().answers, Unreadable)
    assert lost_keys.check_keys().unreadable == 1


def test_n02_an_address_that_waits_is_rotated_too(form_page, keys):
    asked = timezone.now()
    row = sign_up(form_page, new_address="new@example.org", address_asked_at=asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT new_address FROM signups_submission")
        assert "example.org" not in cursor.fetchone()[0]
    keys(("new-key", OLD_KEY))
    sign_up(form_page)
    Submission.objects.filter(pk=row.pk).update(answers=row.answers)  # it is current
    assert rotate("--dry-run").startswith("1 sign-ups would be encrypted")
    assert rotate().startswith("1 sign-ups encrypted with the first key.\n1 were already.")
    keys(("new-key",))
    assert Submission.objects.get(pk=row.pk).new_address == "new@example.org"


def test_every_sign_up_is_rotated_whatever_its_state(form_page, keys):
    for status in Submission.Status.values:
        sign_up(form_page, status=status)
    keys(("new-key", OLD_KEY))
    assert rotate().startswith(f"{len(Submission.Status)} sign-ups encrypted")


def test_many_are_rotated(form_page, keys):
    for number in range(5):
        sign_up(form_page, answers={"full_name": str(number)})
    keys(("new-key", OLD_KEY))
    assert rotate().startswith("5 sign-ups encrypted")


def test_a_correction_during_the_rotation_is_kept(form_page, keys, monkeypatch):
    """Each row is read under its lock when it is rotated, not when the list was made."""
    from signups.management.commands import rotate_answers

    submissions = [sign_up(form_page, answers={"full_name": "Before"}) for _n in range(2)]
    keys(("new-key", OLD_KEY))
    one = rotate_answers.Command._one

    def correct_the_next(self, pk, **options):
        if pk == submissions[0].pk:
            Submission.objects.filter(pk=submissions[1].pk).update(answers={"full_name": "After"})
        return one(self, pk, **options)

    monkeypatch.setattr(rotate_answers.Command, "_one", correct_the_next)
    assert rotate().startswith("1 sign-ups encrypted with the first key.\n1 were already.")
    assert [s.answers["full_name"] for s in Submission.objects.order_by("pk")] == [
        "Before",
        "After",
    ]


def test_a_sign_up_that_is_deleted_during_the_rotation(form_page, keys, monkeypatch):
    from signups.management.commands import rotate_answers

    sign_up(form_page)
    keys(("new-key", OLD_KEY))
    numbers = list(rotate_answers.Command()._numbers())
    monkeypatch.setattr(rotate_answers.Command, "_numbers", lambda self: [*numbers, 10**6])
    assert rotate().startswith("1 sign-ups encrypted")


# ------------------------------------------------------------------ a key is lost
def test_what_cannot_be_read_is_told_and_never_overwritten(form_page, keys):
    lost, fine = sign_up(form_page), sign_up(form_page)
    damage(lost)
    keys(("new-key", OLD_KEY))
    with pytest.raises(CommandError, match="1 sign-ups cannot be read"):
        rotate()
    assert raw()[lost.pk] == "gAAAAA-of-another-key"
    keys(("new-key",))
    assert Submission.objects.get(pk=fine.pk).answers["full_name"] == "Ana Núñez"


def test_saving_what_cannot_be_read_changes_the_rest_alone(form_page, event):
    submission = sign_up(form_page)
    damage(submission)
    found = Submission.objects.get()
    assert isinstance(found.answers, Unreadable)
    assert transitions.cancel(found)
    assert Submission.objects.get().status == "cancelled"
    assert raw()[submission.pk] == "gAAAAA-of-another-key"
    assert not Letter.objects.exists()  # there is no address to write to


def test_what_cannot_be_read_does_not_break_the_visitors_pages(form_page, caplog):
    submission = sign_up(form_page)
    damage(submission)
    token = tokens.manage_token(submission.reference)
    html = Client().get(f"{EN}{form_page.reverse_subpage('personal', [token])}").text
    assert submission.spaced_code in html
    assert "a key is missing" in caplog.text
    assert "gAAAAA" not in caplog.text


def test_a_lost_key_that_is_found_again(form_page, keys):
    sign_up(form_page)
    keys(("new-key",))
    assert isinstance(Submission.objects.get().answers, Unreadable)
    keys(("new-key", OLD_KEY))
    assert Submission.objects.get().answers["full_name"] == "Ana Núñez"


# ------------------------------------------------------------------ other uses of the secret key
def test_the_personal_link_outlives_a_new_secret_key(form_page, visitor, keys):
    visitor.send(EN, ANSWERS)
    submission = Submission.objects.get()
    token = tokens.manage_token(submission.reference)
    path = f"{EN}{form_page.reverse_subpage('personal', [token])}"

    keys(secret="new-secret", fallbacks=(OLD_SECRET,))
    assert Client().get(path).status_code == 200
    # Emails composed now contain the same link.
    assert tokens.manage_token(submission.reference, submission.manage_token_hash) == token
    out = rotate()
    assert "1 personal links are of an earlier SECRET_KEY" in out
    keys(secret="new-secret")
    assert Client().get(path).status_code == 200
    assert Submission.objects.get().answers["email"] == ANSWERS["email"]


def test_links_are_made_anew_where_the_secret_key_must_go(form_page, visitor, keys):
    visitor.send(EN, ANSWERS)
    submission = Submission.objects.get()
    old = tokens.manage_token(submission.reference)

    keys(secret="new-secret", fallbacks=(OLD_SECRET,))
    assert "1 personal links would be made anew" in rotate("--dry-run", "--renew-links")
    assert "1 personal links made anew" in rotate("--renew-links")
    keys(secret="new-secret")
    submission.refresh_from_db()
    new = tokens.manage_token(submission.reference, submission.manage_token_hash)
    assert new != old
    assert Client().get(f"{EN}{form_page.reverse_subpage('personal', [new])}").status_code == 200
    assert Client().get(f"{EN}{form_page.reverse_subpage('personal', [old])}").status_code == 404


def test_an_address_is_known_again_after_the_old_secret_key_is_gone(form_page, keys):
    Visitor().send(EN, ANSWERS)
    keys(secret="new-secret", fallbacks=(OLD_SECRET,))
    assert "1 fingerprints of addresses made" in rotate()
    keys(secret="new-secret")
    Visitor().send(EN, ANSWERS)
    assert sorted(Submission.everything.values_list("status", flat=True)) == [
        "confirmed",
        "repeated",
    ]


def test_an_address_that_signed_up_again_while_its_key_was_away(form_page, keys):
    Visitor().send(EN, ANSWERS)
    keys(secret="new-secret")  # the old one should have been kept as a fallback
    Visitor().send(EN, ANSWERS)
    keys(secret="new-secret", fallbacks=(OLD_SECRET,))
    rotate()  # fingerprints are unique: the old one stays
    fingerprints = Submission.objects.values_list("email_fingerprint", flat=True)
    assert len(set(fingerprints)) == 2


def test_letters_that_wait_are_sent_after_a_change_of_keys(form_page, keys, mailoutbox):
    Visitor().send(EN, ANSWERS)
    letter = Letter.objects.get()
    keys(("new-key", OLD_KEY), "new-secret", (OLD_SECRET,))
    rotate()
    keys(("new-key",), "new-secret", (OLD_SECRET,))
    assert outbox.deliver.func(letter.pk) == "sent"
    [message] = mailoutbox
    assert message.to == [ANSWERS["email"]]
    submission = Submission.objects.get()
    token = tokens.manage_token(submission.reference, submission.manage_token_hash)
    assert token in message.body
    assert datetime.datetime.now(datetime.UTC) - submission.updated_at < datetime.timedelta(hours=1)


def found_by_checks() -> list[str]:
    return [message.id for message in check_stored_sign_ups(None, databases=["default"])]


def test_n22_wrong_keys_are_noticed(form_page, keys, settings, caplog):
    """The check, the worker and the dashboard report a backup restored with other keys."""
    for _number in range(3):
        sign_up(form_page)
    assert found_by_checks() == []
    keys(answers=["another key, of the server that came after this one"])
    assert found_by_checks() == ["signups.W004"]
    (told,) = check_stored_sign_ups(None, databases=["default"])
    assert "Of 3 sign-ups looked at, the answers of 3" in told.msg
    assert "ANSWERS_KEYS" in told.msg
    sign_up(form_page)  # the form stays open: new sign-ups can be read
    assert "Of 4 sign-ups looked at, the answers of 3" in str(look_again())
    call_command("worker", until_idle=True)
    assert "cannot be decrypted: ANSWERS_KEYS" in caplog.text
    keys(secret="another secret key, which is long enough, as each of them must be")
    # The sign-up made meanwhile, and the links of all.
    assert found_by_checks() == ["signups.W004", "signups.W005"]
    assert lost_keys.check_keys().unreadable == 1
    keys(secret="another secret key, which is long enough", fallbacks=[OLD_SECRET])
    assert found_by_checks() == ["signups.W004"]


def look_again():
    return check_stored_sign_ups(None, databases=["default"])[0].msg


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Sign-up answers cannot be read"),
        ("es", "No se pueden leer las respuestas de las inscripciones"),
    ],
)
def test_n22_the_first_screen_of_organizers_says_that_a_key_is_missing(
    form_page, keys, client, language, words
):
    sign_up(form_page)
    client.force_login(organizer(language))
    assert words not in client.get("/admin/").content.decode()
    keys(answers=["another key, of the server that came after this one"])
    html = client.get("/admin/").content.decode()
    assert words in html
    assert "ANSWERS_KEYS" in html


def test_n22_another_sealing_key_is_told_as_information(form_page, settings):
    key = PrivateKey.generate().public_key
    row = sign_up(form_page)
    row.sealed = {"food": seal("x", key, reference=row.reference.hex, question="food")}
    row.save()
    assert found_by_checks() == ["signups.I001"]
    settings.SEALING_PUBLIC_KEY = write_public_key(key)
    assert found_by_checks() == []


def test_n22_the_look_is_bounded(form_page, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(lost_keys, "EACH_END", 2)
    for _number in range(6):
        sign_up(form_page)
    with django_assert_num_queries(2):
        assert lost_keys.check_keys().looked_at == 4
