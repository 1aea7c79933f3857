"""English dates with the month in full; Django's own would say "Nov. 21, 2026".

Whatever has an hour names the zone: people of several work on the site. What the public reads has
the city instead (`pages.times.dates`).
"""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P T"
SHORT_DATE_FORMAT = "F j, Y"
SHORT_DATETIME_FORMAT = "F j, Y, P T"
