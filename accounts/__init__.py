"""Who gets in: sign-in, new passwords, and keeping out who guesses."""
