"""A partner is an organization in all languages: shared fields, a description per language."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from wagtail.search.backends import get_search_backend

from pages import privacy
from pages.languages import localize
from partners.models import Partner
from partners.regions import Country, Region, region_of

pytestmark = pytest.mark.both_databases


def test_every_country_belongs_to_one_region():
    assert {region_of(code) for code in Country.values} == set(Region)
    assert region_of("US") == region_of("CA") == Region.US_CA
    assert region_of("MX") == region_of("HN") == Region.MX_CA


def test_country_and_region_have_to_fit(english):
    partner = Partner(name="Voces", slug="voces", country="MX", region="us-ca", locale=english)
    with pytest.raises(ValidationError) as caught:
        partner.full_clean()
    assert list(caught.value.message_dict) == ["region"]


def test_the_short_name_is_made_from_the_name_and_is_free(make_partner):
    assert make_partner("Movimiento Ñandú").slug == "movimiento-nandu"
    assert make_partner("Movimiento Ñandú").slug == "movimiento-nandu-2"
    assert make_partner("¡¿?!").slug == "partner"


def test_a_short_name_is_unique_in_a_language_and_shared_between_them(
    make_partner, english, submit
):
    first = make_partner("Voces", slug="voces")
    assert submit(first).slug == "voces"
    second = Partner(name="Other", slug="voces", country="US", region="us-ca", locale=english)
    with pytest.raises(ValidationError) as caught:
        second.full_clean()
    assert list(caught.value.message_dict) == ["slug"]
    first.full_clean()


def test_querysets(make_partner, migration, submit):
    late = make_partner("A late one", order=5)
    north = make_partner("North", themes=[migration])
    south = make_partner("South", country="HN", region="mx-ca")
    submit(north)
    assert Partner.objects.count() == 4
    assert list(Partner.objects.featured()) == [north, south, late]
    assert set(Partner.objects.in_source_language()) == {late, north, south}


def test_facts_of_a_translation_follow_the_source_at_once(make_partner, submit, migration, spanish):
    partner = make_partner("Voices", description="Who we are.", themes=[migration])
    submit(partner, "Quiénes somos.")

    partner.name, partner.country, partner.region = "Voices United", "MX", "mx-ca"
    partner.website, partner.order, partner.slug = "https://example.org/", 7, "united"
    partner.themes = []
    partner.save()

    found = partner.get_translation(spanish)
    assert found.name == "Voices United"
    assert (found.country, found.region, found.order) == ("MX", "mx-ca", 7)
    assert (found.website, found.slug) == ("https://example.org/", "united")
    assert list(found.themes.all()) == []
    assert found.description == "Quiénes somos."
    in_spanish = Partner.objects.filter(locale=spanish)
    assert list(get_search_backend().search("United", in_spanish)) == [found]


def test_facts_changed_in_a_translation_do_not_stay(make_partner, submit, migration, spanish):
    partner = make_partner("Voices", description="Who we are.", themes=[migration])
    translated = submit(partner, "Quiénes somos.")
    translated.name, translated.country, translated.description = "Voces", "CA", "Somos."
    translated.themes = []
    translated.save()

    found = Partner.objects.get(pk=translated.pk)
    assert (found.name, found.country, found.description) == ("Voices", "US", "Somos.")
    assert list(found.themes.all()) == [migration]


def test_publishing_a_translation_from_an_old_source_keeps_the_new_facts(
    make_partner, submit, spanish
):
    partner = make_partner("Voices", description="Who we are.")
    submit(partner)
    partner.name = "Voices United"
    partner.save()  # wagtail-localize's copy of the source still has the old name
    assert submit(partner, "Quiénes somos.").name == "Voices United"
    assert partner.get_translation(spanish).description == "Quiénes somos."


def test_only_the_description_is_offered_to_the_translator(make_partner, submit):
    from wagtail_localize.models import OverridableSegment, StringSegment

    partner = make_partner("Voices", description="Who we are.", website="https://example.org/")
    submit(partner)
    segments = StringSegment.objects.filter(source__object_id=partner.translation_key)
    assert {segment.context.path for segment in segments} == {"description"}
    assert not OverridableSegment.objects.filter(source__object_id=partner.translation_key).exists()


def test_a_copy_that_nobody_translated_knows_its_language(make_partner, submit):
    partner = make_partner("Voices", description="Who we are.")
    assert submit(partner).description_language == "en"
    assert submit(partner, "Quiénes somos.").description_language == "es"
    assert partner.description_language == "en"


def test_translations_go_with_their_source(make_partner, submit):
    partner = make_partner("Voices", description="Who we are.")
    submit(partner).delete()
    assert Partner.objects.count() == 1
    submit(partner)
    partner.delete()
    assert not Partner.objects.exists()


def test_the_address_is_in_the_active_language_and_costs_one_query_for_all(
    directorio, make_partner, submit, rf, django_assert_max_num_queries
):
    make_partner("Voices", slug="voices", description="Who we are.")
    submit(make_partner("Bridges", slug="bridges", description="Who we are."), "Quiénes somos.")
    assert [each.url for each in Partner.objects.featured()] == [
        "/en/partners/bridges/",
        "/en/partners/voices/",
    ]
    with translation.override("es"):
        found = localize(Partner.objects.featured())
        # Wagtail caches the root pages of its sites after the first query; private pages
        # are read once per request.
        addresses = privacy.read_once(lambda _request: [each.url for each in found])
        with django_assert_max_num_queries(1):
            assert addresses(rf.get("/")) == [
                "/es/organizaciones/bridges/",
                "/es/organizaciones/voices/",
            ]


def test_without_a_directory_there_is_no_address(make_partner):
    partner = make_partner("Voices")
    assert partner.url == ""
    assert Partner(name="New").url == ""


def test_the_website_is_shown_by_its_host():
    assert Partner(website="https://www.example.org/a/b").website_host == "example.org"
    assert Partner().website_host == ""
