"""Copying a page creates a draft without what belongs only to the original."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from events.models import DialoguePage, Status, SummitPage
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from signups.models import SignUpPage
from tests.events.conftest import DAY, add_dialogue, publish, translate


def add_form(parent, event, title="Sign up", slug="sign-up", **facts):
    form = SignUpPage(title=title, slug=slug, event=event, **facts)
    parent.add_child(instance=form)
    return publish(form)


def copy_by_hand(client, page, **answers):
    """Submit the copy form with its initial values and these answers; return the copy."""
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    form = client.get(url).context["form"]
    data = {
        name: getattr(value, "pk", value)
        for name in form.fields
        if (value := form[name].value()) not in (None, False)
    }
    data |= {"publish_copies": "on", "alias": "on"} | answers
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    return Page.objects.order_by("-pk").filter(depth=page.depth).first().specific


@pytest.fixture
def moved(index, partner, topic):
    page = add_dialogue(
        index,
        offset=-5,
        hosts=[partner],
        themes=[topic],
        status=Status.MOVED,
        status_note="It is on Sunday now.",
        conclusions="<p>We agreed.</p>",
        livestream_url="https://live.example.org/1",
        expire_at=timezone.now() + 90 * DAY,
    )
    page.venue = "Another house"
    return publish(page)


@pytest.mark.django_db
def test_n07_a_copy_of_a_dialogue_has_no_date_no_state_and_no_form(moved, home, admin_client):
    add_form(home, moved)
    copy = copy_by_hand(admin_client, moved)
    assert copy.pk != moved.pk
    for page in (copy, copy.get_latest_revision_as_object()):
        assert not page.live
        assert page.alias_of_id is None
        assert page.starts is page.ends is page.expire_at is None
        assert (page.status, page.status_note) == (Status.SCHEDULED, "")
        assert (page.conclusions, page.livestream_url) == ("", "")
        assert list(page.sign_up_pages()) == []
        assert page.calendar_sequence == 0
        assert page.slug == f"{moved.slug}-1"
        assert (page.title, page.venue, page.zone) == (moved.title, "Another house", moved.zone)
        assert list(page.hosts.all()) == list(moved.hosts.all())
    assert moved.calendar_sequence == 1


@pytest.mark.django_db
def test_n07_the_dialog_offers_what_is_done_and_tells_what_is_not_copied(moved, admin_client):
    url = reverse("wagtailadmin_pages:copy", args=[moved.pk])
    response = admin_client.get(url)
    assert set(response.context["form"].fields) == {"new_title", "new_slug", "new_parent_page"}
    html = response.content.decode()
    for words in ("The copy will be a draft", "starts", "ends", "status", "conclusions"):
        assert words in html


@pytest.mark.django_db
def test_n07_what_can_stand_once_only_is_not_offered_to_be_copied(index, admin_client):
    response = admin_client.get(reverse("wagtailadmin_pages:copy", args=[index.pk]), follow=True)
    assert response.redirect_chain
    assert "cannot be copied" in response.content.decode()


@pytest.mark.django_db
def test_n07_a_copy_is_shown_before_it_has_a_date_and_published_only_with_one(
    moved, admin_client, client
):
    copy = copy_by_hand(admin_client, moved)
    url = reverse("wagtailadmin_pages:view_draft", args=[copy.pk])
    html = admin_client.get(url).content.decode()
    assert "Date to be announced" in html
    assert "calendar.ics" not in html.split("<footer")[0]
    with pytest.raises(ValidationError) as refused:
        copy.get_latest_revision().publish()
    assert {"starts", "ends"} <= set(refused.value.error_dict)
    copy.refresh_from_db()
    assert not copy.live
    copy.starts = timezone.now() + DAY
    copy.ends = copy.starts + datetime.timedelta(hours=1)
    assert publish(copy).live


@pytest.mark.django_db
def test_n07_a_copy_of_the_summit_has_no_program(summit, admin_client):
    copy = copy_by_hand(admin_client, summit)
    assert isinstance(copy, SummitPage)
    assert (copy.starts, len(copy.programme)) == (None, 0)
    url = reverse("wagtailadmin_pages:view_draft", args=[copy.pk])
    assert admin_client.get(url).status_code == 200


@pytest.mark.django_db
def test_n07_a_copy_of_a_form_is_of_no_event_and_no_time(moved, home, admin_client):
    now = timezone.now()
    form = add_form(
        home, moved, capacity=40, opens_at=now, closes_at=now + DAY, accepted_changes=["closed"]
    )
    copy = copy_by_hand(admin_client, form)
    for page in (copy, copy.get_latest_revision_as_object()):
        assert not page.live
        assert page.event is page.opens_at is page.closes_at is None
        assert page.accepted_changes == []
        assert (page.capacity, page.slug) == (40, "sign-up-1")
    assert list(moved.sign_up_pages()) == [form]


@pytest.mark.django_db
def test_n07_a_copy_of_news_is_of_today(home, moved, admin_client):
    news = NewsIndexPage(title="News", slug="news")
    home.add_child(instance=news)
    item = NewsPage(title="Once", slug="once", date=datetime.date(2020, 1, 1))
    publish(news).add_child(instance=item)
    copy = copy_by_hand(admin_client, publish(item))
    assert copy.date == copy.get_latest_revision_as_object().date == timezone.localdate()
    assert not copy.live


@pytest.mark.django_db
def test_n07_pages_below_are_copied_in_the_same_way(home, moved, admin_client):
    above = StandardPage(title="Come along", slug="come-along")
    home.add_child(instance=above)
    form = add_form(publish(above), moved, closes_at=timezone.now())
    copy = copy_by_hand(admin_client, above, copy_subpages="on")
    (below,) = copy.get_children().specific()
    assert below.slug == form.slug
    for page in (below, below.get_latest_revision_as_object()):
        assert page.event is page.closes_at is None
    assert not copy.live
    assert not below.live


@pytest.mark.django_db
def test_n07_what_is_copied_in_code_is_a_draft_with_a_free_slug(moved):
    copy = moved.copy()
    assert (copy.live, copy.starts, copy.slug) == (False, None, f"{moved.slug}-1")


@pytest.mark.django_db
def test_n07_a_translation_has_the_facts_of_its_source(moved, spanish):
    copy = moved.copy_for_translation(spanish, copy_parents=True).specific
    assert (copy.starts, copy.status) == (moved.starts, Status.MOVED)
    assert (copy.expire_at, copy.conclusions) == (moved.expire_at, moved.conclusions)


@pytest.mark.django_db
def test_n07_the_form_names_its_event_and_the_event_shows_it(home, index, spanish, client):
    event = add_dialogue(index)
    dialogo = translate(event, spanish, title="Uno")
    words = client.get(event.url).content.decode()
    assert "/en/sign-up/" not in words
    form = add_form(home, event)
    assert (
        '<a class="button" href="/en/sign-up/">Sign up</a>'
        in client.get(event.url).content.decode()
    )
    html = " ".join(client.get(dialogo.url).content.decode().split())
    assert 'href="/en/sign-up/" hreflang="en"' in html
    add_form(home, event, title="Volunteers", slug="volunteers")
    words = client.get(event.url).content.decode()
    assert '<a class="button" href="/en/volunteers/">Volunteers</a>' in words
    assert '<a class="button" href="/en/sign-up/">Sign up</a>' in words
    form.event = None
    publish(form)
    assert "/en/sign-up/" not in client.get(event.url).content.decode()


@pytest.mark.django_db
def test_n07_the_editor_of_an_event_sees_its_forms(home, moved, admin_client):
    url = reverse("wagtailadmin_pages:edit", args=[moved.pk])
    assert "No sign-up form is linked to this event yet" in admin_client.get(url).content.decode()
    form = add_form(home, moved)
    words = admin_client.get(url).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[form.pk]) in words
    assert DialoguePage.objects.get(pk=moved.pk).sign_up_pages()[0] == form
