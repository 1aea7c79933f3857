"""The base of every page and feature: it knows none of them."""
