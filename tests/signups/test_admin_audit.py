"""The audit log: who viewed what, when, with which filter and how many rows; never the answers."""

import json

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry, PageLogEntry

from tests.signups.people import ALL, organizer, person, sign_up

pytestmark = pytest.mark.django_db
SECRETS = ("Xóchitl", "xochitl", "secret@example.org", "Something private")


@pytest.fixture
def row(form_page):
    return sign_up(
        form_page,
        "Xóchitl Núñez",
        address="secret@example.org",
        story="Something private",
        country="mx",
    )


def last() -> ModelLogEntry:
    return ModelLogEntry.objects.order_by("pk").last()


@pytest.mark.parametrize(
    ("name", "asked", "action", "data"),
    [
        ("signups_list", {}, "signups.list", {"rows": 1, "filter": {}, "search": False, "page": 1}),
        (
            "signups_list_results",
            {"q": "xochitl", "status": "confirmed", "answer_country": "mx"},
            "signups.list",
            {
                "rows": 1,
                "filter": {"status": "confirmed", "answer_country": "mx"},
                "search": True,
                "page": 1,
            },
        ),
        (
            "signups_list",
            {"created_at_from": "2026-10-05", "language": "es"},
            "signups.list",
            {
                "rows": 0,
                "filter": {"created_at_from": "2026-10-05", "language": "es"},
                "search": False,
                "page": 1,
            },
        ),
        (
            "signups_statistics",
            {"language": "en"},
            "signups.figures",
            {"rows": 1, "filter": {"language": "en"}, "search": False},
        ),
        (
            "signups_export",
            {"q": "secret", "language": "en"},
            "signups.export",
            {"rows": 0, "filter": {"language": "en"}, "search": True, "format": "csv"},
        ),
        (
            "signups_workbook",
            {},
            "signups.export",
            {"rows": 1, "filter": {}, "search": False, "format": "xlsx"},
        ),
        ("signups_check_in", {"q": "Xóchitl"}, "signups.door", {"rows": 1, "search": True}),
        ("signups_attendee_list", {}, "signups.sheet", {"rows": 1}),
    ],
)
def test_looking_leaves_one_line(row, form_page, client, name, asked, action, data):
    user = organizer()
    client.force_login(user)
    client.get(reverse(name, args=[form_page.pk]), asked)
    line = ModelLogEntry.objects.get()
    assert (line.action, line.user, line.label) == (action, user, "Sign up")
    assert line.object_id == str(form_page.pk)
    assert line.data == data


def test_looking_at_one_leaves_one_line(row, client):
    client.force_login(organizer())
    for number, url in enumerate(
        (
            reverse("signups_detail", args=[row.pk]),
            reverse("signups_correct", args=[row.pk]),
            reverse("signups_check_in_code", args=[row.code]),
        ),
        start=1,
    ):
        client.get(url)
        assert ModelLogEntry.objects.count() == number
        line = last()
        assert (line.action, line.label) == ("signups.view", row.spaced_code)
        assert line.data == {"form": row.page_id}


def everything_done(row, client) -> None:
    """Perform every action that an organizer can."""
    page = row.page_id
    for name in ("signups_list", "signups_statistics", "signups_check_in", "signups_attendee_list"):
        client.get(reverse(name, args=[page]), {"q": "xochitl", "answer_country": "mx"})
    for name in ("signups_export", "signups_workbook"):
        client.get(reverse(name, args=[page]), {"q": "xochitl"})
    client.get(reverse("signups_detail", args=[row.pk]))
    client.post(
        reverse("signups_correct", args=[row.pk]),
        {"full_name": "Xóchitl", "email": "secret@example.org", "story": "Something private"},
    )
    for action in ("check-in", "undo-check-in", "resend", "cancel", "confirm", "delete"):
        client.post(reverse("signups_action", args=[row.pk, action]))


def test_no_line_holds_content(row, client):
    client.force_login(organizer())
    everything_done(row, client)
    lines = list(ModelLogEntry.objects.all())
    assert {line.action for line in lines} == {
        "signups.list",
        "signups.figures",
        "signups.door",
        "signups.sheet",
        "signups.export",
        "signups.view",
        "signups.correct",
        "signups.check_in",
        "signups.undo_check_in",
        "signups.resend",
        "signups.status",
        "signups.delete",
    }
    for line in lines:
        text = json.dumps([line.label, line.data, line.message], ensure_ascii=False)
        assert not [secret for secret in SECRETS if secret in text], text


def test_what_was_not_done_leaves_no_line(row, client):
    client.force_login(person("looker", "view_submission"))
    client.get(reverse("signups_export", args=[row.page_id]))
    client.post(reverse("signups_action", args=[row.pk, "delete"]))
    client.get(reverse("signups_check_in", args=[row.page_id]))
    assert not ModelLogEntry.objects.exists()


# ------------------------------------------------------------------ who can read it
def test_editors_of_the_page_learn_nothing_of_it(row, form_page, home, inicio, client):
    client.force_login(organizer())
    everything_done(row, client)
    assert not PageLogEntry.objects.filter(action__startswith="signups.").exists()
    client.force_login(person("editor", pages=[home, inicio]))
    for url in (
        reverse("wagtailadmin_pages:history", args=[form_page.pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_pages:edit", args=[form_page.pk]),
    ):
        html = client.get(url).content.decode()
        for words in (
            "Sign-up list viewed",
            "Sign-up statistics viewed",
            "Sign-ups exported",
            "Sign-up deleted",
            row.spaced_code,
        ):
            assert words not in html, (url, words)


def test_administrators_read_it_in_the_site_history(row, admin_client, client):
    client.force_login(organizer())
    everything_done(row, client)
    html = admin_client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    for words in (
        "Sign-ups exported; 1 row; as XLSX; with a search",
        "Sign-up list viewed; 1 row; filter: answer_country=mx; with a search",
        "Status changed; from “Confirmed” to “Canceled”",
        "Sign-up corrected; 3 answers changed",
        "Sign-up deleted",
        row.spaced_code,
    ):
        assert words in html, words
    exported = admin_client.get(
        reverse("wagtailadmin_reports:site_history"), {"export": "csv", "action": "signups.export"}
    )
    text = b"".join(exported).decode()
    assert text.count("Sign-ups exported") == 2
    assert not [secret for secret in SECRETS if secret in text]


def test_organizers_read_it_for_their_form(row, form_page, client):
    client.force_login(organizer())
    everything_done(row, client)
    url = reverse("signups_history", args=[form_page.pk])
    html = client.get(url).content.decode()
    for words in ("organizer-en", "Sign-ups exported; 1 row; as CSV", "Sign-up deleted"):
        assert words in html, words
    count = ModelLogEntry.objects.count()
    client.get(url)
    assert ModelLogEntry.objects.count() == count, "there is no answer in it"


def test_the_history_of_another_form_is_another(row, form_page, home, client):
    from signups.models import SignUpPage

    other = home.add_child(
        instance=SignUpPage(title="Other", slug="other", fields=form_page.fields.get_prep_value())
    )
    client.force_login(organizer())
    everything_done(row, client)
    html = client.get(reverse("signups_history", args=[other.pk])).content.decode()
    assert row.spaced_code not in html
    assert "exported" not in html


def test_every_line_has_words(row, client):
    """Every action that is logged has a label."""
    from wagtail.log_actions import registry

    client.force_login(person("all", *ALL))
    everything_done(row, client)
    for line in ModelLogEntry.objects.all():
        for language in ("en", "es"):
            with translation.override(language):
                assert not line.formatter.format_message(line).startswith("Unknown")
        assert registry.action_exists(line.action)
