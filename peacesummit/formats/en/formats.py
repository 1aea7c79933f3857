"""English dates with the month in full; Django's own would say "Nov. 21, 2026"."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P"
SHORT_DATE_FORMAT = "F j, Y"
