"""Sample content: the site as it would look for the real summit, in two languages."""
