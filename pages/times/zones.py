"""Name time zones by a city that local people know, and convert local times."""

import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: The zones offered to editors, ordered outward from the country of the summit.
ZONES = {
    "America/Mexico_City": _("Mexico City"),
    "America/Tijuana": _("Tijuana"),
    "America/Mazatlan": _("Mazatlán"),
    "America/Hermosillo": _("Hermosillo"),
    "America/Chihuahua": _("Chihuahua"),
    "America/Ciudad_Juarez": _("Ciudad Juárez"),
    "America/Ojinaga": _("Ojinaga"),
    "America/Monterrey": _("Monterrey"),
    "America/Matamoros": _("Matamoros"),
    "America/Merida": _("Mérida"),
    "America/Cancun": _("Cancún"),
    "America/Los_Angeles": _("Los Angeles"),
    "America/Phoenix": _("Phoenix"),
    "America/Denver": _("Denver and El Paso"),
    "America/Chicago": _("Chicago"),
    "America/New_York": _("New York"),
    "America/Anchorage": _("Anchorage"),
    "Pacific/Honolulu": _("Honolulu"),
    "America/Puerto_Rico": _("San Juan, Puerto Rico"),
    "America/Vancouver": _("Vancouver"),
    "America/Edmonton": _("Edmonton"),
    "America/Winnipeg": _("Winnipeg"),
    "America/Toronto": _("Toronto"),
    "America/Halifax": _("Halifax"),
    "America/St_Johns": _("St. John’s"),
    "America/Guatemala": _("Guatemala City"),
    "America/Belize": _("Belize City"),
    "America/El_Salvador": _("San Salvador"),
    "America/Tegucigalpa": _("Tegucigalpa"),
    "America/Managua": _("Managua"),
    "America/Costa_Rica": _("San José, Costa Rica"),
    "America/Panama": _("Panama City"),
}

#: Cities that take an article in some languages: “hora de la Ciudad de México”.
_IN_A_SENTENCE = {
    "America/Mexico_City": pgettext_lazy("in a sentence", "Mexico City"),
    "America/Guatemala": pgettext_lazy("in a sentence", "Guatemala City"),
    "America/Belize": pgettext_lazy("in a sentence", "Belize City"),
    "America/Panama": pgettext_lazy("in a sentence", "Panama City"),
}

#: Cities of readers elsewhere whose name may differ from that in the zone's name.
_ELSEWHERE = {
    "America/Argentina/Buenos_Aires": _("Buenos Aires"),
    "America/Bogota": _("Bogotá"),
    "America/Havana": _("Havana"),
    "America/Sao_Paulo": _("São Paulo"),
    "Asia/Tokyo": _("Tokyo"),
    "Europe/Berlin": _("Berlin"),
    "Europe/Brussels": _("Brussels"),
    "Europe/London": _("London"),
    "Europe/Paris": _("Paris"),
    "Europe/Rome": _("Rome"),
    "Europe/Stockholm": _("Stockholm"),
    "Europe/Vienna": _("Vienna"),
    "Europe/Zurich": _("Zurich"),
}

#: The zones of most remote attendees, shown next to the event's own time.
REFERENCE_ZONES = ("America/Los_Angeles", "America/Mexico_City", "America/New_York")


class WallTimeError(ValidationError):
    """A local time that is not exactly one moment; its code is "twice" or "never"."""


def city_of(zone: str) -> str:
    """Return the city that readers know the zone by, in the active language."""
    return str(ZONES[zone]) if zone in ZONES else _own_name(zone)


def city_in_a_sentence(zone: str) -> str:
    """Return the city for use within a sentence, in the active language."""
    return str(_IN_A_SENTENCE[zone]) if zone in _IN_A_SENTENCE else city_of(zone)


def _own_name(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def cities() -> dict[str, str]:
    """Return zone: city in the active language, unless the zone's name gives the city."""
    known = {zone: str(city) for zone, city in (ZONES | _ELSEWHERE).items()}
    return {zone: city for zone, city in known.items() if city != _own_name(zone)}


def validate_zone(zone: str) -> None:
    """Raise `ValidationError` unless `zone` is in the time zone database (IANA)."""
    if zone not in available_timezones():
        raise ValidationError(
            _("“%(zone)s” is not a valid time zone."), params={"zone": zone}, code="zone"
        )


def moment(wall: datetime.datetime, zone: str) -> datetime.datetime:
    """Return the UTC moment of the naive local time `wall` in `zone`.

    Raises `WallTimeError` for times that a clock change skips ("never") or repeats ("twice").
    """
    tz = ZoneInfo(zone)
    first = wall.replace(tzinfo=tz, fold=0)
    utc = first.astimezone(datetime.UTC)
    if utc.astimezone(tz).replace(tzinfo=None) != wall:
        words = _("Clocks go forward that night, so this time does not exist. Choose another time.")
        raise WallTimeError(words, code="never")
    if first.utcoffset() != wall.replace(tzinfo=tz, fold=1).utcoffset():
        words = _("Clocks go back that night, so this time occurs twice. Choose another time.")
        raise WallTimeError(words, code="twice")
    return utc
