"""The log actions of the dashboard, shown in the history of a page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

HOLD = "translations.hold"
LIFT = "translations.lift_hold"
COORDINATED_RELEASE = "translations.together"
RELEASED_ALONE = "translations.alone"
UNPUBLISH_ALL = "translations.take_down"
SOURCE_ONLY = "translations.source_only"
TO_TRANSLATE = "translations.to_translate"

LABELS = {
    HOLD: gettext_lazy("Hold until translated"),
    LIFT: gettext_lazy("Remove hold"),
    COORDINATED_RELEASE: gettext_lazy("Publish together"),
    RELEASED_ALONE: gettext_lazy("Publish without translation"),
    UNPUBLISH_ALL: gettext_lazy("Unpublish in all languages"),
    SOURCE_ONLY: gettext_lazy("Do not translate"),
}


class LanguagesFormatter(LogFormatter):
    """Format an action as its label and the languages it affects."""

    def format_message(self, entry) -> str:
        languages = ", ".join(entry.data.get("languages", ()))
        if not languages:
            return str(self.label)
        return _("%(label)s: %(languages)s") % {"label": self.label, "languages": languages}


def log_actions(actions) -> None:
    """Register the log actions (a Wagtail hook)."""
    for name, label in LABELS.items():
        actions.register_action(name)(type("Formatter", (LanguagesFormatter,), {"label": label}))
    actions.register_action(
        TO_TRANSLATE,
        gettext_lazy("Translate after all"),
        gettext_lazy("Marked for translation again"),
    )
