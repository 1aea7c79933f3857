"""Words: the memory of earlier translations, the glossary, checks, and machine translation."""
