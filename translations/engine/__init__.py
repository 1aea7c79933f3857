"""What is to be translated, where it stands, and how it goes live; no screen is named here."""
