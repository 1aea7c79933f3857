"""The life of a sign-up: created, moved between statuses, deleted."""
