"""Wagtail's own URLs for Spanish content publish nothing without review.

Each role tries each of them on four pages: live with newer texts, never approved, written by hand
with newer texts, and submitted. After each try that changes anything, scheduled publishing runs
and every live Spanish page is fetched as the public sees it.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringTranslation, Translation

from home.models import StandardPage
from pages.models import Topic
from partners.models import Partner
from tests.arranged import arranged
from tests.translations.conftest import change, send, translate, write_all
from tests.translations.test_permissions import ROLES, person_of
from translations.engine import review

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
__all__ = ["person_of"]

UNREAD = "UNREAD WORDS"
NEVER, BY_HAND, HANDED_IN, LIVE = "never approved", "by hand", "handed in", "live"


@pytest.fixture
def scene(make_page, spanish, translator, reviewer) -> dict[str, StandardPage]:
    """Create four Spanish pages, each with unapproved texts."""
    return arranged(
        "scene",
        lambda: _scene(make_page, spanish, translator, reviewer),
        spanish,
        translator,
        reviewer,
    )


def _scene(make_page, spanish, translator, reviewer) -> dict[str, StandardPage]:
    live = make_page("Live")
    translate(live, spanish, translator, reviewer)
    never = make_page("Never")
    write_all(send(never, spanish), translator, UNREAD)
    by_hand = make_page("By hand")
    translate(by_hand, spanish, translator, reviewer)
    Translation.objects.filter(source__object_id=by_hand.translation_key).update(enabled=False)
    handed_in = make_page("Handed in")
    translate(handed_in, spanish, translator, reviewer)
    handed_in = change(handed_in, introduction="New.")
    task = Translation.objects.get(source__object_id=handed_in.translation_key)
    write_all(task, translator, UNREAD)
    review.submit(task, translator)
    found = {
        name: page.get_translation(spanish).specific
        for name, page in ((LIVE, live), (NEVER, never), (BY_HAND, by_hand), (HANDED_IN, handed_in))
    }
    for name in (LIVE, NEVER, BY_HAND):
        draft = found[name].get_latest_revision_as_object()
        draft.introduction = UNREAD
        draft.save_revision(user=translator)
        StringTranslation.objects.filter(
            context__object_id=found[name].translation_key, context__path="introduction"
        ).update(data=UNREAD)
    assert public(), "there is something to fetch"
    assert UNREAD not in "".join(public().values())
    return {name: StandardPage.objects.get(pk=page.pk) for name, page in found.items()}


def public() -> dict[str, str]:
    """Return every live Spanish page by URL, as the public sees it."""
    found = {}
    for page in Page.objects.live().filter(locale__language_code="es", depth__gt=1):
        answer = Client().get(page.get_url())
        assert answer.status_code in (200, 404), page.get_url()  # an alias is not served
        found[page.get_url()] = answer.content.decode()
    return found


def rows() -> list:
    """Return the page data that the public site and scheduled publishing read."""
    return [
        list(Page.objects.order_by("pk").values()),
        list(StandardPage.objects.order_by("pk").values()),
        list(Revision.objects.order_by("pk").values("pk", "object_id", "approved_go_live_at")),
    ]


def strike() -> None:
    """Run scheduled publishing after all scheduled times."""
    past = timezone.now() - timedelta(minutes=5)
    Revision.objects.exclude(approved_go_live_at=None).update(approved_go_live_at=past)
    Page.objects.exclude(go_live_at=None).update(go_live_at=past)
    call_command("publish_scheduled")


@dataclass(frozen=True)
class Try:
    """A request, who may make it, and what the data show afterwards (`done`)."""

    url: str
    data: dict
    allowed: frozenset | set
    done: str = ""


def form(page, **fields) -> dict:
    """Return what Wagtail's editor posts, with unreviewed texts."""
    none = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0}
    return nested_form_data(
        {
            "title": UNREAD,
            "slug": page.slug,
            "introduction": UNREAD,
            "body": streamfield([("text", rich_text(f"<p>{UNREAD}</p>"))]),
            "listing_text": UNREAD,
            "comments": none,
        }
        | fields
    )


