"""What all other apps stand on: the base page, home and standard pages, topics, menus, images."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property, classproperty
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PublishingPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.models import (
    Locale,
    Orderable,
    Page,
    PageManager,
    RevisionMixin,
    TranslatableMixin,
)
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from home import head, kept, privacy, schema, share
from home.blocks import BodyBlock
from home.careful import CarefulForm
from home.copying import CopiedAsDraft
from home.images import draw, has_metadata, told_as_missing
from home.languages import LanguageLink, language_links, localize, source_locale
from home.pictures import PictureField, cleaned
from home.public_languages import has_addresses
from home.publication import PublishedWithCare
from home.text import short_name

__all__ = ["localize"]  # the one helper that other apps ask the foundation for by this name


# ------------------------------------------------------------------ images
class SummitImage(AbstractImage):
    """A picture with a description, a credit, and no hidden data in its file.

    `description`, Wagtail's own field, is in the source language. In the other languages it is a
    `PictureDescription`, translated and reviewed like everything else; `alt_texts` repeats what
    was approved, by language code, so that a page with pictures asks for nothing more.
    """

    file: Any = PictureField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    alt_texts = models.JSONField(
        verbose_name=_("descriptions"), default=dict, blank=True, editable=False
    )
    is_decorative = models.BooleanField(
        verbose_name=_("decorative"),
        default=False,
        help_text=_("It only adorns: screen readers pass over it."),
    )
    credit = models.CharField(
        verbose_name=_("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made it, and under which licence it is used."),
    )

    admin_form_fields = (*Image.admin_form_fields, "is_decorative", "credit")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            clean = cleaned(self.file.file)
            if clean is not self.file.file:
                self.file = clean
                self._set_image_file_metadata()
        with transaction.atomic():
            if self.pk:  # one may have been approved since this was read
                self.alt_texts = PictureDescription.approved(self.pk)
            super().save(*args, **kwargs)
            if self.description and not self.is_decorative:
                PictureDescription.objects.update_or_create(
                    image=self, locale=source_locale(), defaults={"text": self.description}
                )
        draw.enqueue(self.pk)

    def alt_in(self, language: str) -> str:
        """Return the description in `language`; "" if there is none, or if it is decorative."""
        if self.is_decorative:
            return ""
        return (
            self.description
            if language == settings.LANGUAGE_CODE
            else self.alt_texts.get(language, "")
        )

    @property
    def default_alt_text(self) -> str:
        """Return the description in the active language, else in the source language.

        Wagtail asks by this name. In which of the two it is, `alt_language` tells.
        """
        return self.alt_in(get_language() or settings.LANGUAGE_CODE) or self.alt_in(
            settings.LANGUAGE_CODE
        )

    @property
    def alt_language(self) -> str:
        """Return the language code of `default_alt_text`."""
        active = get_language() or settings.LANGUAGE_CODE
        return active if self.alt_in(active) else settings.LANGUAGE_CODE

    def get_rendition(self, filter):
        with told_as_missing(self):
            return super().get_rendition(filter)

    def get_renditions(self, *filters):
        with told_as_missing(self):
            return super().get_renditions(*filters)

    def generate_rendition_file(self, image_filter, *, source=None):
        with told_as_missing(self, Exception):  # decoders raise anything for a broken file
            file = super().generate_rendition_file(image_filter, source=source)
            # An original that came in some other way than `save` may still carry a position.
            if not has_metadata(file):
                return file
            with file:
                return cleaned(file)


class PictureDescription(TranslatableMixin, models.Model):
    """What a picture shows, in one language.

    In the source language it is written by `SummitImage.save`, in the others by the approval of a
    translation (see `translations.objects`), as topics and partners are.
    """

    #: The translators are asked as soon as it is written: it has no draft that could be sent later.
    is_sent_at_once = True

    image = models.ForeignKey(SummitImage, on_delete=models.CASCADE, related_name="descriptions")
    text = models.CharField(verbose_name=_("description"), max_length=255)

    override_translatable_fields = [SynchronizedField("image", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("description of a picture")
        verbose_name_plural = _("descriptions of pictures")
        default_permissions = ("change",)
        constraints = [
            models.UniqueConstraint(fields=["image", "locale"], name="unique_description")
        ]

    def __str__(self):
        return self.text

    @classmethod
    def approved(cls, image_pk: int) -> dict[str, str]:
        """Return the description of an image in each language but the source's, by code."""
        found = cls.objects.filter(image=image_pk).exclude(locale=source_locale())
        return dict(found.values_list("locale__language_code", "text"))

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            # Two languages that are approved at once take turns.
            image = SummitImage.objects.select_for_update(no_key=True).filter(pk=self.image_id)
            if image.exists():
                image.update(alt_texts=self.approved(self.image_id))


