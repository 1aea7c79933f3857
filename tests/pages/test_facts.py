"""Synchronized fields reach every language, in the published page and in its draft."""

import datetime

import pytest
from wagtail.models import Locale, ReferenceIndex

from home.models import StandardPage
from news.models import NewsPage
from pages.facts import copy_facts, facts_of, follow_source
from pages.models import Topic
from partners.models import Partner

OLD, NEW = datetime.date(2030, 1, 1), datetime.date(2030, 2, 2)
GONE = datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC)


def test_which_fields_are_facts():
    assert facts_of(NewsPage) == ("expire_at", *NewsPage.fact_fields)
    assert facts_of(StandardPage) == ("expire_at",)
    assert facts_of(Partner) == Partner.fact_fields  # it has no drafts and cannot be unpublished
    assert facts_of(Topic) == ()


@pytest.fixture
def topics(english) -> list[Topic]:
    return [Topic.objects.create(name=name, slug=name, locale=english) for name in ("b", "a", "c")]


@pytest.fixture
def news(home, topics) -> NewsPage:
    page = NewsPage(title="News", slug="news-item", date=OLD)
    home.add_child(instance=page)
    page.topics = topics[2:]
    page.save()
    return page


def copy_of(page: NewsPage, locale: Locale, **draft) -> NewsPage:
    """Return its translation; with `draft`, its draft gets these other values."""
    copy = page.copy_for_translation(locale, copy_parents=True).specific
    for name, value in draft.items():
        setattr(copy, name, value)
    if draft:
        copy.save_revision()
    return NewsPage.objects.get(pk=copy.pk)


def change(page: NewsPage, topics: list[Topic]) -> NewsPage:
    """Store other synchronized fields and another title without triggering any further step."""
    page.topics = topics
    page.save()
    NewsPage.objects.filter(pk=page.pk).update(date=NEW, expire_at=GONE, title="Other news")
    return NewsPage.objects.get(pk=page.pk)


def facts(page: NewsPage) -> tuple:
    page = NewsPage.objects.get(pk=page.pk)
    return page.date, page.expire_at, [topic.name for topic in page.topics.order_by("pk")]


@pytest.mark.django_db
def test_facts_reach_the_row_and_the_draft_and_no_text_does(news, topics, spanish):
    copy, other = copy_of(news, spanish, title="Borrador"), copy_of(news, _french())
    before = dict(copy.latest_revision.content)
    copy_facts(change(news, topics[:2]), copy)
    assert facts(copy) == (NEW, GONE, ["b", "a"])
    assert facts(news) == (NEW, GONE, ["b", "a"])
    assert facts(other) == (OLD, None, ["c"])
    assert NewsPage.objects.get(pk=copy.pk).title == "News"
    # The draft gets the synchronized fields too, and keeps its other changes.
    copy.latest_revision.refresh_from_db()
    draft = copy.latest_revision.content
    assert draft["date"] == "2030-02-02"
    assert set(draft["topics"]) == {topics[0].pk, topics[1].pk}
    assert draft["expire_at"] == "2031-01-01T00:00:00Z"
    changed = {name for name in draft if draft[name] != before[name]}
    assert changed == {"date", "topics", "expire_at"}
    assert draft["title"] == "Borrador"
    # The reference index knows the topics of the translation too.
    named = ReferenceIndex.objects.filter(object_id=str(copy.pk), model_path="topics.item")
    assert set(named.values_list("to_object_id", flat=True)) == {str(t.pk) for t in topics[:2]}


@pytest.mark.django_db
def test_what_has_no_relation_and_what_has_no_draft(home, spanish):
    page = home.add_child(instance=StandardPage(title="Page", slug="page"))
    copy = page.copy_for_translation(spanish).specific
    StandardPage.objects.filter(pk__in=[page.pk, copy.pk]).update(latest_revision=None)
    copy, page.expire_at = StandardPage.objects.get(pk=copy.pk), GONE
    copy_facts(page, copy)
    assert StandardPage.objects.get(pk=copy.pk).expire_at == GONE


def _french() -> Locale:
    return Locale.objects.create(language_code="fr")


@pytest.mark.django_db
def test_a_source_gives_its_facts_to_every_translation(news, topics, spanish):
    copies = [copy_of(news, spanish), copy_of(news, _french())]
    alias = news.copy_for_translation(
        Locale.objects.create(language_code="de"), copy_parents=True, alias=True
    )
    follow_source(change(news, topics[:1]), None)
    assert [facts(copy) for copy in copies] == [(NEW, GONE, ["b"])] * 2
    assert NewsPage.objects.get(pk=alias.pk).date == OLD  # aliases follow on their own (Wagtail)


@pytest.mark.django_db
def test_a_translation_takes_the_facts_of_what_is_public(news, topics, spanish):
    copy, other = copy_of(news, spanish), copy_of(news, _french())
    NewsPage.objects.filter(pk=other.pk).update(date=datetime.date(2035, 5, 5), live=True)
    change(news, topics[:1])
    NewsPage.objects.filter(pk=news.pk).update(live=False)
    follow_source(copy, None)
    assert facts(copy) == (OLD, None, ["c"])
    NewsPage.objects.filter(pk=news.pk).update(live=True)
    follow_source(copy, None)
    assert facts(copy) == (NEW, GONE, ["b"])
    assert facts(other)[0] == datetime.date(2035, 5, 5)


@pytest.mark.django_db
def test_an_alias_neither_takes_nor_gives(news, topics, spanish, home):
    alias = news.copy_for_translation(spanish, alias=True).specific
    change(news, topics[:1])
    follow_source(NewsPage.objects.get(pk=alias.pk), None)
    assert facts(alias)[0] == OLD
