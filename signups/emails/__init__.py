"""Emails about sign-ups."""
