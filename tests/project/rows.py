"""Fill a database of a released version with rows, through the models of its migrations.

Later migrations are thus tested with content: two rows in each table of ours; translated models get
an English row and its Spanish one, with pages below the home page of their language.
"""

import datetime
import json
import uuid
from typing import Any

from django.db import models
from wagtail.fields import StreamField

HOME = "home.HomePage"
LANGUAGES = ("en", "es")
NOW = datetime.datetime(2026, 11, 29, 12, tzinfo=datetime.UTC)
#: Fields whose text has a format.
WORDS = {"zone": "America/Mexico_City", "kind": "confirmed"}


class Rows:
    """The rows of a database; `apps` are those of a state of its migrations."""

    def __init__(self, apps: Any):
        self.apps = apps
        self.page = apps.get_model("wagtailcore", "Page")
        self.made: dict[tuple[str, int], Any] = {}

    def fill(self, labels: set[str]) -> dict[str, int]:
        """Write two rows into each table of the apps `labels`; return how many there are."""
        found = {}
        for model in self.apps.get_models(include_auto_created=True):
            if model._meta.app_label in labels:
                for number in range(len(LANGUAGES)):
                    self.row(model, number)
                found[model._meta.label] = model.objects.count()
        return found

    def row(self, model: Any, number: int) -> Any:
        """Return a row of a table, creating it if it does not exist."""
        label = model._meta.label
        if label == "wagtailcore.Page":
            home = self.row(self.apps.get_model(*HOME.split(".")), number)
            return self.page.objects.get(pk=home.pk)
        if (label, number) not in self.made:
            values = self._page(model, number) if issubclass(model, self.page) else {}
            for field in model._meta.concrete_fields:
                if field.name not in values and self._is_wanted(field, number):
                    values[field.name] = self._value(model, field, number)
            self.made[label, number] = model.objects.create(**values)
        return self.made[label, number]

    def _is_wanted(self, field: models.Field, number: int) -> bool:
        """Return whether to make up a value: the first row has only what is required."""
        if isinstance(field, models.AutoField) or getattr(field.remote_field, "parent_link", False):
            return False
        if field.name in ("translation_key", "locale"):
            return True
        return not field.has_default() and not (field.null and (number == 0 or field.is_relation))

    def _value(self, model: Any, field: models.Field, number: int) -> Any:
        if field.is_relation:
            return self._related(
                field.related_model, 1 if field.name == "target_locale" else number
            )
        text = f"{number} {model._meta.model_name} {field.name}"
        match field:
            case StreamField():
                return field.to_python(json.dumps(_blocks(field)))
            case models.UUIDField():
                # wagtail-localize translates the home page.
                label = model._meta.label.replace("wagtail_localize.TranslatableObject", HOME)
                name = label + ("" if field.name == "translation_key" else text)
                return uuid.uuid5(uuid.NAMESPACE_OID, name)
            case models.EmailField():
                return f"{number}@example.org"
            case models.URLField():
                return f"https://example.org/{number}"
            case models.DateTimeField():
                return NOW
            case models.DateField():
                return NOW.date()
            case models.IntegerField():
                return number + 1
            case models.BooleanField():
                return False
            case models.FileField():
                return f"{field.name}-{number}.png"
            case models.JSONField():
                return {}
        if field.choices:
            return field.choices[number % len(field.choices)][0]
        if field.name in ("language", "network"):
            return {"language": LANGUAGES[number], "network": f"192.0.{number}.0/24"}[field.name]
        text = WORDS.get(field.name, text.replace(" ", "-") if field.name == "slug" else text)
        return text[: field.max_length]

    def _related(self, model: Any, number: int) -> Any:
        match model._meta.label:
            case "wagtailcore.Locale":
                return model.objects.get_or_create(language_code=LANGUAGES[number])[0]
            case "wagtailcore.Site":
                return model.objects.get_or_create(
                    hostname=f"{number}.example.org",
                    defaults={"root_page": self.row(self.page, number)},
                )[0]
            case "contenttypes.ContentType":
                return self._kind(self.apps.get_model(*HOME.split(".")))
        if model._meta.app_label == "wagtail_localize":
            return self.row(model, 0)  # the only translation, from English
        return self.row(model, number)

    def _kind(self, model: Any) -> Any:
        kinds = self.apps.get_model("contenttypes", "ContentType")
        names = {"app_label": model._meta.app_label, "model": model._meta.model_name}
        return kinds.objects.get_or_create(**names)[0]

    def _page(self, model: Any, number: int) -> dict[str, Any]:
        """Return the position of a page in the tree, and the fields that Wagtail keeps."""
        is_home = model._meta.label == HOME
        above = self.page.objects.get(depth=1) if is_home else self.row(self.page, number)
        above.numchild = above.numchild + 1
        above.save()
        last = self.page.objects.filter(path__startswith=above.path, depth=above.depth + 1)
        step = max((int(each.path[-4:]) for each in last), default=0) + 1
        slug = f"{model._meta.model_name}-{number}"
        return {
            "path": f"{above.path}{step:04}",
            "depth": above.depth + 1,
            "url_path": f"{above.url_path}{slug}/",
            "slug": slug,
            "title": slug,
            "draft_title": slug,
            "content_type": self._kind(model),
            "first_published_at": NOW,
            "last_published_at": NOW,
        }


def _blocks(field: StreamField) -> list[dict[str, Any]]:
    """Return one block of each kind, as it is when an editor adds it."""
    return [
        {"type": name, "value": block.get_prep_value(block.get_default()), "id": str(uuid.uuid4())}
        for name, block in field.stream_block.child_blocks.items()
    ]
