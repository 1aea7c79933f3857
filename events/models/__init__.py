"""The summit with its program, and the dialogues that lead up to it."""

from events.models.choices import Mode, Status
from events.models.dialogues import DialogueIndexPage, DialoguePage
from events.models.event import EventPage
from events.models.summit import SummitPage

__all__ = ["DialogueIndexPage", "DialoguePage", "EventPage", "Mode", "Status", "SummitPage"]
