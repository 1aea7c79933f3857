"""The list of sign-ups as a table file: pure functions of plain data."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel shows accents wrongly


def safe_cell(value: str) -> str:
    """Return a text that no spreadsheet reads as a formula: an apostrophe stands before it."""
    text = value.replace("\0", "")
    if text.startswith(("\t", "\r", "\n")) or text.lstrip().startswith(FORMULA_STARTS):
        return f"'{text}"
    return text


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a CSV file (UTF-8 with mark, RFC 4180), every cell made safe."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BYTE_ORDER_MARK)
    for row in itertools.chain([header], rows):
        writer.writerow([safe_cell(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
