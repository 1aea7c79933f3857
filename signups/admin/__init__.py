"""The organizer's screens: all sign-ups of a form in one list, whatever their language.

Everything here asks for permissions of its own on `Submission`; the right to edit pages opens
nothing. Columns, charts and files name questions in the words of the source page. Whoever looks
at an answer, takes a file away or changes something leaves a line in the audit log (`audit`).
"""
