"""The organization behind the site, and the pages that every page links to."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from pages import head, required_pages, schema
from pages.edit_conflicts import EditConflictForm

NAMED_PAGES = ("privacy_page", "accessibility_page")
NETWORKS = ("whatsapp", "facebook", "instagram", "youtube")


def _named_page(name: Any) -> models.ForeignKey:
    return models.ForeignKey(
        Page, models.SET_NULL, verbose_name=name, null=True, blank=True, related_name="+"
    )


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Contact data of the organization, not translated; the footer menu has texts by language."""

    base_form_class = EditConflictForm
    select_related = ["privacy_page", "accessibility_page"]

    organisation = models.CharField(
        verbose_name=_("organization"), max_length=120, default="Global Exchange"
    )
    email = models.EmailField(verbose_name=_("email address"), blank=True)
    telephone = models.CharField(verbose_name=_("phone"), max_length=40, blank=True)
    address = models.TextField(verbose_name=_("postal address"), max_length=300, blank=True)
    whatsapp = models.URLField(verbose_name="WhatsApp", blank=True)
    facebook = models.URLField(verbose_name="Facebook", blank=True)
    instagram = models.URLField(verbose_name="Instagram", blank=True)
    youtube = models.URLField(verbose_name="YouTube", blank=True)
    discreet_mail = models.BooleanField(
        verbose_name=_("discreet emails"),
        default=True,
        help_text=_(
            "The subject, sender, and opening lines of sign-up emails do not mention the event "
            "or the site, so neither appears on a locked phone. The details come further down. "
            "The sender’s address still ends in its mailbox’s domain."
        ),
    )
    privacy_page = _named_page(_("privacy notice"))
    accessibility_page = _named_page(_("accessibility statement"))

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("organisation", "email", "telephone", "address")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in NETWORKS],
            heading=_("Social media"),
        ),
        MultiFieldPanel([FieldPanel("discreet_mail")], heading=_("Emails to people who signed up")),
        MultiFieldPanel(
            [FieldPanel(name) for name in NAMED_PAGES],
            heading=_("Pages linked at the bottom of every page"),
        ),
    ]

    class Meta:
        verbose_name = pgettext_lazy("title of the settings form", "site settings")

    def __str__(self):
        """Return the name for lists of uses; Wagtail's also names the site, the only one."""
        return capfirst(str(self._meta.verbose_name))

    def clean(self):
        """Allow only pages that are public and stay so (`pages.required_pages`)."""
        super().clean()
        errors = {}
        before = type(self).objects.filter(pk=self.pk).first()
        for name in NAMED_PAGES:
            page = getattr(self, name)
            if page is None:
                if getattr(before, name, None) is not None:
                    errors[name] = _("Choose another page: the site and its forms link to it.")
            elif not Page.objects.live().public().filter(pk=page.pk).exists():
                errors[name] = _("Choose a page that is published and open to everyone.")
            elif page.expire_at:
                errors[name] = _("This page has an expiration date. Remove that date first.")
        if errors:
            raise ValidationError(errors)

    def structured_data(self) -> schema.Node:
        """Return the schema.org properties of the organization."""
        return schema.properties(
            logo=head.logo(),
            email=self.email,
            telephone=self.telephone,
            address=", ".join(filter(None, map(str.strip, self.address.splitlines()))),
            sameAs=[address for _name, address in self.social_links()],
        )

    def social_links(self) -> list[tuple[str, str]]:
        """Return (name, URL) of each network that has a URL."""
        return [
            (str(self._meta.get_field(name).verbose_name), address)
            for name in NETWORKS
            if (address := getattr(self, name))
        ]


@required_pages.provider
def named_in_the_settings():
    """Yield the pages that the site settings use, with the reason to keep each."""
    for named in SiteSettings.objects.all():
        for name in NAMED_PAGES:
            if pk := getattr(named, f"{name}_id"):
                field = SiteSettings._meta.get_field(name).verbose_name
                words = gettext(
                    "The site settings use it as the “%(field)s” page. Choose another page "
                    "there first."
                )
                yield pk, words % {"field": field}
