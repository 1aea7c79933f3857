"""The menus in the header and footer of every page."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from pages.edit_conflicts import EditConflictForm
from pages.languages import source_locale
from pages.publication import PublicAtOnce


class Menu(PublicAtOnce, TranslatableMixin, RevisionMixin, ClusterableModel):
    """The links in the header or footer of every page, in one language."""

    base_form_class = EditConflictForm

    class Slot(models.TextChoices):
        MAIN = "main", _("Page header")
        FOOTER = "footer", _("Page footer")

    slot = models.CharField(verbose_name=_("location"), max_length=10, choices=Slot.choices)
    title = models.CharField(
        verbose_name=_("title"), max_length=60, help_text=_("Read by screen readers.")
    )
    text = RichTextField(
        verbose_name=_("text"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Shown in the page footer: who runs this site."),
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

    def why_it_stays(self) -> str:
        """Return why it must not be deleted (see `pages.deletion`)."""
        return _(
            "“%(menu)s” appears on every page in its language. Instead of deleting it, "
            "change its links or its location."
        ) % {"menu": self}

    def clean(self):
        # Not a database constraint: copying for translation would answer 500 without a message.
        super().clean()
        locale_id = self.locale_id or source_locale().pk
        if Menu.objects.filter(slot=self.slot, locale_id=locale_id).exclude(pk=self.pk).exists():
            raise ValidationError(
                {
                    "slot": _(
                        "There is already a menu in this location for this language. Choose "
                        "another location."
                    )
                }
            )


class MenuItem(TranslatableMixin, Orderable):
    """A link of a menu to a page, shown in the reader's language."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+"
    )
    label = models.CharField(
        verbose_name=_("link text"),
        max_length=40,
        blank=True,
        help_text=_("Leave empty to show the page title."),
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