class SummitRendition(AbstractRendition):
    """A resized copy of a `SummitImage`."""

    image = models.ForeignKey(SummitImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]


# ------------------------------------------------------------------ topics
class Topic(TranslatableMixin, index.Indexed, models.Model):
    """A theme of the summit, shared by news, events and partners."""

    base_form_class = CarefulForm
    alike_fields = ("name",)

    name = models.CharField(verbose_name=_("name"), max_length=80)
    slug = models.SlugField(
        verbose_name=_("short name in addresses"),
        max_length=60,
        help_text=_("The same in every language, so that a filtered address can be shared."),
    )

    panels = [FieldPanel("name"), FieldPanel("slug")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        same = Topic.objects.filter(slug=self.slug, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.locale_id and same.exists():
            raise ValidationError({"slug": _("Another topic has this short name.")})


# ------------------------------------------------------------------ pages
class BasePageQuerySet(PageQuerySet):
    def open(self):
        """Return what may be named to anybody: no drafts, nothing private, no aliases."""
        return self.live().public().filter(alias_of__isnull=True)

    def in_active_language(self):
        """Return the open pages written in the reader's language."""
        return self.open().filter(locale=Locale.get_active())

    def with_pictures(self):
        """Join what a card needs, so that a list of cards costs no query a card."""
        return self.select_related("listing_image", "locale").prefetch_related(
            "listing_image__renditions"
        )


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(PublishedWithCare, CopiedAsDraft, Page):
    """What every page of the site has: texts and pictures for lists, search engines and shares.

    Every text is translatable. `fact_fields` names what is the same in all languages and
    follows the source page at once (see `home.facts`).
    """

    fact_fields: ClassVar[tuple[str, ...]] = ()
    #: Whether the picture stands at the head of the page, not in lists alone.
    leads_with_picture: ClassVar[bool] = False

    listing_text = models.CharField(
        verbose_name=_("text in lists"),
        max_length=200,
        blank=True,
        help_text=_("One or two sentences, shown where this page stands in a list."),
    )
    listing_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown at the head of the page and in lists."),
    )
    social_image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture when shared"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Shown by WhatsApp and others. Leave it empty, and the site draws one with the title "
            "and the date."
        ),
    )

    objects = BasePageManager()

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines"),
        ),
        MultiFieldPanel([FieldPanel("social_image")], heading=_("When it is shared")),
    ]
    listing_panel = MultiFieldPanel(
        [FieldPanel("listing_text"), FieldPanel("listing_image")],
        heading=_("In lists and at the head of the page"),
    )
    settings_panels = [PublishingPanel()]
    search_fields = [
        *Page.search_fields,
        index.SearchField("listing_text"),
        index.SearchField("search_description"),
    ]

    class Meta:
        abstract = True

    @classproperty
    def override_translatable_fields(cls):
        """Facts are synchronised and cannot differ in a translation (wagtail-localize)."""
        return [SynchronizedField(name, overridable=False) for name in cls.fact_fields]

    def full_clean(self, *args, **kwargs):
        self._write_slug_plainly()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self._write_slug_plainly()
        super().minimal_clean()

    def _write_slug_plainly(self) -> None:
        """Keep accents out of the address, whoever sets it; Wagtail asks for no such thing."""
        slug: str = self.slug  # type: ignore[has-type]
        if slug:
            self.slug = slug if slug.isascii() else short_name(slug) or "page"
        elif self.path and not self.title.isascii():  # Wagtail loses letters such as Ł
            self.slug = self._get_autogenerated_slug(short_name(self.title) or "page")

    def other_languages(self, request=None, subpath: str = "") -> list[LanguageLink]:
        """Return where this page stands in each language.

        `subpath` is what follows the page's own address ("slug-of-a-partner/").
        """
        way = [page.translation_key for page in (*self.breadcrumb(), self)]
        versions = Page.objects.live().filter(translation_key__in=way, alias_of__isnull=True)
        found: dict[str, dict[UUID, Page]] = {}
        for page in versions.select_related("locale"):
            found.setdefault(page.locale.language_code, {})[page.translation_key] = page
        urls: dict[str, str] = {}
        nearest: dict[str, str] = {}
        for code, pages in found.items():
            if way[0] not in pages or not has_addresses(code):
                continue  # a language without a first page is not public
            if own := pages.get(way[-1]):
                urls[code] = own.get_url(request) + subpath
            else:
                last = next(pages[key] for key in reversed(way) if key in pages)
                nearest[code] = last.get_url(request)
        return language_links(urls, nearest)

    def delete(self, *args, **kwargs):
        """Delete the page; what it was closed by goes on to close its other languages."""
        with transaction.atomic():
            privacy.keep_when_deleted(self)
            return super().delete(*args, **kwargs)

    def breadcrumb(self) -> list[Page]:
        """Return the pages above this one, home first (kept)."""
        return list(self._above)

    @cached_property
    def _above(self) -> list[Page]:
        return list(self.get_ancestors().filter(depth__gt=1).select_related("locale"))

    def get_context(self, request, *args, **kwargs):
        if getattr(request, "is_preview", False) and self.path:
            privacy.behind(self)
        context = super().get_context(request, *args, **kwargs)
        context["languages"] = self.other_languages(request)
        context["breadcrumb"] = self.breadcrumb()
        context["title_names_site"] = gettext("Peace Summit") in (self.seo_title or self.title)
        return context

    # ------------------------------------------------------------ found and shared
    def description(self) -> str:
        """Return what search engines and those who share the page say about it; never ""."""
        introduction = getattr(self, "introduction", "")
        own = self.search_description or self.listing_text or introduction
        return own or self.default_description()

    def default_description(self) -> str:
        """Return what is said where nobody has written anything; never ""."""
        return f"{self.title}. {head.about_the_site()}"

    def canonical_query(self, context) -> str:
        """Return what belongs to the canonical address beside the path ("?page=2"), mostly ""."""
        return ""

    def share_card(self, part: str = "", context: Mapping | None = None) -> share.Card | None:
        """Return what the share picture says, in the active language, which is the page's.

        `part` is the part of the page with an address of its own; None where there is no such.
        `context` is that of the template where the page is being shown: it need not be asked again.
        """
        if part:
            return None
        return share.titled(
            self.share_title(),
            lines=self.share_lines(),
            pattern=str(self.translation_key),
            image=self.listing_image if self.leads_with_picture else None,
        )

    def share_title(self) -> str:
        return self.title

    def share_lines(self) -> tuple[str, ...]:
        """Return what stands under the title on the share picture: a date, a place."""
        return ()

    def structured_data(self, about: "head.Head") -> list[schema.Node]:
        """Return what the page says about itself in the words of schema.org."""
        return [about.web_page(), *about.breadcrumb()]

    def get_sitemap_urls(self, request=None):
        """Return this page for the sitemap with its alternates; aliases are left out."""
        if self.alias_of_id:
            return []
        return [self.sitemap_entry(request)]

    def sitemap_entry(self, request=None, subpath: str = "") -> dict:
        """Return one sitemap entry with the address in each language (RFC 5646 codes)."""
        root = self.get_site().root_url
        return {
            "location": self.get_full_url(request) + subpath,
            "lastmod": self.last_published_at or self.latest_revision_created_at,
            "alternates": [
                {"lang_code": link.code, "location": root + link.url}
                for link in self.other_languages(request, subpath)
                if link.available
            ],
        }