def tries(page: StandardPage, inicio) -> dict[str, Try]:
    """Return every request to try on one page, by name."""

    def url(name, *more):
        return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more])

    def bulk(action, pk=page.pk):
        return reverse("wagtail_bulk_action", args=["wagtailcore", "page", action]) + f"?id={pk}"

    edit = url("edit")
    elsewhere = inicio.get_children().exclude(pk=page.pk).first()
    nobody: set[str] = set()
    publishers, admin = {"reviewer", "admin"}, {"admin"}
    # Those who may edit a draft that was never public may delete it: Wagtail's own rule. Its texts
    # stay with wagtail-localize.
    deleters = publishers if page.live else publishers | {"translator"}
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    first = page.revisions.order_by("pk").first()
    copied = {"new_title": "Copia", "new_slug": "copia", "new_parent_page": inicio.pk}
    task = page.current_workflow_task_state
    found = {
        "publish": Try(edit, form(page, **{"action-publish": "1"}), nobody),
        "submit": Try(edit, form(page, **{"action-submit": "1"}), nobody),
        "submit again": Try(edit, form(page, **{"action-restart-workflow": "1"}), nobody),
        "approve in the editor": Try(
            edit,
            form(page, **{"action-workflow-action": "1", "workflow-action-name": "approve"}),
            nobody,
        ),
        "cancel and publish": Try(
            edit, form(page, **{"action-cancel-workflow": "1", "action-publish": "1"}), nobody
        ),
        "schedule": Try(edit, form(page, go_live_at=tomorrow, **{"action-publish": "1"}), nobody),
        "revert and publish": Try(
            edit, form(page, revision=first.pk if first else "", **{"action-publish": "1"}), nobody
        ),
        "restart": Try(edit, {"localize-restart-translation": "1", "action-publish": "1"}, nobody),
        "bulk publish": Try(bulk("publish"), {"include_descendants": "on"}, nobody),
        "bulk publish all": Try(bulk("publish", inicio.pk), {"include_descendants": "on"}, nobody),
        "copy": Try(url("copy"), copied | {"publish_copies": "on"}, admin, "copied"),
        "copy as alias": Try(
            url("copy"), copied | {"publish_copies": "on", "alias": "on"}, admin, "copied"
        ),
        "move": Try(url("move_confirm", elsewhere.pk), {"x": "1"}, admin, "moved"),
        "order": Try(url("set_page_position") + "?position=0", {"x": "1"}, publishers),
        "to alias": Try(url("convert_alias"), {"x": "1"}, nobody),
        "delete": Try(url("delete"), {"x": "1"}, deleters, "deleted"),
        "bulk delete": Try(bulk("delete"), {"x": "1"}, deleters, "deleted"),
        "bulk move": Try(bulk("move"), {"chooser": elsewhere.pk}, admin, "moved"),
        "lock": Try(url("lock"), {"x": "1"}, publishers, "locked"),
        "unlock": Try(url("unlock"), {"x": "1"}, publishers),
        "cancel": Try(url("confirm_workflow_cancellation"), {"x": "1"}, publishers),
    }
    api = {"destination_page_id": elsewhere.pk, "recursive": True, "slug": "x"}
    for action in (
        "publish", "unpublish", "copy", "move", "delete", "convert_alias", "create_alias",
        "copy_for_translation", "revert_to_page_revision",
    ):  # fmt: skip
        address = f"/admin/api/main/pages/{page.pk}/action/{action}/"
        more = {"revision_id": first.pk, "locale": "en"} if first else {"locale": "en"}
        found[f"api: {action}"] = Try(address, api | more, nobody)
    if first:
        found["revert"] = Try(url("revisions_revert", first.pk), form(page), nobody)
    if page.live:
        found["unpublish"] = Try(url("unpublish"), {"x": "1"}, publishers, "taken down")
        found["bulk unpublish"] = Try(bulk("unpublish"), {"x": "1"}, publishers, "taken down")
    if task is not None:
        # Another user's submission may be approved; that is what the review is for.
        for action in ("approve", "reject"):
            found[action] = Try(
                url("workflow_action", action, task.pk),
                {"comment": "Hm."},
                publishers,
                {"approve": "approved", "reject": "returned"}[action],
            )
    return found


