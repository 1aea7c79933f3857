"""Import and export of PO and XLIFF files, for translators who use other programs."""