class HomePage(BasePage):
    """The first page in each language. What is next and what is new fill themselves."""

    fact_fields = ("summit", "call_page")

    hero_title = models.CharField(
        verbose_name=_("large title"),
        max_length=120,
        blank=True,
        help_text=_("Leave it empty to show the title of the page."),
    )
    hero_text = models.TextField(verbose_name=_("introduction"), max_length=400, blank=True)
    summit = models.ForeignKey(
        "events.SummitPage",
        verbose_name=_("summit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Date and place are taken from this page."),
    )
    call_label = models.CharField(verbose_name=_("words on the button"), max_length=40, blank=True)
    call_page = models.ForeignKey(
        Page,
        verbose_name=_("the button leads to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("hero_title"),
                FieldPanel("hero_text"),
                FieldPanel("summit"),
                FieldPanel("call_label"),
                FieldPanel("call_page"),
            ],
            heading=_("Head of the page"),
        ),
        FieldPanel("body"),
        BasePage.listing_panel,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("hero_text"),
        index.SearchField("body"),
    ]
    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.StandardPage",
        "events.SummitPage",
        "events.DialogueIndexPage",
        "partners.PartnerIndexPage",
        "news.NewsIndexPage",
        "signups.SignUpPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @classmethod
    def can_create_at(cls, parent):
        """Allow one home a language, made by translation: an editor never adds a second one."""
        return super().can_create_at(parent) and not cls.objects.exists()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # Named as strings: the features stand above the foundation.
        dialogues = apps.get_model("events.DialoguePage").objects
        news = apps.get_model("news.NewsPage").objects
        partners = apps.get_model("partners.Partner").objects
        context["summit"] = self.summit_of_reader
        if self.call_page_id:
            call_page = localize([self.call_page])[0]
            context["call_page"] = call_page if privacy.is_open(call_page) else None
        context["dialogues"] = dialogues.in_active_language().with_pictures().featured()[:3]
        context["news"] = news.in_active_language().with_pictures().newest()[:3]
        featured = localize(partners.featured()[:12])
        context["partners"] = [each for each in featured if not each.is_private]
        context["partner_count"] = partners.in_source_language().count()
        directory = apps.get_model("partners.PartnerIndexPage").objects
        context["directory"] = directory.in_active_language().first()
        return context

    @cached_property
    def summit_of_reader(self):
        """Return the summit in the active language, or None where it is not open."""
        summit = localize([self.summit])[0] if self.summit_id else None
        return summit if privacy.is_open(summit) else None

    def default_description(self) -> str:
        return self.hero_text or head.about_the_site()

    def share_title(self) -> str:
        return self.hero_title or self.title

    def share_lines(self) -> tuple[str, ...]:
        return self.summit_of_reader.share_lines() if self.summit_of_reader else ()

    def structured_data(self, about: "head.Head") -> list[schema.Node]:
        """Tell of the organisation and of the site in full: here is where machines look for it."""
        site = SiteSettings.for_request(about.context["request"])
        search = head.absolute(reverse("search"))
        return [
            about.publisher | site.structured_data(),
            about.website
            | {
                "description": about.description,
                "publisher": {"@id": about.publisher["@id"]},
                "potentialAction": schema.search_action(search),
            },
            about.web_page(about={"@id": about.publisher["@id"]}),
        ]


