"""Before a change is published, the editor learns what it means for those who signed up."""

import datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageLogEntry, Revision, Workflow
from wagtail.test.utils.form_data import streamfield

from events.models import SummitPage
from signups.models import SignUpPage
from tests.signups.conftest import block, publish
from tests.signups.people import sign_up
from tests.signups.test_editing import form_data

DAY = datetime.timedelta(days=1)
pytestmark = [
    pytest.mark.django_db,
    # How Wagtail notifies moderators.
    pytest.mark.filterwarnings("ignore:get_connection"),
]


@pytest.fixture
def full_page(form_page):
    """Return a form with four spots, all taken: by three people and a duplicate; two wait."""
    form_page.fields = [
        block("text", label="Full name", key="full_name"),
        block("email", label="Email", key="email"),
    ]
    form_page.capacity = 4
    page = publish(form_page)
    sign_up(page, "Ana", address="ana@example.org")
    sign_up(page, "Ana", address="ana@example.org")
    for number in range(4):
        sign_up(page, f"Person {number}")
    return page


def fresh(page) -> SignUpPage:
    return SignUpPage.objects.get(pk=page.pk)


def send(client, page, **changes):
    """Press Publish in the editor, with these changes to the form."""
    stream = streamfield([(b["type"], b["value"]) for b in page.fields.get_prep_value()])
    for number, item in enumerate(page.fields.get_prep_value()):
        stream[f"{number}-id"] = item["id"]
    data = {"capacity": page.capacity, "fields": stream, **changes}
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, form_data(page, **data), follow=True)


def said(response) -> str:
    """Return the text at the checkbox, or "" if none is shown."""
    form = response.context.get("form") if response.context else None
    return " ".join(form.errors.get("accept_changes", [])) if form is not None else ""


def other_event(home) -> SummitPage:
    starts = timezone.now() + 90 * DAY
    return home.add_child(
        instance=SummitPage(
            title="Another", slug="another", starts=starts, ends=starts + DAY,
            zone="America/Mexico_City", city="Puebla",
        )
    )  # fmt: skip


def changes_of(name: str, page, home) -> dict:
    yesterday = (timezone.now() - 2 * DAY).strftime("%Y-%m-%d %H:%M")
    return {
        "places": {"capacity": "2"},
        "waitlist": {"waiting_list": ""},
        "closing": {"closes_at": yesterday},
        "event": {"event": str(other_event(home).pk)} if name == "event" else {},
        "no event": {"event": ""},
        "address": {"email_required": "on"},
    }[name]


MEANS = {
    "places": ("3 people have a spot, but there would be room for only 2", "hold 1 more spot"),
    "waitlist": ("2 people are on the waitlist",),
    "closing": ("would close immediately", "5 people"),
    "event": (
        "5 people have signed up for “The summit” and would now be signed up for a different event",
    ),
    "no event": ("Without an event, no reminder",),
    "address": ("4 sign-ups have no email address",),
}


@pytest.mark.parametrize("name", MEANS)
def test_n14_the_editor_is_told_what_it_means_and_publishes_all_the_same(
    full_page, home, admin_client, name
):
    before = {f: getattr(full_page, f) for f in ("capacity", "waiting_list", "event_id")}
    changes = changes_of(name, full_page, home)
    response = send(admin_client, full_page, **changes)
    for words in MEANS[name]:
        assert words in said(response), said(response)
    html = response.content.decode()
    assert 'name="accept_changes"' in html
    assert "Publish anyway" in html
    page = fresh(full_page)
    assert {f: getattr(page, f) for f in before} == before
    assert page.closes_at is None
    assert not page.email_required
    send(admin_client, full_page, **changes, accept_changes="on")
    page = fresh(full_page)
    after = (page.capacity, page.waiting_list, page.event_id, page.closes_at, page.email_required)
    assert after != (*before.values(), None, False)
    # No confirmation for what was already accepted, or where nothing is lost.
    html = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="accept_changes"' not in html


