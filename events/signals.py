"""What other apps can listen to."""

from django.dispatch import Signal

#: A published event was saved in the source language. Arguments: `event`, and `before`, the same
#: row as it was published until now. Sent in the transaction that saves: what a receiver writes
#: is committed with it, and its failure undoes it.
event_saved = Signal()
