"""The actions behind the buttons of the translation editor."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from translations.admin.editor.base import GONE, TranslationView
from translations.engine import comments, review, reviewed, segments, status_store
from translations.engine.segments import Segment, TextRefusedError
from translations.models import Status, Suggestion

WORDS = forms.CharField(max_length=2000, required=False)


class EditorActions(TranslationView):
    """A translation view with the actions, the stored segments and the submitted data."""

    #: For writers, for writers and reviewers, and those whose permission is checked elsewhere.
    writing = ("save", "confirm", "drop")
    talking = ("remark", "resolve")
    names = (*writing, *talking, "submit", "withdraw", "approve", "return", "again")

    @property
    def show(self) -> str:
        return self.request.GET.get("show", "")

    @cached_property
    def found(self) -> list[Segment]:
        return segments.read(self.translation)

    @property
    def seen(self) -> int | None:
        """Return the key of the review that was on the screen when the button was pressed."""
        sent = self.request.POST.get("review", "")
        return primary_key(sent) if sent else None

    @property
    def over_remarks(self) -> bool:
        """Return whether the user has chosen to continue despite open comments."""
        return "over_remarks" in self.request.POST

    def words(self, name: str, required: str = "") -> str:
        """Return the content of the field `name`.

        Raises `TextRefusedError` if it is too long, or `required` and empty; `required` is the
        message.
        """
        try:
            words = WORDS.clean(self.request.POST.get(name, ""))
        except ValidationError as error:
            raise TextRefusedError(error.messages[0]) from error
        if required and not words:
            raise TextRefusedError(required)
        return words

    def press(self, name: str, argument: str, stored: int) -> str:
        """Perform the action `name`, one of `names`; return the message for the user.

        `argument` is what it acts on: the key of a segment, or a primary key. `stored` is how many
        segments were saved by the same request. Raises `PermissionDenied`, `TextRefusedError`,
        `PublicationRefusedError`, and `Http404` for an invalid argument.
        """
        translation, user = self.translation, self.request.user
        if name in self.writing and not self.writes:
            raise PermissionDenied
        if name in self.talking and not (self.writes or self.reviews):
            raise PermissionDenied
        match name:
            case "save" if stored:
                words = ngettext("%(count)d segment saved.", "%(count)d segments saved.", stored)
                return words % {"count": stored}
            case "save":
                return _("No changes to save.")
            case "confirm":
                text = self._text(argument)
                if text is None or not text.data:
                    raise TextRefusedError(str(GONE))
                at = translation, text.context, text.string
                segments.write(*at, text.data, user=user, based_on=text.version)
                return _("Confirmed.")
            case "drop":
                Suggestion.objects.filter(
                    translation=translation, pk=primary_key(argument)
                ).delete()
                return _("Suggestion removed.")
            case "remark":
                return self._remark(argument)
            case "resolve":
                comments.resolve(translation, primary_key(argument))
                return _("Comment resolved.")
            case "submit":
                note = self.words("note")
                review.submit(translation, user, note, over_remarks=self.over_remarks)
                return _("Submitted for review. You will be notified once it has been reviewed.")
            case "withdraw":
                review.withdraw(translation, user)
                return _("Withdrawn from review. You can edit it again.")
            case "approve":
                return self._approve()
            case "return":
                review.require_decision(translation, user, self.seen)
                comment = self.words("comment", _("Explain in the comment what should be changed."))
                review.request_changes(translation, user, comment, seen=self.seen)
                return _("Changes requested. The translators will be notified.")
        reviewed.republish(translation, user)
        return _("Published again.")

    def _text(self, key: str) -> Segment | None:
        return next((each for each in self.found if each.key == key), None)

    def _remark(self, key: str) -> str:
        words = self.words(f"remark-{key}", _("Write the comment first."))
        text = self._text(key)
        if text is None and key != "all":
            raise TextRefusedError(str(GONE))
        comments.add(self.translation, text, words, self.request.user)
        return _("Comment added.")

    def _approve(self) -> str:
        user, comment = self.request.user, self.words("comment")
        review.approve(
            self.translation, user, comment, seen=self.seen, over_remarks=self.over_remarks
        )
        state = status_store.for_translation(self.translation)
        if state is not None and state.status == Status.SCHEDULED:
            return _("Approved. It will go live at the same time as its source.")
        return _("Approved and live.")


def primary_key(argument: str) -> int:
    if not argument.isdecimal() or len(argument) > 18:
        raise Http404
    return int(argument)
