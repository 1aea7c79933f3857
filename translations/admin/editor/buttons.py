"""What the buttons of the sheet do."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from translations.admin.editor.base import GONE, OneSheet, number
from translations.engine import remarks, review, reviewed, states, texts
from translations.engine.texts import TextRefusedError
from translations.models import Status, Suggestion

#: Those of writers, of everybody who works on it, and those whose right is asked for elsewhere.
WRITING = ("save", "confirm", "drop")
REMARKS = ("remark", "resolve")
NAMES = (*WRITING, *REMARKS, "submit", "withdraw", "approve", "return", "again")


def press(sheet: OneSheet, name: str, argument: str, stored: int) -> str:
    """Do what the button `name` says, one of `NAMES`; return what the person is told.

    `argument` is what it is about: the key of a text, or a primary key. `stored` is how many texts
    were stored when it was pressed. Raises `PermissionDenied`, `TextRefusedError`,
    `PublicationRefusedError`, and `Http404` for an argument that is none.
    """
    rights, translation, user = sheet.rights, sheet.translation, sheet.request.user
    if name in WRITING and not rights.write:
        raise PermissionDenied
    if name in REMARKS and not (rights.write or rights.review):
        raise PermissionDenied
    match name:
        case "save" if stored:
            words = ngettext("%(count)d text saved.", "%(count)d texts saved.", stored)
            return words % {"count": stored}
        case "save":
            return _("Nothing had changed.")
        case "confirm":
            text = _text(sheet, argument)
            if text is None or not text.data:
                raise TextRefusedError(str(GONE))
            at = translation, text.context, text.string
            texts.write(*at, text.data, user=user, based_on=text.version)
            return _("Confirmed.")
        case "drop":
            Suggestion.objects.filter(translation=translation, pk=number(argument)).delete()
            return _("The suggestion is gone.")
        case "remark":
            return _remark(sheet, argument)
        case "resolve":
            remarks.settle(translation, number(argument))
            return _("The comment is settled.")
        case "submit":
            note = sheet.words("note")
            review.submit(translation, user, note, over_remarks=sheet.over_remarks)
            return _("Handed in for review. You are told when it has been looked at.")
        case "withdraw":
            review.withdraw(translation, user)
            return _("Withdrawn: it can be written again.")
        case "approve":
            return _approve(sheet)
        case "return":
            review.demand_decision(translation, user, sheet.seen)
            comment = sheet.words("comment", _("Say in the comment what should be changed."))
            review.send_back(translation, user, comment, seen=sheet.seen)
            return _("Returned. Those who wrote it are told.")
    reviewed.publish_again(translation, user)
    return _("Published again.")


def _text(sheet: OneSheet, key: str) -> texts.Text | None:
    return next((each for each in sheet.found if each.key == key), None)


def _remark(sheet: OneSheet, key: str) -> str:
    words = sheet.words(f"remark-{key}", _("Write the comment first."))
    text = _text(sheet, key)
    if text is None and key != "all":
        raise TextRefusedError(str(GONE))
    remarks.add(sheet.translation, text, words, sheet.request.user)
    return _("The comment stands beside the text.")


def _approve(sheet: OneSheet) -> str:
    user, comment = sheet.request.user, sheet.words("comment")
    review.approve(
        sheet.translation, user, comment, seen=sheet.seen, over_remarks=sheet.over_remarks
    )
    state = states.of_translation(sheet.translation)
    if state is not None and state.status == Status.SCHEDULED:
        return _("Approved. It goes live together with its source.")
    return _("Approved and live.")
