"""Validate and clean uploaded images and documents."""
