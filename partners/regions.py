"""Countries and regions of the directory, with translated names."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    """The two sections of the directory, in display order."""

    US_CA = "us-ca", _("United States and Canada")
    MX_CA = "mx-ca", _("Mexico and Central America")


class Country(models.TextChoices):
    """ISO 3166-1 alpha-2 codes of the countries partners come from."""

    US = "US", _("United States")
    CA = "CA", _("Canada")
    MX = "MX", _("Mexico")
    GT = "GT", _("Guatemala")
    HN = "HN", _("Honduras")
    SV = "SV", _("El Salvador")
    NI = "NI", _("Nicaragua")
    CR = "CR", _("Costa Rica")
    PA = "PA", _("Panama")
    BZ = "BZ", _("Belize")


NORTH = frozenset({Country.US, Country.CA})


def region_of(country: str) -> Region:
    """Return the region of a country code."""
    return Region.US_CA if country in NORTH else Region.MX_CA
