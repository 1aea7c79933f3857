"""Spanish as it is written in Mexico: 66.7 %, 1,200. Dates stay those of Django's `es`."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
