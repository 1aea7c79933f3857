"""What the desk writes into the history of a page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

HOLD = "translations.hold"
LIFT = "translations.lift_hold"
TOGETHER = "translations.together"
ALONE = "translations.alone"
TAKE_DOWN = "translations.take_down"
SOURCE_ONLY = "translations.source_only"

LABELS = {
    HOLD: gettext_lazy("Hold until translated"),
    LIFT: gettext_lazy("Hold no longer"),
    TOGETHER: gettext_lazy("Publish together"),
    ALONE: gettext_lazy("Publish without translation"),
    TAKE_DOWN: gettext_lazy("Take down in all languages"),
    SOURCE_ONLY: gettext_lazy("Not translated on purpose"),
}


@hooks.register("register_log_actions")
def log_actions(actions) -> None:
    """Name each action; the languages that it was about follow its name."""

    class LanguagesFormatter(LogFormatter):
        def format_message(self, entry) -> str:
            languages = ", ".join(entry.data.get("languages", ()))
            if not languages:
                return str(self.label)
            return _("%(label)s: %(languages)s") % {"label": self.label, "languages": languages}

    for name, words in LABELS.items():
        formatter = type("Formatter", (LanguagesFormatter,), {"label": words})
        actions.register_action(name)(formatter)
