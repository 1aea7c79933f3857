"""What becomes of a sign-up: created, moved between states, deleted."""
