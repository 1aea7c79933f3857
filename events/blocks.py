"""Program blocks: a flat stream of days, each followed by its sessions.

Times, type, topics, languages and status are facts: the page in the source language determines them
(see `events.program`). Title, description, room, track and speakers are text.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from events.program import KINDS, STATUSES
from pages.languages import source_locale
from pages.times.date_fields import DateBlock, TimeBlock


def site_languages():
    """Return the languages of the site as choices."""
    return settings.LANGUAGES


class ThemeBlock(SnippetChooserBlock):
    """Choose a topic; always store the one in the source language and do not translate it."""

    def __init__(self, **kwargs):
        super().__init__("pages.Topic", **kwargs)

    def clean(self, value):
        topic = super().clean(value)
        if topic is None or topic.locale_id == source_locale().pk:
            return topic
        return topic.get_translation_or_none(source_locale()) or topic

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class DayBlock(blocks.StructBlock):
    """Start a day; the sessions after it belong to it."""

    date = DateBlock(label=_("Date"))
    title = blocks.CharBlock(label=_("Title"), required=False, default="", max_length=120)
    introduction = blocks.TextBlock(label=_("Introduction"), required=False, default="")

    class Meta:
        icon = "calendar"
        label = _("Day")
        description = _("The sessions that follow take place on this day.")
        preview_value = {"date": None, "title": "First day", "introduction": ""}


class SpeakerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), default="", max_length=120)
    role = blocks.CharBlock(label=_("Role"), required=False, default="", max_length=150)


class SessionBlock(blocks.StructBlock):
    """Describe a session, with its time and room."""

    starts = TimeBlock(label=_("Starts at"), help_text=_("In the event’s time zone."))
    ends = TimeBlock(label=_("Ends at"), help_text=_("On the same day."))
    title = blocks.CharBlock(label=_("Title"), default="", max_length=200)
    description = blocks.TextBlock(label=_("Description"), required=False, default="")
    kind = blocks.ChoiceBlock(label=_("Type"), choices=list(KINDS.items()), default="plenary")
    room = blocks.CharBlock(label=_("Room"), required=False, default="", max_length=120)
    track = blocks.CharBlock(
        label=_("Track"),
        required=False,
        default="",
        max_length=80,
        help_text=_("Groups related sessions across several days."),
    )
    themes = blocks.ListBlock(ThemeBlock(), label=_("Topics"), default=[])
    languages = blocks.MultipleChoiceBlock(
        label=_("Working languages"), choices=site_languages, required=False, default=[]
    )
    interpretation = blocks.MultipleChoiceBlock(
        label=_("Interpretation into"), choices=site_languages, required=False, default=[]
    )
    status = blocks.ChoiceBlock(
        label=_("Status"), choices=list(STATUSES.items()), default="scheduled"
    )
    speakers = blocks.ListBlock(SpeakerBlock(), label=_("Speakers"), default=[])

    class Meta:
        icon = "group"
        label = _("Session")
        description = _("A plenary, workshop, or break, with its time, room, and languages.")
        preview_value = {"title": "Opening plenary", "kind": "plenary", "status": "scheduled"}

    def clean(self, value):
        cleaned = super().clean(value)
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            message = _("Enter an end time later than the start time.")
            raise StructBlockValidationError(block_errors={"ends": ValidationError(message)})
        return cleaned


class ProgramBlock(blocks.StreamBlock):
    """Combine days and sessions; each session must follow the day on which it takes place."""

    day = DayBlock()
    session = SessionBlock()

    def clean(self, value):
        cleaned = super().clean(value)
        errors: dict[int, ValidationError] = {}
        dates = set()
        for index, child in enumerate(cleaned):
            if child.block_type == "day":
                date = child.value.get("date")
                if date in dates:
                    message = _("This day is already in the program.")
                    errors[index] = StructBlockValidationError(
                        block_errors={"date": ValidationError(message)}
                    )
                dates.add(date)
            elif not dates:
                errors[index] = ValidationError(
                    _("Add a day above this session: each session belongs to the day above it.")
                )
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return cleaned
