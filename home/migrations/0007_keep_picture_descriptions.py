import uuid

from django.conf import settings
from django.db import migrations


def keep_descriptions(apps, schema_editor):
    """Keep every description that is public: the source language's becomes Wagtail's own field.

    Those in other languages are declared as approved by `peacesummit.structure.build`.
    """
    image_model = apps.get_model("home", "SummitImage")
    description_model = apps.get_model("home", "PictureDescription")
    locales = {each.language_code: each for each in apps.get_model("wagtailcore", "Locale").objects.all()}
    for image in image_model.objects.iterator():
        words = {code: text[:255] for code, text in image.alt_texts.items() if text and code in locales}
        image.description = words.pop(settings.LANGUAGE_CODE, "") or image.description
        image.alt_texts = words
        image.save(update_fields=["description", "alt_texts"])
        if not image.description or image.is_decorative:
            continue
        key = uuid.uuid4()
        for code, text in ({settings.LANGUAGE_CODE: image.description} | words).items():
            description_model.objects.create(
                translation_key=key, image=image, locale=locales[code], text=text
            )


def give_descriptions_back(apps, schema_editor):
    for image in apps.get_model("home", "SummitImage").objects.iterator():
        image.alt_texts |= {settings.LANGUAGE_CODE: image.description}
        image.save(update_fields=["alt_texts"])


class Migration(migrations.Migration):

    dependencies = [
        ("home", "0006_picture_descriptions"),
    ]

    operations = [
        migrations.RunPython(keep_descriptions, give_descriptions_back),
    ]
