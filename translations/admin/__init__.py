"""The screens of translators, reviewers and coordinators."""
