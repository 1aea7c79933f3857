"""A user's tasks as conditions on `State` rows, so that one query finds them all."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    When,
)
from wagtail.models import Locale

from translations.engine import permissions, status_store
from translations.engine.objects import target_locales
from translations.models import Review, State, Status, open_remarks

NOBODY = Q(pk__in=[])
#: Excluded from the progress of the site: content kept in one language on purpose.
OUTSIDE = (Status.SOURCE_ONLY, Status.SOURCE_OFFLINE)
#: Sort order by urgency, the most urgent first.
URGENCY = Case(
    When(status=Status.OUTDATED, then=0),
    When(status=Status.IN_REVIEW, then=1),
    When(status=Status.IN_PROGRESS, then=2),
    When(status=Status.MISSING, then=3),
    When(status=Status.SCHEDULED, then=4),
    When(status=Status.LIVE, then=5),
    When(status=Status.SOURCE_OFFLINE, then=6),
    When(status=Status.SOURCE_ONLY, then=7),
)
OLDEST_FIRST = (F("since").asc(nulls_last=True), "title", "pk")
TABS = ("waiting", "outdated", "missing", "all")


@dataclass(frozen=True)
class Progress:
    """How much of the site is live in one language."""

    locale: Locale
    live: int
    total: int

    @property
    def percent(self) -> int:
        """Return the whole percentage, rounded down; 100 only when nothing is missing."""
        return self.live * 100 // self.total if self.total else 100


class Roles:
    """The roles of a user in each language, cached for the request."""

    def __init__(self, user):
        self.user = user

    @cached_property
    def locales(self) -> list[Locale]:
        return list(target_locales())

    @cached_property
    def writes_source(self) -> bool:
        return permissions.writes_source(self.user)

    @cached_property
    def own(self) -> set[int]:
        """Return the languages in which the user translates or reviews."""
        return permissions.languages(self.user) | self.reviews

    @cached_property
    def reviews(self) -> set[int]:
        return {each.pk for each in self.locales if permissions.may_review(self.user, each)}

    @cached_property
    def translates(self) -> set[int]:
        return {
            each.pk
            for each in self.locales
            if permissions.translators(each).filter(pk=self.user.pk).exists()
        }

    @cached_property
    def default_locales(self) -> set[int]:
        """Return the languages that lists show by default: the user's own, else all."""
        return self.own or {each.pk for each in self.locales}

    @property
    def waiting(self) -> Q:
        """Return the condition for the user's tasks."""
        found = NOBODY
        if self.translates:
            begun = Q(translation__isnull=False) | ~Q(target_pk="")
            found |= begun & Q(
                locale__in=self.translates,
                status__in=(Status.OUTDATED, Status.IN_PROGRESS),
            )
        if self.reviews:
            mine = Review.objects.filter(
                translation_key=OuterRef("translation_key"),
                locale=OuterRef("locale"),
                state=Review.State.WAITING,
            ).filter(Q(submitted_by=self.user) | Q(authors=self.user))
            found |= Q(~Exists(mine), locale__in=self.reviews, status=Status.IN_REVIEW)
        if self.translates | self.reviews:
            others = open_remarks().filter(translation=OuterRef("translation"))
            found |= Q(
                Exists(others.exclude(author=self.user)),
                locale__in=self.translates | self.reviews,
                remarks__gt=0,
            )
        if self.writes_source:
            found |= Q(status=Status.MISSING) | Q(held=True)
        return found

    def condition(self, tab: str) -> Q:
        match tab:
            case "waiting":
                return self.waiting
            case "outdated":
                return Q(status=Status.OUTDATED)
            case "missing":
                return Q(status=Status.MISSING)
        return Q()


def worklist_of(roles: Roles) -> QuerySet[State]:
    """Return a user's tasks, the oldest first."""
    found = status_store.all_statuses().filter(roles.waiting).select_related("locale")
    return found.order_by(*OLDEST_FIRST)


def counts(roles: Roles, queryset: QuerySet[State]) -> dict[str, int]:
    """Return the number of rows in each tab. One query."""
    return queryset.aggregate(**{tab: Count("pk", filter=roles.condition(tab)) for tab in TABS})


def progress(locales: list[Locale]) -> list[Progress]:
    """Return the progress of each language. One query."""
    rows = (
        State.objects.exclude(status__in=OUTSIDE)
        .values("locale")
        .annotate(total=Count("pk"), live=Count("pk", filter=Q(status=Status.LIVE)))
        .order_by()
    )
    found = {row["locale"]: row for row in rows}
    return [
        Progress(each, found[each.pk]["live"], found[each.pk]["total"])
        for each in locales
        if each.pk in found
    ]
