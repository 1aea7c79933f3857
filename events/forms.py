"""The editor's form of an event: times as the clocks show them where it takes place."""

from django.utils.translation import gettext_lazy as _

from pages.times.forms import WallTimesForm


class EventPageForm(WallTimesForm):
    """Reads and shows `starts` and `ends` in the zone of the event, not in that of the editor."""

    time_help = _(
        "Date and time as clocks show them where the event takes place (in the time zone below), "
        "wherever you are."
    )
