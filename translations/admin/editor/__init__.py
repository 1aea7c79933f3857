"""The page on which a translator works."""
