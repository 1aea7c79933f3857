"""Parse and format dates and times with their time zone."""
