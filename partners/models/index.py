"""The list of partners, and the page of each partner."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from pages.head import Head
from pages.languages import localize
from pages.models import ListPage, Topic, introduced
from pages.schema import node
from pages.share import Card, titled
from pages.text import alphabetical
from partners.filters import Filter, Filters, topic_choices
from partners.models.partner import Partner, in_source_language
from partners.regions import Country, Region


class PartnerIndexPage(ListPage):
    """List all partners by region, with a page for each of them."""

    introduction = introduced(_("Shown above the directory. Partners are added automatically."))
    template = "partners/partner_index_page.html"
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("partner directory")
        verbose_name_plural = _("partner directories")

    def get_context(self, request, *args, subpath: str = "", **kwargs):
        """Return the context of the page, or of the partner at `subpath` ("slug/")."""
        context = super().get_context(request, *args, **kwargs)
        context["subpath"] = subpath
        if subpath:
            context["languages"] = [
                replace(link, url=link.url + subpath) if link.available else link
                for link in context["languages"]
            ]
        return context

    @path("")
    def directory(self, request):
        """Show the list, filtered by `?region=`, `?country=` and `?theme=`."""
        partners = Partner.objects.featured()
        countries = set(partners.order_by().values_list("country", flat=True).distinct())
        labels = [choice for choice in Country.choices if choice[0] in countries]
        labels.sort(key=lambda choice: alphabetical(str(choice[1])))
        topics = topic_choices(Topic.objects.filter(in_source_language()))
        filters = Filters(
            Filter("region", "region", Region.choices, request.GET),
            Filter("country", "country", labels, request.GET),
            Filter("theme", "themes__slug", topics, request.GET),
        )
        found = list(filters.narrow(partners))
        members = {code: [each for each in found if each.region == code] for code in Region}
        regions = [(code, members[code]) for code in Region if members[code]]
        context = {"filters": filters, "count": len(found), "regions": regions}
        return self.render(request, context_overrides=context)

    @path("<slug:slug>/", name="partner")
    def partner(self, request, slug: str):
        """Show one partner with its dialogues and news."""
        source = Partner.objects.featured().filter(slug=slug).select_related("logo", "locale")
        found = source.prefetch_related("logo__renditions").first()
        if found is None:
            raise Http404
        [partner] = localize([found])
        described_in = settings.LANGUAGE_CODE
        if partner.description and partner.description != found.description:
            described_in = partner.locale.language_code
        return self.render(
            request,
            template="partners/partner.html",
            subpath=f"{slug}/",
            context_overrides={
                # Facts, picture and URL come from the source; only the text is translated.
                "partner": found,
                "description": partner.description or found.description,
                "description_language": described_in,
                "themes": localize(found.themes.select_related("locale")),
            },
        )

    def share_card(self, part: str = "", context: Mapping | None = None) -> Card | None:
        """Return the card of the directory, or of the partner with the slug `part`."""
        if not part:
            return super().share_card()
        partner = (context or {}).get("partner")
        if partner is None:
            partner = Partner.objects.in_source_language().filter(slug=part).first()
        if partner is None:
            return None
        country = str(partner.get_country_display())
        pattern = str(partner.translation_key)
        return titled(partner.name, lines=(country,), pattern=pattern)

    def structured_data(self, about: Head) -> list[dict]:
        """Describe the organization on a partner's page, and a collection page on the list."""
        partner = about.context.get("partner")
        if partner is None:
            return [about.web_page(kind="CollectionPage"), *about.breadcrumb()]
        organisation = node(
            "Organization",
            f"{settings.SITE_URL}/#partner-{partner.translation_key}",
            name=partner.name,
            url=partner.website,
            description=about.description,
            mainEntityOfPage={"@id": about.url},
            image=about.image,
            address=node("PostalAddress", addressCountry=partner.country),
        )
        return about.page_about(organisation, datePublished=None, dateModified=None)

    def get_sitemap_urls(self, request=None):
        """Return the directory and each partner, with their URLs in all languages."""
        entries = super().get_sitemap_urls(request)
        if not entries:
            return []
        [own] = entries
        partners = Partner.objects.featured().values_list("slug", "latest_revision__created_at")
        for slug, changed in partners:
            alternates = [
                {**each, "location": f"{each['location']}{slug}/"} for each in own["alternates"]
            ]
            entries.append(
                {
                    "location": f"{own['location']}{slug}/",
                    "lastmod": changed or own["lastmod"],
                    "alternates": alternates,
                }
            )
        return entries