def test_n14_in_spanish(full_page, admin_client):
    from wagtail.users.models import UserProfile

    user = get_user_model().objects.get(username="admin")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "es"})
    response = send(admin_client, full_page, capacity="2")
    translation.activate("en")
    assert "3 personas tienen lugar, pero el cupo sería solo de 2." in said(response)
    assert "Publicar de todos modos" in response.content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"capacity": "4"}, {"capacity": ""}, {"capacity": "9"}, {"title": "Another title"}],
)
def test_n14_what_takes_nothing_from_anybody_is_published_at_once(full_page, admin_client, changes):
    response = send(admin_client, full_page, **changes)
    assert said(response) == ""
    page = fresh(full_page)
    assert str(page.capacity or "") == changes.get("capacity", "4")
    assert page.title == changes.get("title", "Sign up")


def test_n14_where_nobody_has_signed_up_nothing_is_asked(form_page, admin_client):
    form_page.capacity = 9
    page = publish(form_page)
    page.fields = [block("text", label="Full name", key="full_name")]
    response = send(admin_client, page, capacity="1", waiting_list="", event="")
    assert said(response) == ""
    assert fresh(page).capacity == 1


def test_n14_a_draft_is_saved_without_a_question(full_page, admin_client):
    send(admin_client, full_page, capacity="2", **{"action-publish": ""})
    assert fresh(full_page).get_latest_revision_as_object().capacity == 2
    assert fresh(full_page).capacity == 4


# ------------------------------------------------------------------ other ways to publish
@pytest.fixture
def draft(full_page):
    full_page.capacity = 2
    full_page.save_revision()
    return fresh(full_page)


def test_n14_by_a_program(draft):
    with pytest.raises(ValidationError, match="3 people have a spot"):
        draft.get_latest_revision().publish()
    assert fresh(draft).capacity == 4


def assert_told(response, page):
    html = response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "was not published" in html
    assert "3 people have a spot" in html
    assert "Publish anyway" in html
    assert fresh(page).capacity == 4


def test_n14_together_with_other_pages(draft, admin_client):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = admin_client.post(f"{url}?id={draft.pk}", {"include_descendants": ""}, follow=True)
    assert_told(response, draft)


def test_n14_by_approval(draft, admin_client):
    user = get_user_model().objects.get(username="admin")
    state = Workflow.objects.first().start(draft, user)
    task = state.current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[draft.pk, "approve", task.pk])
    assert_told(admin_client.post(url, follow=True), draft)
    # It can still be approved in the editor.
    approve = {
        "action-publish": "", "action-workflow-action": "True", "workflow-action-name": "approve",
    }  # fmt: skip
    assert "3 people have a spot" in said(send(admin_client, draft, capacity="2", **approve))
    send(admin_client, draft, capacity="2", accept_changes="on", **approve)
    assert fresh(draft).capacity == 2


def test_n14_by_the_clock(draft, admin_client):
    Revision.objects.filter(pk=draft.latest_revision_id).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    assert fresh(draft).capacity == 4
    entry = PageLogEntry.objects.get(page=draft, action="pages.publication_refused")
    assert "3 people have a spot" in str(entry.message)


def test_n14_by_the_clock_with_what_was_accepted(full_page, admin_client):
    later = (timezone.now() + DAY).strftime("%Y-%m-%d %H:%M")
    response = send(admin_client, full_page, capacity="2", go_live_at=later)
    assert "3 people have a spot" in said(response)
    send(admin_client, full_page, capacity="2", go_live_at=later, accept_changes="on")
    assert fresh(full_page).capacity == 4
    with time_machine.travel(timezone.now() + 2 * DAY):
        call_command("publish_scheduled")
    assert fresh(full_page).capacity == 2


# ------------------------------------------------------------------ unpublishing
@pytest.mark.parametrize("what", ["form", "event", "home"])
def test_n14_who_unpublishes_or_deletes_is_told_how_many_have_signed_up(
    full_page, home, admin_client, what
):
    page = {"form": full_page, "event": full_page.event, "home": home}[what]
    for url in (
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'unpublish'])}?id={page.pk}",
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={page.pk}",
    ):
        response = admin_client.get(url, follow=True)
        html = response.content.decode()
        told = "5 people have signed up here." in html
        # A form with sign-ups cannot be deleted at all.
        assert told or "cannot be deleted" in html, url


def test_n14_nothing_is_said_where_nobody_has_signed_up(form_page, admin_client):
    url = reverse("wagtailadmin_pages:unpublish", args=[form_page.pk])
    assert "signed up here" not in admin_client.get(url).content.decode()
