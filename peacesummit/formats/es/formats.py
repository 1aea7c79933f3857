"""Spanish as it is written in Mexico: 66.7 %, 1,200. Dates stay those of Django's `es`.

Whatever has an hour names the zone: people of several work on the site. What the public reads has
the city instead (`pages.times.dates`).
"""

DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i T"
SHORT_DATETIME_FORMAT = "d/m/Y, H:i T"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
