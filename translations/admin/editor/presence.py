"""Who else has a sheet open right now."""

from datetime import timedelta

from django.utils import timezone
from wagtail_localize.models import Translation

from translations.models import Presence

GONE_AFTER = timedelta(seconds=60)


def note(translation: Translation, user) -> None:
    """Note that `user` has the sheet of `translation` open, and forget who has left."""
    now = timezone.now()
    Presence.objects.filter(translation=translation, seen_at__lt=now - GONE_AFTER).delete()
    Presence.objects.bulk_create(
        [Presence(translation=translation, user=user, seen_at=now)],
        update_conflicts=True,
        unique_fields=["translation", "user"],
        update_fields=["seen_at"],
    )


def others(translation: Translation, user) -> list[str]:
    """Return the names of the others who have the sheet open."""
    here = (
        Presence.objects.filter(translation=translation, seen_at__gte=timezone.now() - GONE_AFTER)
        .exclude(user=user)
        .select_related("user")
        .order_by("user__first_name", "user__last_name", "user__username")
    )
    return [name_of(row.user) for row in here]


def name_of(user) -> str:
    return user.get_full_name() or user.get_username()
