"""Sign-in, password resets, and protection against password guessing."""
