"""Format an answer for people and for tables."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from signups.form.questions import Question

YES_NO = (("yes", _("Yes")), ("no", _("No")))


def display_answer(question: Question, value: Any) -> str:
    """Return an answer as text for people, in the language of `question`."""
    if value is None:
        return ""
    if question.kind == "checkboxes":
        return ", ".join(question.choice_label(key) for key in value)
    if question.kind in ("radio", "dropdown"):
        return question.choice_label(value)
    if question.kind == "yes_no":
        return str(dict(YES_NO).get(value, value))
    if question.kind == "consent":
        return str(_("Yes") if value else _("No"))
    return str(value)


def exported(value: Any) -> str:
    """Return an answer for a table: keys that are the same in every language."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
