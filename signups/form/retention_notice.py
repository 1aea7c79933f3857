"""What a form says about its answers: which are encrypted, and when they are deleted.

Computed from the questions, so that it always covers everything that is kept. The usual case is
explained once, beside the privacy notice; exceptions at their question, or above a group of
questions (a section, or those before the first heading) if they apply to the whole group.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signups.form.questions import DAYS_TO_KEEP_SENSITIVE, Question


@dataclass(frozen=True)
class Group:
    """A heading (or None) and the questions below it, as indexes in the form."""

    heading: int | None
    questions: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class RetentionNotice:
    """What to say about the answers to `questions`: those that are asked, in order.

    `has_event`: the days count from the end of an event, else from when a sign-up was sent;
    `sent`: this sign-up has been sent already.
    """

    questions: Sequence[Question]
    has_event: bool
    sent: bool = False

    def notes(self) -> dict[int | None, str]:
        """Return the notes by index of a question or heading; None is above the first question."""
        found: dict[int | None, str] = {}
        for group in self._groups():
            policies = {place: self._policy(place) for place in group.questions}
            shared = set(policies.values())
            if len(policies) > 1 and len(shared) == 1 and self._usual not in shared:
                found[group.heading] = self._said(*shared.pop(), several=True)
                continue
            for place, policy in policies.items():
                if policy != self._usual:
                    found[place] = self._said(*policy, several=False)
        return found

    def summary(self) -> str:
        """Return the notice for all answers without a note."""
        if self._usual is None:
            return ""
        when = self.when(self._usual[1])
        policies = {self._policy(place) for group in self._groups() for place in group.questions}
        if len(policies) > 1:
            return _("All other answers are deleted %(when)s.") % {"when": when}
        return _("Your answers are deleted %(when)s.") % {"when": when}

    def when(self, days: int) -> str:
        if days == 0:
            if self.has_event:
                return _("when the event ends")
            # The purge runs at night.
            if self.sent:
                return _("the night after you sent this form")
            return _("the night after you send this form")
        if self.has_event:
            words = ngettext("%(days)s day after the event", "%(days)s days after the event", days)
        elif self.sent:
            words = ngettext(
                "%(days)s day after you sent this form",
                "%(days)s days after you sent this form",
                days,
            )
        else:
            words = ngettext(
                "%(days)s day after you send this form",
                "%(days)s days after you send this form",
                days,
            )
        return words % {"days": days}

    def firsts(self) -> dict[int, int | None]:
        """Return the first question of each group with the heading above it, as indexes."""
        return {group.questions[0]: group.heading for group in self._groups()}

    def _said(self, sealed: bool, days: int, *, several: bool) -> str:
        longer = sealed and days > DAYS_TO_KEEP_SENSITIVE
        if several:
            seal = _("Encrypted: only the organizers can open these answers; this site cannot.")
            usual = _("They are deleted %(when)s.")
            long = _("They are kept longer than usual and deleted %(when)s.")
        else:
            seal = _("Encrypted: only the organizers can open this answer; this site cannot.")
            usual = _("It is deleted %(when)s.")
            long = _("It is kept longer than usual and deleted %(when)s.")
        gone = (long if longer else usual) % {"when": self.when(days)}
        return f"{seal} {gone}" if sealed else gone

    def _policy(self, place: int) -> tuple[bool, int]:
        return self.questions[place].sensitive, self.questions[place].days_to_keep

    @property
    def _usual(self) -> tuple[bool, int] | None:
        """Return the most common policy of answers that are not encrypted; on a tie, the longer."""
        counted = Counter(
            question.days_to_keep
            for question in self.questions
            if question.key and not question.sensitive
        )
        days = max(counted, key=lambda each: (counted[each], each), default=None)
        return None if days is None else (False, days)

    def _groups(self) -> list[Group]:
        groups = [Group(None)]
        for place, question in enumerate(self.questions):
            if question.key:
                groups[-1].questions.append(place)
            else:
                groups.append(Group(place))
        return [group for group in groups if group.questions]
