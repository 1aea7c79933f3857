"""Editor, translators and reviewers act at random, in any order.

After each step every stored status equals the computed one, and Spanish URLs show only texts
that one person wrote and another approved.
"""

import datetime
from itertools import count

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from home import structure
from home.models import HomePage, StandardPage
from pages.models import Topic
from pages.publication import PublicationRefusedError
from tests.seeds import FIRST, seeds
from translations.engine import (
    objects,
    release,
    review,
    reviewed,
    segments,
    sending,
    status,
    status_store,
    sync,
)
from translations.engine.segments import TextRefusedError
from translations.models import Hold, Review, SourceOnly, State, Status

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WORDS = ("peace", "land", "memory", "bread")
FIELDS = ("title", "introduction", "listing_text")
KEPT = [each.attname for each in State._meta.concrete_fields if not each.primary_key]
REFUSED = (PermissionDenied, TextRefusedError, PublicationRefusedError, release.ReleaseError)
pages = st.sampled_from((0, 1))
people = st.sampled_from(("translator", "second", "reviewer", "colleague"))
numbers = count(1)
seen: set[str] = set()  # every status that occurred
public: set[str] = set()  # every text that was on a live Spanish page


class Work(RuleBasedStateMachine):
    """Two pages and a topic; the test records who did what."""

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        translation.activate("en")
        self.spanish = Locale.objects.get(language_code="es")
        self.people = {}
        for name, group in (
            ("editor", structure.COMMUNICATIONS),
            ("translator", structure.translators("es")),
            ("second", structure.translators("es")),
            ("reviewer", structure.reviewers("es")),
            ("colleague", structure.reviewers("es")),
        ):
            self.people[name] = User.objects.create_user(name)
            self.people[name].groups.add(Group.objects.get(name=group))
        home = HomePage.objects.get(locale__language_code="en")
        self.keys = []
        for number in (0, 1):
            page = StandardPage(title=f"Page {number}", introduction="We meet.", live=False)
            home.add_child(instance=page)
            page.save_revision().publish()
            self.keys.append(page.translation_key)
        self.topic = Topic.objects.create(name="Land", slug="land", locale=home.locale)
        self.written_by: dict[str, str] = {}
        self.approved: set[str] = set()

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    # ------------------------------------------------------------ objects
    def page(self, number: int) -> StandardPage | None:
        return StandardPage.objects.filter(
            translation_key=self.keys[number], locale__language_code="en"
        ).first()

    def copy(self, number: int) -> StandardPage | None:
        return StandardPage.objects.filter(
            translation_key=self.keys[number], locale=self.spanish
        ).first()

    def translation(self, number: int) -> Translation | None:
        return (
            Translation.objects.filter(source__object_id=self.keys[number])
            .select_related("source", "target_locale")
            .first()
        )

    def fresh(self, name: str) -> User:
        return User.objects.get(pk=self.people[name].pk)  # Wagtail caches permissions on the object

    def attempt(self, what, *args, **kwargs):
        """Run a step in a transaction; return its result, or None if it is refused."""
        try:
            with transaction.atomic():
                return what(*args, **kwargs)
        except REFUSED:
            return None

    # ------------------------------------------------------------ the editor
    @rule(number=pages, field=st.sampled_from(FIELDS), word=st.sampled_from(WORDS))
    def publishes(self, number, field, word):
        if page := self.page(number):
            page = page.get_latest_revision_as_object()
            setattr(page, field, f"{field} of {word}")
            page.save_revision().publish()

    @rule(number=pages, word=st.sampled_from(WORDS))
    def saves_a_draft(self, number, word):
        if page := self.page(number):
            page = page.get_latest_revision_as_object()
            page.introduction = f"draft of {word}"
            page.save_revision()

    @rule(number=pages, word=st.sampled_from(WORDS))
    def changes_the_slug(self, number, word):
        if page := self.page(number):
            page = page.get_latest_revision_as_object()
            page.slug = f"{word}-{number}"
            page.save_revision().publish()

    @rule(number=pages)
    def takes_down(self, number):
        if page := self.page(number):
            page.unpublish()

    @rule(number=pages)
    def takes_down_all(self, number):
        if page := self.page(number):
            release.unpublish_all(page, self.fresh("editor"))

    @rule(number=pages)
    def sends(self, number):
        if page := self.page(number):
            sending.send([page], [self.spanish])

    @rule()
    def sends_everything(self):
        home = HomePage.objects.get(locale__language_code="en")
        sending.send(sending.with_children(home), [self.spanish])

    @rule(number=pages, hours=st.sampled_from((None, 5)), deadline=st.sampled_from((None, 9)))
    def holds(self, number, hours, deadline):
        def ahead(hours):
            return timezone.now() + datetime.timedelta(hours=hours) if hours else None

        if page := self.page(number):
            editor = self.people["editor"]
            self.attempt(
                release.schedule_release,
                page,
                [self.spanish],
                editor,
                ahead(hours),
                ahead(deadline),
            )

    @rule(hours=st.sampled_from((0, 6, 10)))
    def the_clock_strikes(self, hours):
        release.release_due(timezone.now() + datetime.timedelta(hours=hours))

    @rule(number=pages)
    def holds_no_longer(self, number):
        held = Hold.objects.filter(page__translation_key=self.keys[number]).first()
        if held:
            release.cancel_release(held)

    @rule(number=pages)
    def leaves_in_english(self, number):
        found = SourceOnly.objects.filter(translation_key=self.keys[number], locale=self.spanish)
        if found:
            for decision in found:
                decision.delete()
        else:
            SourceOnly.objects.create(
                translation_key=self.keys[number], locale=self.spanish, reason="Local."
            )

    @rule(number=pages)
    def moves(self, number):
        page, other = self.page(number), self.page(1 - number)
        if page and other and not other.is_descendant_of(page):
            page.move(other, pos="last-child")

    @rule(number=pages)
    def deletes(self, number):
        if (page := self.page(number)) and not page.get_children().exists():
            page.delete()

    @rule(number=pages)
    def deletes_the_copy(self, number):
        if (copy := self.copy(number)) and not copy.get_children().exists():
            copy.delete()

    @rule(word=st.sampled_from(WORDS))
    def renames_the_topic(self, word):
        topic = Topic.objects.get(pk=self.topic.pk)
        topic.name = word
        topic.save()

    # ------------------------------------------------------------ translators and reviewers
    @rule(number=pages, who=people, every=st.booleans())
    def writes(self, number, who, every):
        task = self.translation(number)
        for text in segments.read(task) if task else ():
            if (every and not text.is_done and text.counts) or text.context.path == "introduction":
                data = f"ES {next(numbers)} {who}"
                stored = self.attempt(
                    segments.write, task, text.context, text.string, data, user=self.fresh(who)
                )
                if stored is not None:
                    self.written_by[data] = who

    @rule(number=pages)
    def has_it_made_by_a_machine(self, number):
        task = self.translation(number)
        for text in segments.read(task) if task else ():
            if text.counts:
                self.attempt(
                    segments.write,
                    task,
                    text.context,
                    text.string,
                    f"MT {text.source}",
                    machine="MT",
                )

    @rule(number=pages, who=people)
    def hands_in(self, number, who):
        if task := self.translation(number):
            self.attempt(review.submit, task, self.fresh(who))

    @rule(number=pages, who=people)
    def takes_back(self, number, who):
        if task := self.translation(number):
            self.attempt(review.withdraw, task, self.fresh(who))

    @rule(number=pages, who=people)
    def approves(self, number, who):
        task = self.translation(number)
        done = self.attempt(review.approve, task, self.fresh(who)) if task else None
        if done is not None:
            assert who in ("reviewer", "colleague")
            new = {data for data in done.texts.values() if data} - self.approved
            assert all(self.written_by[data] != who for data in new)
            self.approved |= new

    @rule(number=pages, who=people)
    def returns(self, number, who):
        if task := self.translation(number):
            self.attempt(review.request_changes, task, self.fresh(who), "Once more, please.")

    @rule(number=pages, who=people)
    def publishes_again(self, number, who):
        if task := self.translation(number):
            self.attempt(reviewed.republish, task, self.fresh(who))

    @rule(number=pages, who=people)
    def publishes_past_the_review(self, number, who):
        if copy := self.copy(number):
            copy.introduction = "UNSEEN"
            revision = copy.save_revision(user=self.people[who])
            assert self.attempt(revision.publish, user=self.fresh(who)) is None

    @rule(number=pages, who=st.sampled_from(("translator", "second")))
    def works_it_through(self, number, who):
        """Translate, submit and approve the page in one step."""
        self.sends(number)
        self.takes_back(number, who)
        self.writes(number, who, True)
        self.hands_in(number, who)
        self.approves(number, "reviewer")

    @rule(number=pages, word=st.sampled_from(WORDS), hours=st.sampled_from((None, 5)))
    def holds_and_has_it_translated(self, number, word, hours):
        self.saves_a_draft(number, word)
        self.holds(number, hours, None)
        self.works_it_through(number, "translator")

    @rule(number=pages)
    def synchronizes_as_the_package_does(self, number):
        """Update a translation with the code of wagtail-localize."""
        task = self.translation(number)
        if task and task.enabled and self.copy(number) and self.page(number):
            sync.sync(self.page(number))

    # ------------------------------------------------------------ invariants
    @invariant()
    def the_status_is_true(self):
        if not hasattr(self, "keys"):
            return
        kept = {
            (state.translation_key, state.locale_id): state for state in status_store.all_statuses()
        }
        computed = status.compute_status(objects.all_keys())
        assert set(kept) == set(computed)
        for key, standing in computed.items():
            seen.add(standing.status)
            for name in KEPT:
                assert getattr(kept[key], name) == getattr(standing, name), (key, name)
        assert not State.objects.filter(stale=True).exists()

    @invariant()
    def nothing_unseen_is_public(self):
        if not hasattr(self, "keys"):
            return
        for number in (0, 1):
            copy = self.copy(number)
            if copy is None or not copy.live:
                continue
            public.update(words for field in FIELDS if (words := getattr(copy, field)))
            for field in FIELDS:
                words = getattr(copy, field)
                assert not words or words in self.approved, (field, words)
            if copy.get_ancestors().filter(live=False).exclude(depth=1).exists():
                continue
            html = Client().get(copy.get_url()).content.decode()
            assert "UNSEEN" not in html
            assert "MT " not in html
            translation.activate("en")

    @invariant()
    def one_review_waits_at_most(self):
        if hasattr(self, "keys"):
            waiting = Review.objects.filter(state=Review.State.WAITING)
            for key in self.keys:
                assert waiting.filter(translation_key=key).count() <= 1


@pytest.mark.random
def test_whatever_they_do(site_structure):
    before = Page.objects.count()
    seen.clear()
    public.clear()
    # The path of Hypothesis depends on the loaded modules: until it has seen enough to prove
    # something, it runs again with a few examples at a time, or twenty in `make fuzz`.
    for turn in seeds(30):
        run(
            seed(turn)(Work),
            settings=settings(
                max_examples=20 if FIRST else 4,
                stateful_step_count=30,
                phases=(Phase.explicit, Phase.generate),  # shrinking would take minutes
                suppress_health_check=list(HealthCheck),
            ),
        )
        if seen == set(Status) and len(public) > 20:
            break
    assert Page.objects.count() == before
    assert seen == set(Status)
    assert len(public) > 20
