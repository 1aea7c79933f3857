"""Admin views for translators, reviewers and coordinators."""
