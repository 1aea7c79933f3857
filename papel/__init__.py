"""Cut paper (papel picado), drawn. Plain Python: no Django here."""
