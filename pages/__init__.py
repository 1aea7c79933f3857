"""Provide the base of every page and feature, without depending on any of them."""
