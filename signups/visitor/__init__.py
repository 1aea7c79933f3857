"""What visitors do: sign up, and manage their own sign-up."""
