"""Base class and helpers for the views of one translation."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages
from wagtail_localize.models import Translation

from translations.engine import permissions, reviewed, segments, status_store
from translations.engine.objects import display_title, edit_url
from translations.engine.segments import Segment
from translations.models import Presence, Review

STYLES: dict[str, Sequence[str]] = {"all": ["css/translation-editor.css"]}
GONE_AFTER = timedelta(seconds=60)  # an open editor polls more often
GONE = gettext_lazy("This text is no longer on the page. Reload the editor.")


class TranslationView(View):
    """Base of all views of one translation; permission is checked before anything else."""

    translation: Translation

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        found = Translation.objects.select_related(
            "source__locale", "source__specific_content_type", "target_locale"
        )
        self.translation = get_object_or_404(found, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        self.require_read()
        return super().dispatch(request, *args, **kwargs)

    def require_read(self) -> None:
        """Raise `PermissionDenied` unless the user may translate, review, or edit the source."""
        if self.writes or self.reviews:
            return
        if self.source is None or not permissions.may_send(self.request.user, self.source):
            raise PermissionDenied

    @cached_property
    def writes(self) -> bool:
        return permissions.may_translate(self.request.user, self.translation)

    @cached_property
    def reviews(self) -> bool:
        return permissions.may_review(self.request.user, self.translation.target_locale)

    @cached_property
    def target(self):
        return segments.target_of(self.translation)

    @cached_property
    def source(self):
        """Return the object in the source language, or None if it has been deleted."""
        try:
            return self.translation.source.get_source_instance()
        except ObjectDoesNotExist:
            return None

    @cached_property
    def waiting(self) -> Review | None:
        return segments.waiting_review(self.translation)

    @cached_property
    def title(self) -> str:
        return display_title(self.source) if self.source else self.translation.source.object_repr

    def redirect_to_manual_editing(self) -> HttpResponse:
        """Redirect from a stopped translation to the page where it is edited manually."""
        url = edit_url(self.target, self.request.user) if self.target is not None else ""
        words = _("This translation was stopped: the page is edited manually.")
        messages.info(self.request, words)
        return redirect(url or "wagtailadmin_home")

    def editor_url(self) -> str:
        return reverse("translations_editor", args=[self.translation.pk])

    def current_state(self, found: list[Segment], public: Review | None) -> dict:
        """Return the current state of the translation, as shown in the editor.

        `public` is the review whose texts are public. `stamp` changes whenever the segments of the
        source do.
        """
        user = self.request.user
        note_presence(self.translation, user)
        state = status_store.for_translation(self.translation)
        counted = [text for text in found if text.counts]
        done, total = sum(text.is_done for text in counted), len(counted)
        words = ngettext("%(done)d of %(total)d segment", "%(done)d of %(total)d segments", total)
        missing = len(segments.missing(found))
        lack = ngettext(
            "%(count)d segment is untranslated or not confirmed.",
            "%(count)d segments are untranslated or not confirmed.",
            missing,
        )
        keys = " ".join(text.key for text in found)
        return {
            "state": {
                "status": state.status if state else "",
                "label": str(state.get_status_display()) if state else "",
            },
            "progress": {
                "done": done,
                "total": total,
                "words": words % {"done": done, "total": total},
            },
            "lack": lack % {"count": missing} if missing else "",
            "approved": reviewed.matches(public, found),
            "here": other_editors(self.translation, user),
            "stamp": hashlib.sha256(keys.encode()).hexdigest()[:16],
            "refusal": segments.refusal(self.translation, user),
        }


def note_presence(translation: Translation, user) -> None:
    """Record that `user` has the editor of `translation` open; delete expired records."""
    now = timezone.now()
    Presence.objects.filter(translation=translation, seen_at__lt=now - GONE_AFTER).delete()
    Presence.objects.bulk_create(
        [Presence(translation=translation, user=user, seen_at=now)],
        update_conflicts=True,
        unique_fields=["translation", "user"],
        update_fields=["seen_at"],
    )


def other_editors(translation: Translation, user) -> list[str]:
    """Return the names of the other users who have this translation open."""
    here = (
        Presence.objects.filter(translation=translation, seen_at__gte=timezone.now() - GONE_AFTER)
        .exclude(user=user)
        .select_related("user")
        .order_by("user__first_name", "user__last_name", "user__username")
    )
    return [user_name(row.user) for row in here]


def user_name(user) -> str:
    return user.get_full_name() or user.get_username()
