"""The organizers' screens: all sign-ups of a form in one list, in any language.

Every screen requires permissions on `Submission`; permission to edit pages grants no access.
Columns, charts, and files use the wording of the source page. Viewing or exporting answers and
changing a sign-up are recorded in the audit log (`audit`).
"""
