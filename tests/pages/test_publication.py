"""Publishing runs a list of steps: in order, completely or not at all, from a single module."""

import inspect

import pytest
from django.db.models import signals as of_models
from django.dispatch.dispatcher import NONE_ID
from django.urls import reverse
from wagtail import signals as of_wagtail
from wagtail.images import get_image_model
from wagtail.models import Page, get_page_models
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import StandardPage
from pages import publication as base
from peacesummit import publication
from tests.reviewed import publish
from translations.engine.objects import other_models

ARGUMENTS = {
    "ASKED": ("page", "revision"),
    "PUBLISHED": ("page", "revision"),
    "TAKEN_DOWN": ("page",),
    "RENAMED": ("page",),
    "MOVED": ("page",),
    "SAVED": ("instance", "before", "fields"),
}
OURS = (
    "accounts", "events", "home", "mailing", "news", "pages", "partners", "peacesummit", "search",
    "signups", "translations",
)  # fmt: skip


def names(steps) -> list[str]:
    return [step.__name__ for step in steps]


def receivers(signal) -> list[tuple]:
    """Return our receivers of a signal: key of the sender, function."""
    found = []
    for (_key, sender), receiver, *_rest in signal.receivers:
        function = receiver if inspect.isfunction(receiver) else receiver()
        if function and function.__module__.split(".")[0] in OURS:
            found.append((sender, function))
    return found


def test_the_order_is_the_one_that_was_argued():
    order = names(publication.PUBLISHED)
    # Pages and their translations are locked before sign-ups (docs/sign-ups.md).
    assert order.index("follow_source") < order.index("notify_of_changed_event")
    # Those waitlisted while an event was canceled are served before new spots are filled.
    assert order.index("notify_of_changed_event") < order.index("fill_new_places")
    # Texts copied to a translation may publish it, so synchronized fields come first.
    assert order[0] == "show_keys_to_editor"
    assert publication.PUBLISHED[-1].__module__ == "translations.engine.publication"
    # The effects on people are shown before what an editor forgot.
    assert names(publication.ASKED)[0] == "refuse_until_accepted"


@pytest.mark.parametrize("name", ARGUMENTS)
def test_every_step_can_be_called_for_anything(name):
    for step in base.steps(name):
        # It must accept the arguments of its list, whatever the step calls them.
        inspect.signature(step).bind(*ARGUMENTS[name])


def test_steps_are_taken_in_turn_and_an_error_ends_it(monkeypatch):
    taken = []

    def fail(page):
        raise LookupError(page)

    steps = (lambda page: taken.append("first"), fail, lambda page: taken.append("last"))
    monkeypatch.setattr(publication, "TAKEN_DOWN", steps)
    with pytest.raises(LookupError):
        base.run("TAKEN_DOWN", None)
    assert taken == ["first"]


@pytest.mark.parametrize(
    "name", ["page_published", "page_unpublished", "page_slug_changed", "post_page_move"]
)
def test_one_receiver_of_ours_a_signal(name):
    found = receivers(getattr(of_wagtail, name))
    assert {function.__module__ for _sender, function in found} == {"pages.publication"}
    assert len({function for _sender, function in found}) == 1
    assert {sender for sender, _function in found} == {id(model) for model in get_page_models()}


def test_every_receiver_of_ours_names_its_sender():
    for module, each in (
        *((of_models, name) for name in ("pre_save", "post_save", "pre_delete", "post_delete")),
        *((of_wagtail, name) for name in vars(of_wagtail)),
    ):
        signal = getattr(module, each)
        if hasattr(signal, "receivers"):
            deaf = [f"{f.__module__}.{f.__name__}" for s, f in receivers(signal) if s == NONE_ID]
            assert deaf == [], f"{each} is heard from everybody"


def test_what_has_no_drafts_takes_the_steps_when_it_is_saved():
    for model in (*other_models(), get_image_model()):
        assert issubclass(model, base.PublicAtOnce), model


# ------------------------------------------------------------------ one transaction
def fail(page, revision) -> None:
    raise RuntimeError("the last step")


@pytest.fixture
def broken(monkeypatch):
    monkeypatch.setattr(publication, "PUBLISHED", (*publication.PUBLISHED, fail))


@pytest.fixture
def draft(home):
    page = home.add_child(
        instance=StandardPage(title="As it was", slug="as-it-was", introduction="Old.")
    )
    return publish(page)


@pytest.mark.django_db
def test_the_editor_publishes_wholly_or_not_at_all(draft, admin_client, broken):
    none = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0}
    form = nested_form_data(
        {
            "title": draft.title,
            "slug": draft.slug,
            "introduction": "New.",
            "body": streamfield([]),
            "listing_text": "",
            "comments": none,
            "action-publish": "1",
        }
    )
    with pytest.raises(RuntimeError, match="the last step"):
        admin_client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), form)
    row = StandardPage.objects.get(pk=draft.pk)
    assert row.introduction == "Old.", "what the last step refuses is not public"
    assert row.get_latest_revision_as_object().introduction == "New.", "what was typed stays"


@pytest.mark.django_db
def test_code_publishes_wholly_or_not_at_all(draft, broken):
    draft.introduction = "New."
    with pytest.raises(RuntimeError, match="the last step"):
        draft.save_revision().publish()
    assert StandardPage.objects.get(pk=draft.pk).introduction == "Old."


@pytest.mark.django_db
def test_the_steps_are_taken_for_a_page_in_whatever_way_it_is_loaded(draft, monkeypatch):
    seen = []
    monkeypatch.setattr(publication, "TAKEN_DOWN", (seen.append,))
    Page.objects.get(pk=draft.pk).unpublish()
    assert [page.pk for page in seen] == [draft.pk]