def happened(page: StandardPage, before: dict) -> set[str]:
    """Return what happened to a page and those around it."""
    now = Page.objects.filter(pk=page.pk).first()
    if now is None:
        return {"deleted"}
    found = set()
    if Page.objects.count() > before["pages"]:
        found.add("copied")
    if now.get_parent().pk != before["parent"]:
        found.add("moved")
    if page.live and not now.live:
        found.add("taken down")
    if now.locked and not page.locked:
        found.add("locked")
    if now.live and not page.live:
        found.add("published")
    if before["state"] is not None:
        before["state"].refresh_from_db()
        if before["state"].status in ("approved", "rejected"):
            found.add({"approved": "approved", "rejected": "returned"}[before["state"].status])
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_address_makes_public_what_nobody_has_read(role, scene, person_of, inicio, client):
    if person := person_of(role):
        client.force_login(person)
    inicio.refresh_from_db()
    # All four in one test: each try is rolled back, and creating the scene takes seconds.
    assert set(scene) == {LIVE, NEVER, BY_HAND, HANDED_IN}
    for name, page in scene.items():
        found, expected, seen = everything_tried(role, page, inicio, client)
        assert {what: urls for what, urls in seen.items() if urls} == {}, name
        assert found == expected, name


def everything_tried(role, page, inicio, client) -> tuple[dict, dict, dict]:
    """Return for each try what happened, what should happen, and where the page can be read."""
    before = {
        "pages": Page.objects.count(),
        "parent": page.get_parent().pk,
        "state": page.current_workflow_task_state,
    }
    untouched = rows()
    found, expected, seen = {}, {}, {}
    for what, each in tries(page, inicio).items():
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = client.post(each.url, each.data)
            assert answer.status_code < 500, what
            found[what] = happened(page, before)
            if rows() != untouched:  # otherwise there is nothing new to see
                with TestCase.captureOnCommitCallbacks(execute=True):
                    strike()
                if found[what] != {"approved"}:
                    seen[what] = [url for url, html in public().items() if UNREAD in html]
            transaction.set_rollback(True)
        expected[what] = {each.done} - {""} if role in each.allowed else set()
    return found, expected, seen


# ------------------------------------------------------------------ partners and topics
@pytest.fixture
def things(partner, topic, spanish, translator, reviewer):
    """Publish a partner and a topic in Spanish, each with an unreviewed text."""
    for each in (partner, topic):
        translate(each, spanish, translator, reviewer)
    StringTranslation.objects.filter(locale=spanish).update(data=UNREAD)
    return partner.get_translation(spanish), topic.get_translation(spanish)


@pytest.mark.parametrize("role", ROLES)
def test_partners_and_topics(role, things, person_of, client, spanish):
    """Only a review changes Spanish content; only an administrator deletes it."""
    if person := person_of(role):
        client.force_login(person)
    partner, topic = things
    snippet = "wagtailsnippets_pages_topic"
    data = {
        "name": UNREAD, "slug": "unread", "description": UNREAD, "country": "MX", "region": "mx-ca",
        "locale": spanish.pk, "action-publish": "1",
    }  # fmt: skip
    bulk = reverse("wagtail_bulk_action", args=["pages", "topic", "delete"]) + f"?id={topic.pk}"
    tries = {
        "edit partner": f"/admin/partners/partner/edit/{partner.pk}/",
        "delete partner": f"/admin/partners/partner/delete/{partner.pk}/",
        "new partner": f"/admin/partners/partner/create/?locale={spanish.language_code}",
        "edit topic": reverse(f"{snippet}:edit", args=[topic.pk]),
        "delete topic": reverse(f"{snippet}:delete", args=[topic.pk]),
        "bulk delete topic": bulk,
        "new topic": reverse(f"{snippet}:add") + f"?locale={spanish.language_code}",
        "copy topic": reverse(f"{snippet}:copy", args=[topic.pk]),
    }

    def state():
        return (
            sorted(Partner.objects.values_list("pk", "name", "description", "locale")),
            sorted(Topic.objects.values_list("pk", "name", "slug", "locale")),
        )

    before = state()
    done = set()
    for what, url in tries.items():
        with transaction.atomic():
            with TestCase.captureOnCommitCallbacks(execute=True):
                answer = client.post(url, data)
            assert answer.status_code < 500, what
            after = state()
            transaction.set_rollback(True)
        if after != before:
            done.add(what)
        if not what.startswith(("new", "copy")):
            assert UNREAD not in str(after), what
    assert done == (
        {"delete partner", "delete topic", "bulk delete topic"} if role == "admin" else set()
    )
