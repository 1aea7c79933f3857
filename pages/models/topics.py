"""The topics of the summit."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from pages.edit_conflicts import EditConflictForm
from pages.publication import PublicAtOnce


class Topic(PublicAtOnce, TranslatableMixin, index.Indexed, models.Model):
    """A topic, shared by news, events and partners."""

    base_form_class = EditConflictForm
    similar_fields = ("name",)

    name = models.CharField(verbose_name=_("name"), max_length=80)
    slug = models.SlugField(
        verbose_name=_("slug"),
        max_length=60,
        help_text=_("The same in every language, so that filtered links can be shared."),
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
            raise ValidationError(
                {"slug": _("Another topic already uses this slug. Choose a different one.")}
            )
