"""Spanish formats of Mexico: 66.7 %, 1,200. Dates are those of Django's `es`.

Times include the zone, as staff work in several. Public pages show the city instead
(`pages.times.dates`).
"""

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i T"
SHORT_DATETIME_FORMAT = "d/m/Y, H:i T"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
