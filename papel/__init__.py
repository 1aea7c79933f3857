"""Cut paper (papel picado), drawn as SVG. Plain Python: no Django here."""