class StandardPage(BasePage):
    """A page of text: about, privacy, code of conduct."""

    leads_with_picture = True

    introduction = models.TextField(verbose_name=_("introduction"), max_length=500, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        BasePage.listing_panel,
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["subpages"] = (
            StandardPage.objects.child_of(self).in_active_language().with_pictures()
        )
        return context


# ------------------------------------------------------------------ navigation
class Menu(TranslatableMixin, RevisionMixin, ClusterableModel):
    """The links at the head or at the foot of every page, in one language."""

    base_form_class = CarefulForm

    class Slot(models.TextChoices):
        MAIN = "main", _("Head of the page")
        FOOTER = "footer", _("Foot of the page")

    slot = models.CharField(verbose_name=_("place"), max_length=10, choices=Slot.choices)
    title = models.CharField(
        verbose_name=_("title"), max_length=60, help_text=_("Read out by screen readers.")
    )
    text = RichTextField(
        verbose_name=_("text"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("At the foot of the page: who is behind this site."),
    )

    panels = [
        FieldPanel("slot"),
        FieldPanel("title"),
        FieldPanel("text"),
        InlinePanel("items", label=_("link"), heading=_("Links")),
    ]
    override_translatable_fields = [SynchronizedField("slot", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")

    def __str__(self):
        return f"{self.get_slot_display()} · {self.title}"

    def clean(self):
        # Not a database constraint: copying for translation would answer 500 instead of saying so.
        super().clean()
        locale_id = self.locale_id or source_locale().pk
        if Menu.objects.filter(slot=self.slot, locale_id=locale_id).exclude(pk=self.pk).exists():
            raise ValidationError({"slot": _("There is a menu for this place in this language.")})


class MenuItem(TranslatableMixin, Orderable):
    """One link of a menu: a page, shown in the reader's language."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    label = models.CharField(
        verbose_name=_("words shown"),
        max_length=40,
        blank=True,
        help_text=_("Leave it empty to show the title of the page."),
    )

    panels = [FieldPanel("page"), FieldPanel("label")]
    override_translatable_fields = [
        SynchronizedField("page", overridable=False),
        SynchronizedField("sort_order", overridable=False),
        TranslatableField("label"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return self.label or self.page.title


# ------------------------------------------------------------------ settings
NAMED_PAGES = ("privacy_page", "accessibility_page")


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """How to reach those behind the site. Plain facts: texts by language are in the footer menu."""

    base_form_class = CarefulForm
    select_related = ["privacy_page", "accessibility_page"]

    organisation = models.CharField(
        verbose_name=_("organisation"), max_length=120, default="Global Exchange"
    )
    email = models.EmailField(verbose_name=_("e-mail address"), blank=True)
    telephone = models.CharField(verbose_name=_("telephone"), max_length=40, blank=True)
    address = models.TextField(verbose_name=_("postal address"), max_length=300, blank=True)
    whatsapp = models.URLField(verbose_name="WhatsApp", blank=True)
    facebook = models.URLField(verbose_name="Facebook", blank=True)
    instagram = models.URLField(verbose_name="Instagram", blank=True)
    youtube = models.URLField(verbose_name="YouTube", blank=True)
    discreet_mail = models.BooleanField(
        verbose_name=_("discreet e-mail"),
        default=True,
        help_text=_(
            "Subject, sender and first lines of the mails about sign-ups name neither the event "
            "nor the site, so that a locked phone shows neither. What it is about stands further "
            "down. The address of the sender still ends in the domain of its mailbox."
        ),
    )
    privacy_page = models.ForeignKey(
        Page,
        verbose_name=_("privacy notice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    accessibility_page = models.ForeignKey(
        Page,
        verbose_name=_("accessibility statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("organisation", "email", "telephone", "address")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("whatsapp", "facebook", "instagram", "youtube")],
            heading=_("Elsewhere"),
        ),
        MultiFieldPanel([FieldPanel("discreet_mail")], heading=_("Mails to people who signed up")),
        MultiFieldPanel(
            [FieldPanel("privacy_page"), FieldPanel("accessibility_page")],
            heading=_("Pages named at the foot of every page"),
        ),
    ]

    class Meta:
        verbose_name = pgettext_lazy("title of the settings form", "site settings")

    def clean(self):
        """Name only what everybody can read now, and what stays so (`home.kept`)."""
        super().clean()
        errors = {}
        before = type(self).objects.filter(pk=self.pk).first()
        for name in NAMED_PAGES:
            page = getattr(self, name)
            if page is None and getattr(before, name, None) is not None:
                errors[name] = _("Name another page: the site and its forms lead to it.")
            elif page is not None and not Page.objects.live().public().filter(pk=page.pk).exists():
                errors[name] = _("This page is not published, or not open to everybody.")
            elif page is not None and page.expire_at:
                errors[name] = _("This page has a date on which it expires: take that out first.")
        if errors:
            raise ValidationError(errors)

    def structured_data(self) -> schema.Node:
        """Return what is known of the organisation in the words of schema.org."""
        return schema.properties(
            logo=head.logo(),
            email=self.email,
            telephone=self.telephone,
            address=schema.one_line(self.address),
            sameAs=[address for _name, address in self.social_links()],
        )

    def social_links(self) -> list[tuple[str, str]]:
        """Return (name, address) of each network that has an address."""
        fields = [self._meta.get_field(n) for n in ("whatsapp", "facebook", "instagram", "youtube")]
        return [
            (str(field.verbose_name), value)
            for field in fields
            if (value := getattr(self, field.name))
        ]


@kept.keeper
def named_in_the_settings():
    """Yield the pages that the settings of a site name."""
    for named in SiteSettings.objects.all():
        for name in NAMED_PAGES:
            if pk := getattr(named, f"{name}_id"):
                field = SiteSettings._meta.get_field(name).verbose_name
                words = gettext("The site settings name it as “%(field)s”: name another there.")
                yield pk, words % {"field": field}


# ------------------------------------------------------------------ limits
class RateCount(models.Model):
    """How often something was tried lately, known by a keyed hash (`home.limits`)."""

    trace = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.since:%H:%M}: {self.tries}"
