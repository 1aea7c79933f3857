"""Prefill translations of ready-made questions, whose texts are known in other languages.

Adds them in wagtail-localize to the segments of a sign-up page, when it is submitted for
translation and when new questions are added to it. Translators see them as their own: they can
change each, and none is published before the page is.
"""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from signups.form.question_sets import known_words
from signups.models import SignUpPage


@receiver(post_save, sender=Translation)
def _submitted(instance: Translation, created: bool, raw: bool = False, **kwargs) -> None:
    if created and not raw and _is_form(instance.source):
        segments = instance.source.stringsegment_set.select_related("string", "context")
        fill_in(segments, instance.target_locale)


@receiver(post_save, sender=StringSegment)
def _extracted(instance: StringSegment, created: bool, raw: bool = False, **kwargs) -> None:
    if created and not raw and _is_form(instance.source):
        for translation in instance.source.translations.select_related("target_locale"):
            fill_in([instance], translation.target_locale)


def _is_form(source) -> bool:
    model = source.specific_content_type.model_class()
    return model is not None and issubclass(model, SignUpPage)


def fill_in(segments, locale) -> None:
    """Translate those of `segments` whose text is known, unless a translator already has."""
    known = {
        StringValue.from_plaintext(source).data: StringValue.from_plaintext(target).data
        for source, target in known_words(locale.language_code).items()
    }
    for segment in segments:
        if segment.string.data not in known or not segment.context.path.startswith("fields."):
            continue
        StringTranslation.objects.get_or_create(
            translation_of_id=segment.string_id,
            locale=locale,
            context_id=segment.context_id,
            defaults={
                "data": known[segment.string.data],
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )
