"""Puts the Spanish of the sample content where a translator would have put it.

While an object is built in English, every text is remembered with its Spanish. The object is
then submitted to wagtail-localize, and each of its segments is answered from this memory, so
that the translators' editor shows the sample content segment by segment.
"""

from wagtail.models import DraftStateMixin, Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.strings import StringValue, extract_strings

from sample.text import T
from translations.engine import reviewed


class MissingSpanishError(LookupError):
    """A segment has no Spanish in the sample content."""


class Memory:
    """English segments and their Spanish, as wagtail-localize stores both."""

    def __init__(self):
        self._spanish: dict[str, str] = {}

    def text(self, pair: T) -> str:
        """Remember a plain text and return its English."""
        self._spanish[StringValue.from_plaintext(pair.en).data] = StringValue.from_plaintext(
            pair.es
        ).data
        return pair.en

    def html(self, pair: T) -> str:
        """Remember each block element of a rich text and return the English HTML.

        Raises `ValueError` when the two languages do not have the same structure.
        """
        english, spanish = (extract_strings(html)[1] for html in (pair.en, pair.es))
        if len(english) != len(spanish):
            raise ValueError(f"English and Spanish differ in structure: {pair.en[:80]}")
        for (source, _attributes), (target, _same) in zip(english, spanish, strict=True):
            self._spanish[source.data] = target.data
        return pair.en

    def translate(self, instance, locale: Locale, user=None, reviewer=None) -> Translation:
        """Submit `instance`, answer its segments as `user`, and publish it as `reviewer`.

        Raises `MissingSpanishError` naming the first segment that is not known.
        """
        source, _created = TranslationSource.update_or_create_from_instance(instance)
        translation, _created = Translation.objects.get_or_create(
            source=source, target_locale=locale
        )
        for segment in source.stringsegment_set.select_related("string", "context"):
            english = segment.string.data
            if english not in self._spanish:
                raise MissingSpanishError(f"{instance}: {segment.context.path}: {english[:80]}")
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={
                    "data": self._spanish[english],
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "last_translated_by": user,
                },
            )
        if not isinstance(instance, DraftStateMixin):
            translation.save_target(user=user, publish=True)
            reviewed.declare_reviewed(translation=translation, by=reviewer, authors=[user])
            return translation
        # Published here: wagtail-localize would do it when the transaction ends, with a copy of
        # the page from before its children were added.
        translation.save_target(user=user, publish=False)
        revision = instance.get_translation(locale).specific.get_latest_revision()
        reviewed.declare_reviewed(revision, translation=translation, by=reviewer, authors=[user])
        revision.publish(user=reviewer)
        return translation
