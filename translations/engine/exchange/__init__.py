"""Files for translators who work elsewhere: PO and XLIFF, out and in again."""
