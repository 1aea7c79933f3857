"""What a visitor does: sign up, and look after her own sign-up."""
