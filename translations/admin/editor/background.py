"""Background requests of the translation editor: autosave and presence."""

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import JsonResponse
from django.utils.translation import gettext as _

from translations.admin.editor import markup, saving
from translations.admin.editor.base import GONE, TranslationView, user_name
from translations.engine import glossary, quality, reviewed, segments
from translations.engine.labels import location_of
from translations.engine.segments import EditConflictError, Segment, TextRefusedError, version_of


class BackgroundView(TranslationView):
    """A background request of the translation editor; the response is always JSON."""

    http_method_names = ["post"]

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            return refused(_("You cannot edit this translation."), 403)

    def answer(self, found: list[Segment], **more) -> JsonResponse:
        public = reviewed.public_review(self.translation)
        return JsonResponse(more | self.current_state(found, public))


class PresenceView(BackgroundView):
    """Report who else has the editor open, and whether anything has changed."""

    def post(self, request, *args, **kwargs):
        return self.answer(segments.read(self.translation))


class SegmentView(BackgroundView):
    def post(self, request, *args, **kwargs):
        if not self.writes:
            raise PermissionDenied
        form = saving.SegmentForm(request.POST)
        if not form.is_valid():
            wrong = [str(words) for each in form.errors.values() for words in each]
            return refused(" ".join(wrong), 400)
        found = segments.read(self.translation)
        sent = form.cleaned_data
        try:
            text, current = saving.find(self.translation, found, sent["key"])
            stored = saving.store(
                self.translation, text, sent["value"], sent["version"], request.user
            )
        except ObjectDoesNotExist:
            # Not 404: Django's LocaleMiddleware would turn it into a redirect to /en/….
            return refused(str(GONE), 410)
        except markup.MarkupError as error:
            return refused(str(error), 400)
        except EditConflictError as error:
            theirs = error.theirs
            author = theirs.last_translated_by if theirs else None
            return refused(
                str(error),
                409,
                theirs=markup.to_field(theirs.data if theirs else "", markup.with_tags(text)),
                version=version_of(theirs),
                by=user_name(author) if author else "",
            )
        except TextRefusedError as error:
            return refused(str(error), 403)
        found = [stored if each.key == stored.key else each for each in found]
        return self.answer(
            found,
            version=stored.version,
            current=current,
            done=stored.is_done,
            problems=self._problems(stored),
        )

    def _problems(self, text: Segment) -> list[dict]:
        locale = self.translation.target_locale
        terms = glossary.for_texts([text], locale).get(text.key, [])
        place = location_of(self.translation, text.context)
        return [
            {"message": problem.message, "serious": problem.serious}
            for problem in quality.check(text, text.data, locale, terms, place)
        ]


def refused(message: str, status: int, **more) -> JsonResponse:
    return JsonResponse({"error": message, **more}, status=status)
