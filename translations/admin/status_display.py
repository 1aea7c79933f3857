"""Display of a status: label, color and link."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.languages import language_name
from translations.engine.objects import edit_url
from translations.models import SourceOnly, State, Status

TONES = {
    Status.MISSING: "none",
    Status.IN_PROGRESS: "work",
    Status.IN_REVIEW: "work",
    Status.SCHEDULED: "good",
    Status.LIVE: "good",
    Status.OUTDATED: "late",
    Status.SOURCE_OFFLINE: "none",
    Status.SOURCE_ONLY: "none",
}


@dataclass(frozen=True)
class StatusBadge:
    """A status for display: its label, notes and color."""

    label: str
    notes: tuple[str, ...]
    tone: str

    def __str__(self):
        return ", ".join([self.label, *self.notes])

    @property
    def html(self) -> SafeString:
        return render_to_string("translations/dashboard/status_badge.html", {"badge": self})


def status_badge(state: State, reason: str = "") -> StatusBadge:
    """Return the badge of `state` in the active language; `reason` comes from `SourceOnly`."""
    notes = []
    match state.status:
        case Status.IN_PROGRESS:
            notes.append(_("%(done)d of %(total)d") % {"done": state.done, "total": state.total})
        case Status.OUTDATED:
            notes.append(
                ngettext("%(count)d segment changed", "%(count)d segments changed", state.changed)
                % {"count": state.changed}
            )
        case Status.SOURCE_ONLY if reason:
            notes.append(reason)
    if state.returned and state.status == Status.IN_PROGRESS:
        notes.append(_("changes requested"))
    if state.behind and state.status != Status.OUTDATED:
        notes.append(_("live version out of date"))
    if state.remarks:
        notes.append(
            ngettext("%(count)d open comment", "%(count)d open comments", state.remarks)
            % {"count": state.remarks}
        )
    if state.held:
        notes.append(_("on hold until translated"))
    if state.machine:
        notes.append(
            ngettext("%(count)d machine-translated", "%(count)d machine-translated", state.machine)
            % {"count": state.machine}
        )
    if state.by_hand:
        notes.append(_("edited manually"))
    return StatusBadge(
        capfirst(state.get_status_display()), tuple(notes), TONES[Status(state.status)]
    )


def status_rows(rows: Iterable[State]) -> list[dict]:
    """Return the display data of each row, with the reason if not translated. One query."""
    rows = list(rows)
    decisions = SourceOnly.objects.filter(translation_key__in={row.translation_key for row in rows})
    why = {(each.translation_key, each.locale_id): each.reason for each in decisions}
    return [status_row(row, why.get((row.translation_key, row.locale_id), "")) for row in rows]


def status_row(state: State, reason: str = "") -> dict:
    return {
        "state": state,
        "code": state.locale.language_code,
        "name": language_label(state.locale),
        "badge": status_badge(state, reason),
    }


def language_label(locale) -> str:
    """Return the name of a language in that language."""
    return language_name(locale.language_code)


# ------------------------------------------------------------------ models and addresses
def get_model(label: str) -> type[Model] | None:
    """Return the model "app.model", or None. No query."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def type_name(label: str) -> str:
    """Return the verbose name of a model."""
    model = get_model(label)
    return capfirst(str(model._meta.verbose_name)) if model else label


def editor_url(state: State) -> str:
    """Return the URL of the translation editor."""
    return reverse("translations_open", args=[state.translation_key, state.locale.language_code])


def url_for(state: State, roles) -> str:
    """Return the URL of `state`: the translation if the user works on it, else its source.

    For untranslated objects, users who edit the source get the form to send them.
    """
    if state.status == Status.MISSING and roles.writes_source:
        args = [state.model, state.source_pk]
        return reverse("translations_send", args=args) if state.source_pk else ""
    if state.locale_id in roles.own and (state.translation_id or state.target_pk):
        return editor_url(state)
    if not roles.writes_source:
        return ""
    model = get_model(state.model)
    source = edit_url(model(pk=state.source_pk)) if model and state.source_pk else ""
    # Objects without an edit view (such as image descriptions) can be read in the editor.
    return source or (editor_url(state) if state.translation_id else "")
