"""A partner: an organization or collective that takes part, and its querysets."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from pages import privacy
from pages.edit_conflicts import EditConflictForm
from pages.head import absolute
from pages.languages import source_locale
from pages.models import BasePage, Topic
from pages.publication import PublicAtOnce
from pages.schema import Node, node
from pages.text import to_slug
from partners.regions import Country, Region, region_of


def in_source_language() -> models.Q:
    """Return the condition for relations to translatable objects: source language only."""
    return models.Q(locale__language_code=settings.LANGUAGE_CODE)


def list_model() -> type[BasePage]:
    """Return the model of the partner list; by name, because that module imports this one."""
    return apps.get_model("partners.PartnerIndexPage")


class PartnerQuerySet(models.QuerySet):
    def in_source_language(self):
        """Return the partners in the source language, without their translations."""
        return self.filter(in_source_language())

    def featured(self):
        """Return the partners in display order."""
        return self.in_source_language().order_by("order", "name")


PlainPartnerManager = models.Manager.from_queryset(PartnerQuerySet)


class PartnerManager(PlainPartnerManager):
    """Annotate partners with the path of the directory, so that their URLs need no query."""

    def get_queryset(self):
        if not apps.models_ready:  # forms request their choices while models are still loading
            return super().get_queryset()
        language = get_language() or settings.LANGUAGE_CODE
        directory = (
            list_model()
            .objects.live()
            .filter(
                locale__language_code__in={language, settings.LANGUAGE_CODE},
                alias_of__isnull=True,
            )
            .order_by(
                models.Case(models.When(locale__language_code=language, then=0), default=1), "pk"
            )
        )
        return (
            super()
            .get_queryset()
            .annotate(
                directory_path=models.Subquery(directory.values("url_path")[:1]),
                directory_tree=models.Subquery(directory.values("path")[:1]),
            )
        )


class Partner(PublicAtOnce, TranslatableMixin, RevisionMixin, index.Indexed, ClusterableModel):
    """An organization or collective that takes part. Only its description is translated.

    Relations point to the partner in the source language; its facts are copied to the translations
    when it is saved.
    """

    base_form_class = EditConflictForm
    similar_fields = ("name",)
    fact_fields: ClassVar[tuple[str, ...]] = (
        "name",
        "slug",
        "country",
        "region",
        "website",
        "logo",
        "themes",
        "order",
        "joined_on",
    )

    name = models.CharField(
        verbose_name=_("name"),
        max_length=160,
        help_text=_("Exactly as the organization writes it. Names are not translated."),
    )
    slug = models.SlugField(
        verbose_name=_("slug"),
        max_length=160,
        blank=True,
        help_text=_("The same in every language. Leave it blank to create it from the name."),
    )
    country = models.CharField(verbose_name=_("country"), max_length=2, choices=Country)
    region = models.CharField(
        verbose_name=_("region"),
        max_length=5,
        choices=Region,
        help_text=_("The section of the directory where the partner appears."),
    )
    website = models.URLField(verbose_name=_("website"), blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Only with the organization’s consent."),
    )
    description = models.TextField(
        verbose_name=_("description"),
        max_length=800,
        blank=True,
        help_text=_("Two or three sentences: who they are and what they do."),
    )
    themes = ParentalManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="partners",
        limit_choices_to=in_source_language,
        help_text=_("What the organization works on."),
    )
    order = models.PositiveIntegerField(
        verbose_name=_("order"),
        default=0,
        help_text=_("Lower numbers come first; partners with the same number are listed by name."),
    )
    joined_on = models.DateField(
        verbose_name=_("joined on"),
        null=True,
        blank=True,
        help_text=_("The date when the organization joined the summit. It is not published."),
    )

    #: Path of the directory in URLs and in the page tree; None if there is no directory.
    directory_path: str | None
    directory_tree: str | None

    objects: ClassVar[PartnerManager] = PartnerManager()

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        MultiFieldPanel([FieldPanel("country"), FieldPanel("region")], heading=_("Where")),
        FieldPanel("description"),
        FieldPanel("website"),
        FieldPanel("logo"),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        MultiFieldPanel([FieldPanel("order"), FieldPanel("joined_on")], heading=_("Internal use")),
    ]
    override_translatable_fields = [
        SynchronizedField(name, overridable=False) for name in fact_fields
    ]
    search_fields = [
        index.SearchField("name", boost=3),
        index.AutocompleteField("name"),
        index.SearchField("description"),
        index.FilterField("name"),
        index.FilterField("region"),
        index.FilterField("country"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["order", "name"]
        permissions = [("translate_partner", "Can translate partner")]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        errors: dict[str, Any] = {}
        if self.country and self.region and region_of(self.country) != self.region:
            errors["region"] = _(
                "%(country)s is in the other region. Choose that region or another country."
            ) % {"country": self.get_country_display()}
        if self.slug and self._same_slug(self.slug).exists():
            errors["slug"] = _("Another partner already has this slug. Choose a different one.")
        if errors:
            raise ValidationError(errors)

    def save(self, **kwargs):
        """Save with a slug; a translation takes the facts of its source."""
        touched = kwargs.get("update_fields")
        if touched is None or set(touched) & set(self.fact_fields):
            source = self._source()
            if source is not None:
                self._take_facts(source)
            elif not self.slug:
                self.slug = self._free_slug()
        super().save(**kwargs)

    def delete(self, *args, **kwargs):
        """Delete the partner; if it is in the source language, also delete its translations."""
        with transaction.atomic():
            if self.locale_id == source_locale().pk:
                self.get_translations().delete()
            return super().delete(*args, **kwargs)

    def _source(self):
        """Return the source-language partner of this translation, or None."""
        if self.locale_id is None or self.locale_id == source_locale().pk:
            return None
        return self.get_translations().filter(locale=source_locale()).first()

    def _take_facts(self, source) -> None:
        for name in self.fact_fields:
            field = self._meta.get_field(name)
            if field.many_to_many:
                setattr(self, name, list(getattr(source, name).all()))
            else:
                setattr(self, field.attname, getattr(source, field.attname))

    def _same_slug(self, slug: str):
        """Return the other partners in this language that have this slug."""
        locale_id = self.locale_id or source_locale().pk
        return Partner.objects.filter(slug=slug, locale_id=locale_id).exclude(pk=self.pk)

    def _free_slug(self) -> str:
        stem = to_slug(self.name)[:150].strip("-") or "partner"
        taken = set(
            Partner.objects.filter(slug__startswith=stem)
            .exclude(translation_key=self.translation_key)
            .values_list("slug", flat=True)
        )
        number, slug = 1, stem
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        return slug

    @property
    def website_host(self) -> str:
        """Return the host of the website without "www.", for display."""
        return (urlsplit(self.website).hostname or "").removeprefix("www.")

    @cached_property
    def description_language(self) -> str:
        """Return the code of the language in which the description is actually written.

        A new translation contains a copy of the source text.
        """
        source = self._source()
        if source is not None and source.description == self.description:
            return settings.LANGUAGE_CODE
        return self.locale.language_code

    def _find_directory(self) -> None:
        if not hasattr(self, "directory_path"):
            places = Partner.objects.filter(pk=self.pk)
            found = places.values_list("directory_path", "directory_tree").first()
            self.directory_path, self.directory_tree = found or (None, None)

    @property
    def is_private(self) -> bool:
        """Return whether the partner's directory is private."""
        self._find_directory()
        tree: str | None = getattr(self, "directory_tree", None)
        return tree is not None and privacy.hides(tree)

    def url_in(self, request=None) -> str:
        """Return the partner's URL in the active language ("" without an open directory)."""
        self._find_directory()
        if not self.directory_path or self.is_private:
            return ""
        # This page is never saved: it only converts the path to a URL.
        return f"{list_model()(url_path=self.directory_path).get_url(request)}{self.slug}/"

    @property
    def url(self) -> str:
        return self.url_in()

    def mention(self) -> Node:
        """Return the organization as a schema.org node, for other pages."""
        url = self.url
        return node("Organization", name=self.name, url=absolute(url) if url else "")
