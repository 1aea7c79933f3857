"""The mails about sign-ups."""
