"""What the buttons of the sheet do."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from translations.admin.editor import saving
from translations.admin.editor.base import GONE, OneSheet, number
from translations.engine import remarks, review, reviewed, states, texts
from translations.engine.texts import TextRefusedError
from translations.models import Status, Suggestion


def _save(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    if not sheet.rights.write:
        raise PermissionDenied
    if not result.stored:
        return _("Nothing had changed.")
    return ngettext("%(count)d text saved.", "%(count)d texts saved.", result.stored) % {
        "count": result.stored
    }


def _confirm(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    if not sheet.rights.write:
        raise PermissionDenied
    text = next((each for each in sheet.found if each.key == argument), None)
    if text is None or not text.data:
        raise TextRefusedError(str(GONE))
    texts.write(
        sheet.translation,
        text.context,
        text.string,
        text.data,
        user=sheet.request.user,
        based_on=text.version,
    )
    return _("Confirmed.")


def _remark(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    if not (sheet.rights.write or sheet.rights.review):
        raise PermissionDenied
    words = sheet.words(f"remark-{argument}", _("Write the comment first."))
    text = next((each for each in sheet.found if each.key == argument), None)
    if text is None and argument != "all":
        raise TextRefusedError(str(GONE))
    remarks.add(sheet.translation, text, words, sheet.request.user)
    return _("The comment stands beside the text.")


def _resolve(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    if not (sheet.rights.write or sheet.rights.review):
        raise PermissionDenied
    remarks.settle(sheet.translation, number(argument))
    return _("The comment is settled.")


def _drop(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    if not sheet.rights.write:
        raise PermissionDenied
    Suggestion.objects.filter(translation=sheet.translation, pk=number(argument)).delete()
    return _("The suggestion is gone.")


def _submit(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    review.submit(
        sheet.translation,
        sheet.request.user,
        sheet.words("note"),
        over_remarks=sheet.over_remarks,
    )
    return _("Handed in for review. You are told when it has been looked at.")


def _withdraw(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    review.withdraw(sheet.translation, sheet.request.user)
    return _("Withdrawn: it can be written again.")


def _approve(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    user, comment = sheet.request.user, sheet.words("comment")
    review.approve(
        sheet.translation, user, comment, seen=sheet.seen, over_remarks=sheet.over_remarks
    )
    state = states.of_translation(sheet.translation)
    if state is not None and state.status == Status.SCHEDULED:
        return _("Approved. It goes live together with its source.")
    return _("Approved and live.")


def _return(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    review.demand_decision(sheet.translation, sheet.request.user, sheet.seen)
    comment = sheet.words("comment", _("Say in the comment what should be changed."))
    review.send_back(sheet.translation, sheet.request.user, comment, seen=sheet.seen)
    return _("Returned. Those who wrote it are told.")


def _again(sheet: OneSheet, argument: str, result: saving.Result) -> str:
    reviewed.publish_again(sheet.translation, sheet.request.user)
    return _("Published again.")


DOINGS: dict[str, Callable[[OneSheet, str, saving.Result], str]] = {
    "save": _save,
    "confirm": _confirm,
    "remark": _remark,
    "resolve": _resolve,
    "drop": _drop,
    "submit": _submit,
    "withdraw": _withdraw,
    "approve": _approve,
    "return": _return,
    "again": _again,
}
