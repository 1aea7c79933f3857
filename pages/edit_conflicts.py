"""Detect edit conflicts and similar names in forms of objects without drafts.

Topics, partners, menus, settings, images and documents are public as soon as they are saved. If
someone else has saved changes since the form was opened, it is shown again once, with the user's
input and the currently stored value at each field; saving again overwrites. The form also warns
once about objects with similar names, in any language.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel, get_all_child_relations
from rapidfuzz import fuzz
from taggit.managers import TaggableManager
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import registry
from wagtail.models import TranslatableMixin

from pages.languages import language_in_a_sentence
from pages.publication import Parent
from pages.text import folded

AS_LOADED = "as_loaded"
SIMILAR_SEEN = "alike_seen"
SIMILARITY = 85  # percent, of the whole name
SIMILARITY_OF_WORD = 75  # percent, per word: "territory" is like "territories", "Mora" unlike "RIA"
SIMILARITY_OF_UNEQUAL_LENGTH = 92  # percent, of the whole name, if one name has more words
SHORTEST = 6  # letters; shorter names must be equal
SMALL_WORDS = re.compile(  # may differ in the same name
    r"\b(al?|and|con|del?|el?|en|for|from|in|las?|los|of|on|para|por|the|to|with|y)\b"
)
ONE_OF_THEM = 2  # words: names that share a longer prefix are similar


class EditConflictMixin(Parent):
    """Mixin for admin forms that reports what others have saved since the form was opened.

    `similar_fields` of the model lists the fields that are compared to find similar objects.
    """

    data: Any  # a QueryDict, or a dict in tests

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.stored = stored_version(self.instance)
        if self.stored is not None:
            self._carry(AS_LOADED, fingerprints(self.stored))
        if getattr(self.instance, "similar_fields", ()):
            self._carry(SIMILAR_SEEN, "")

    def _carry(self, name: str, value: str) -> None:
        self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False, initial=value)

    def _put(self, name: str, value: str) -> None:
        """Set the value that the form will carry when it is shown again."""
        self.data = self.data.copy()
        self.data[self.add_prefix(name)] = value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._compare_with_stored(cleaned)
        self._look_for_alike(cleaned)
        return cleaned

    # ------------------------------------------------------------ edit conflicts
    def _compare_with_stored(self, cleaned: dict[str, Any]) -> None:
        loaded = cleaned.get(AS_LOADED)
        if self.stored is None or not loaded or loaded == fingerprints(self.stored):
            return
        self._put(AS_LOADED, fingerprints(self.stored))
        changed = changed_since(loaded, self.stored)
        differing = [name for name in changed if self._differs(name, cleaned)]
        if not differing:
            return
        for name in differing:
            words = _("Saved in the meantime: %(value)s") % {
                "value": display_value(self.stored, name)
            }
            if name in self.fields:
                self.add_error(name, words)
            else:
                label = capfirst(str(label_of(self.stored, name)))
                self.add_error(None, f"{label}. {words}")
        how = _(
            "Your changes are still here but have not been saved. To replace the saved "
            "version, save again."
        )
        self.add_error(None, f"{self._who()} {how}")

    def _differs(self, name: str, cleaned: dict[str, Any]) -> bool:
        """Return whether the stored value of a field differs from what this form would save."""
        if name not in self.fields:
            return name in getattr(self, "formsets", {})
        field = self.stored._meta.get_field(name)
        stored, own = field.value_from_object(self.stored), cleaned.get(name)
        if isinstance(field, models.ManyToManyField):
            return {each.pk for each in stored} != {each.pk for each in own or ()}
        if isinstance(field, TaggableManager):
            return {each.name for each in stored} != set(own or ())
        if isinstance(own, models.Model):
            own = own.pk
        return plain(stored) != plain(own)

    def _who(self) -> str:
        entry = registry.get_logs_for_instance(self.stored).order_by("-timestamp").first()
        if entry is None:
            return _("Someone changed this while you were editing it.")
        words = _("%(person)s changed this while you were editing it.")
        return words % {"person": entry.user_display_name}

    # ------------------------------------------------------------ similar names
    def _look_for_alike(self, cleaned: dict[str, Any]) -> None:
        fields: tuple[str, ...] = getattr(self.instance, "similar_fields", ())
        if not any(name in self.changed_data for name in fields):
            return
        found = list(
            similar_objects(self.instance, {name: cleaned.get(name) or "" for name in fields})
        )
        seen = "|".join(str(each.pk) for each in found)
        if not found or cleaned.get(SIMILAR_SEEN) == seen:
            return
        self._put(SIMILAR_SEEN, seen)
        names = ", ".join(_named(each) for each in found)
        words = _("Already exists: %(names)s. If yours is different, save again.")
        self.add_error(fields[0], words % {"names": names})


class EditConflictForm(EditConflictMixin, WagtailAdminModelForm):
    """The form with conflict detection for models without a form class from Wagtail."""


# ------------------------------------------------------------------ stored values
def stored_version(instance: models.Model) -> Any:
    """Return the current database version of `instance`, or None."""
    if instance.pk is None:
        return None
    return type(instance)._base_manager.filter(pk=instance.pk).first()


def fingerprints(instance: models.Model) -> str:
    """Return a hash of each field and of the child objects, as JSON."""
    return json.dumps({name: _fingerprint(value) for name, value in _values(instance)})


def changed_since(loaded: str, stored: models.Model) -> list[str]:
    """Return the names of fields whose stored value does not match the hash in `loaded`."""
    try:
        before = dict(json.loads(loaded))
    except (ValueError, TypeError):  # clients can send anything in a hidden field
        before = {}
    return [name for name, value in _values(stored) if before.get(name) != _fingerprint(value)]


def _values(instance: models.Model) -> Iterable[tuple[str, Any]]:
    for field in instance._meta.get_fields():
        if isinstance(field, models.ManyToManyField | TaggableManager):
            yield field.name, sorted(str(each.pk) for each in field.value_from_object(instance))
        elif field.concrete and field.editable and not field.primary_key:
            yield field.name, plain(field.value_from_object(instance))
    if isinstance(instance, ClusterableModel):
        for relation in get_all_child_relations(instance):
            name = relation.get_accessor_name()
            yield name, [_content(each) for each in getattr(instance, name).all()]


def _content(child: Any) -> dict[str, Any]:
    if hasattr(child, "serializable_data"):
        return child.serializable_data()
    return dict(_values(child))


def _fingerprint(value: Any) -> str:
    text = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()


def plain(value: Any) -> Any:
    """Return a value for comparison: "" and None are equal."""
    return "" if value is None else str(value).replace("\r\n", "\n")


def label_of(instance: models.Model, name: str) -> Any:
    field = instance._meta.get_field(name)
    if isinstance(field, models.ForeignObjectRel):
        return field.related_model._meta.verbose_name_plural
    return field.verbose_name


def display_value(instance: models.Model, name: str) -> str:
    """Return the value of a field as text."""
    field = instance._meta.get_field(name)
    if isinstance(field, models.ManyToManyField | models.ForeignObjectRel | TaggableManager):
        text = ", ".join(str(each) for each in getattr(instance, name).all())
    elif getattr(field, "choices", None):
        text = str(getattr(instance, f"get_{name}_display")())
    else:
        value = getattr(instance, name)
        text = "" if value is None else strip_tags(str(value))
    return f"“{Truncator(text).chars(400)}”" if text else _("nothing")


# ------------------------------------------------------------------ similar objects
def similar_objects(instance: Any, values: dict[str, str]) -> Iterable[Any]:
    """Yield the objects, in any language, whose names are similar to `values`."""
    everything = type(instance)._base_manager.select_related("locale").order_by("pk")
    families = set()
    for other in everything.exclude(translation_key=instance.translation_key):
        if other.translation_key in families:
            continue
        if any(are_similar(values[name], getattr(other, name)) for name in values):
            families.add(other.translation_key)
            yield other


def are_similar(one: str, other: str) -> bool:
    """Return whether two names are equal except for spelling, word order or an added ending."""
    one, other = folded(one), folded(other)
    if not one or not other:
        return False
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST:
        return False
    if len(short.split()) > ONE_OF_THEM and long.startswith(f"{short} "):
        return True
    words, others = (sorted(SMALL_WORDS.sub("", name).split()) for name in (one, other))
    likeness = fuzz.token_sort_ratio(one, other)
    if len(words) != len(others):
        return likeness >= SIMILARITY_OF_UNEQUAL_LENGTH
    each = zip(words, others, strict=True)
    return likeness >= SIMILARITY and all(fuzz.ratio(*pair) >= SIMILARITY_OF_WORD for pair in each)


def _named(instance: Any) -> str:
    if isinstance(instance, TranslatableMixin):
        return f"“{instance}” ({language_in_a_sentence(instance.locale.language_code)})"
    return f"“{instance}”"
