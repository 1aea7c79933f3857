"""Emails that the worker sends."""
