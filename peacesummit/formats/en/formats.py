"""English formats with full month names; Django's own would give "Nov. 21, 2026".

Times include the zone, as staff work in several. Public pages show the city instead
(`pages.times.dates`).
"""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P T"
SHORT_DATE_FORMAT = "F j, Y"
SHORT_DATETIME_FORMAT = "F j, Y, P T"
