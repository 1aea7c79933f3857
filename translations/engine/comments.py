"""Comments on a translation, open until someone resolves them."""

from django.utils import timezone
from django.utils.translation import ngettext
from wagtail_localize.models import Translation

from translations.engine import notices, permissions
from translations.engine.segments import Segment, TextRefusedError
from translations.models import Notice, Remark, open_remarks


def add(translation: Translation, text: Segment | None, words: str, user) -> Remark:
    """Add a comment on a segment, or on the whole if None; notify everyone else on the team."""
    remark = Remark.objects.create(
        translation=translation,
        context=text.context if text else None,
        string=text.string if text else None,
        text=words,
        author=user,
    )
    concerned = permissions.team(translation.target_locale) - {user}
    notices.notify(Notice.Kind.REMARK, translation, concerned, note=words)
    return remark


def resolve(translation: Translation, pk: int) -> None:
    """Mark a comment as resolved; do nothing if it already is."""
    for remark in Remark.objects.filter(translation=translation, pk=pk, resolved_at=None):
        remark.resolved_at = timezone.now()
        remark.save(update_fields=["resolved_at"])
    if not count(translation):
        key = translation.source.object_id
        notices.mark_settled(key, translation.target_locale_id, Notice.Kind.REMARK)


def count(translation: Translation) -> int:
    """Return the number of open comments."""
    return open_remarks().filter(translation=translation).count()


def require_seen(translation: Translation, over_remarks: bool) -> None:
    """Raise `TextRefusedError` if comments are open, unless `over_remarks`."""
    if not over_remarks and (found := count(translation)):
        raise TextRefusedError(
            ngettext(
                "%(count)d comment is still open. Resolve it, or check the box to continue anyway.",
                "%(count)d comments are still open. Resolve them, or check the box to continue "
                "anyway.",
                found,
            )
            % {"count": found}
        )
