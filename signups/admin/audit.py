"""The audit log: who viewed, exported, or changed which sign-ups; numbers, never content.

Entries go into Wagtail's log of models, not into that of pages: editors can read the history of a
page, but must not learn how many people signed up or what organizers look for. Administrators see
the entries in the site history; organizers see those of one form or one sign-up.
An entry names a sign-up by its code. It keeps the values of a filter (keys of choices, languages,
days), but of a search only the fact that there was one.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.log_actions import LogFormatter
from wagtail.models import ModelLogEntry

from signups.compat_views import upstream
from signups.models import SignUpPage, Submission

# The label and the message of each action.
ACTIONS: dict[str, tuple[str | Promise, str | Promise]] = {
    "signups.list": (gettext_lazy("Sign-up list viewed"), gettext_lazy("Sign-up list viewed")),
    "signups.figures": (
        gettext_lazy("Statistics viewed"),
        gettext_lazy("Sign-up statistics viewed"),
    ),
    "signups.export": (gettext_lazy("Sign-ups exported"), gettext_lazy("Sign-ups exported")),
    "signups.sheet": (gettext_lazy("Attendee list viewed"), gettext_lazy("Attendee list viewed")),
    "signups.door": (
        gettext_lazy("Check-in screen viewed"),
        gettext_lazy("Check-in screen viewed"),
    ),
    "signups.view": (gettext_lazy("Sign-up viewed"), gettext_lazy("Sign-up viewed")),
    "signups.correct": (gettext_lazy("Sign-up corrected"), gettext_lazy("Sign-up corrected")),
    "signups.status": (gettext_lazy("Status changed"), gettext_lazy("Status changed")),
    "signups.check_in": (gettext_lazy("Checked in"), gettext_lazy("Checked in")),
    "signups.undo_check_in": (
        gettext_lazy("Check-in undone"),
        gettext_lazy("Check-in undone"),
    ),
    "signups.resend": (gettext_lazy("Email resent"), gettext_lazy("Email queued to be resent")),
    "signups.release": (
        gettext_lazy("Spot released"),
        gettext_lazy("Spot held by a duplicate sign-up released"),
    ),
    "signups.delete": (gettext_lazy("Sign-up deleted"), gettext_lazy("Sign-up deleted")),
}


class _Formatter(LogFormatter):
    def format_message(self, log_entry):
        return "; ".join([force_str(self.message), *_details(log_entry.data)])


def _details(data: dict) -> list[str]:
    details = []
    if (rows := data.get("rows")) is not None:
        details.append(ngettext("%(count)d row", "%(count)d rows", rows) % {"count": rows})
    if (answers := data.get("answers")) is not None:
        text = ngettext("%(count)d answer changed", "%(count)d answers changed", answers)
        details.append(text % {"count": answers})
    if kind := data.get("format"):
        details.append(_("as %(format)s") % {"format": kind.upper()})
    if "from" in data and "to" in data:
        names = dict(Submission.Status.choices)
        words = {name: force_str(names.get(data[name], data[name])) for name in ("from", "to")}
        details.append(_("from “%(from)s” to “%(to)s”") % words)
    if filters := data.get("filter"):
        shown = ", ".join(f"{name}={value}" for name, value in sorted(filters.items()))
        details.append(_("filter: %(filters)s") % {"filters": shown})
    if data.get("search"):
        details.append(_("with a search"))
    return details


def register_actions(actions) -> None:
    for action, (label, message) in ACTIONS.items():
        formatter = type("Formatter", (_Formatter,), {"label": label, "message": message})
        actions.register_action(action)(formatter)


def note(instance: SignUpPage | Submission, action: str, user, **data) -> None:
    """Log what `user` did with a form or with one sign-up."""
    if isinstance(instance, Submission):
        data["form"] = instance.page_id
    ModelLogEntry.objects.log_action(
        instance,
        action,
        user=user,
        uuid=upstream.get_active_log_context().uuid,
        title=instance.title if isinstance(instance, SignUpPage) else instance.spaced_code,
        data=data,
        deleted=action == "signups.delete",
    )


def history_of_form(page: SignUpPage) -> QuerySet[ModelLogEntry]:
    """Return the log entries of a form and its sign-ups, latest first.

    Entries of deleted sign-ups are included, because they name the form.
    """
    form, one = (ContentType.objects.get_for_model(model) for model in (SignUpPage, Submission))
    mine = Q(content_type=form, object_id=str(page.pk)) | Q(content_type=one, data__form=page.pk)
    found = ModelLogEntry.objects.filter(mine, action__in=list(ACTIONS))
    return found.prefetch_related("user")
