"""The second part of `open_sealed.py`: decrypt the answers in a CSV file or a workbook.

Each cell is encrypted for one sign-up (the reference column) and one question (the key in the
header, as in "What do you eat? [diet]"). The original file is not changed.
"""

from __future__ import annotations

import argparse
import csv
import getpass
import io
import json
import os
import re
import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey
from openpyxl import load_workbook

from peacesummit.private_key import KeyFileError, read_name, unprotect
from scripts.make_keys import DEFAULT, read_passphrase
from scripts.toolbox import Stop, say, script
from signups.admin.export import TOO_LONG, csv_lines, put_text
from signups.privacy.sealing import SealError, is_sealed, key_name, sealed_for, unseal

REFERENCE = "Reference"
KEY_IN_HEADER = re.compile(r"\[([a-z][a-z0-9_]*)\]\s*\Z")
KEY_NAME = re.compile(r"[0-9a-f]{8}\Z")
KINDS = (".csv", ".xlsx")


@dataclass
class Tally:
    """Count decrypted cells, and record the others."""

    opened: int = 0
    no_key: Counter[str] = field(default_factory=Counter)  # by the name of the required key
    trouble: list[str] = field(default_factory=list)

    @property
    def closed(self) -> int:
        return self.no_key.total() + len(self.trouble)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make open", allow_abbrev=False)
    parser.add_argument("file", nargs="?", default=os.environ.get("FILE") or None)
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--passphrase-file", default=os.environ.get("PASSPHRASE_FILE"))
    wanted = parser.parse_args()
    if not wanted.file:
        raise Stop("which file? For example: `make open FILE=export.csv`.")
    source = Path(wanted.file).expanduser().resolve()
    if source.suffix.lower() not in KINDS:
        raise Stop(f"{source.name} is neither a CSV file nor a workbook (.csv, .xlsx).")
    target = source.with_name(f"{source.stem}.opened{source.suffix}")
    if target.exists():
        raise Stop(f"{target} exists and is not overwritten; move it away, then try again.")
    content = source.read_bytes()
    names = wanted.key or named_keys(os.environ.get("KEY") or DEFAULT)
    keys = read_keys([Path(name).expanduser() for name in names], wanted.passphrase_file)
    tally = Tally()
    open_file = open_workbook if source.suffix.lower() == ".xlsx" else open_csv
    result = open_file(content, keys, tally)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(result)
    say(report(tally, target))
    return 1 if tally.closed else 0


def named_keys(text: str) -> list[str]:
    """Return the files in KEY: one path, or several separated as in a shell."""
    return [text] if Path(text).expanduser().exists() else shlex.split(text)


def read_keys(paths: Sequence[Path], passphrase_file: str | None) -> dict[str, PrivateKey]:
    """Return the private keys by name; ask for each passphrase unless a file contains it."""
    keys = {}
    for path in paths:
        if not path.exists():
            raise Stop(f"there is no key file {path}; name it: `make open FILE=… KEY=…`.")
        try:
            text = path.read_text(encoding="utf-8")
            name = read_name(text)
            passphrase = (
                read_passphrase(passphrase_file)
                if passphrase_file
                else getpass.getpass(f"Passphrase of {path.name} (key {name}): ")
            )
            key = unprotect(text, passphrase)
        except EOFError:
            raise Stop("no passphrase was typed; in a script, use PASSPHRASE_FILE=….") from None
        except (KeyFileError, UnicodeDecodeError) as error:
            raise Stop(f"{path}: {str(error).rstrip('.')}.") from None
        keys[key_name(key.public_key)] = key
    return keys


# ------------------------------------------------------------------ tables
def question_columns(header: Sequence[str]) -> dict[int, str]:
    """Return the question key of each column with answers, by the index of the column."""
    found = {number: KEY_IN_HEADER.search(cell) for number, cell in enumerate(header)}
    return {number: match[1] for number, match in found.items() if match}


def reference_column(header: Sequence[str]) -> int:
    """Return the index of the column that identifies the sign-up. Raise Stop if there is none."""
    if REFERENCE in header:
        return header.index(REFERENCE)
    raise Stop(
        f"the file has no column “{REFERENCE}”, which tells whose each answer is; "
        "take the file as the site exports it."
    )


def open_rows(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    keys: Mapping[str, PrivateKey],
    tally: Tally,
) -> Iterator[tuple[int, int, str]]:
    """Yield (row, column, text) for each cell that can be decrypted; count in `tally`."""
    if not any(is_sealed(cell) or cell == TOO_LONG for row in rows for cell in row):
        return  # for example, a sheet without answers
    questions, reference = question_columns(header), reference_column(header)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            where = f"row {number + 2}, column {column + 1}"
            if cell == TOO_LONG:
                tally.trouble.append(f"{where}: it is in the CSV file only")
            if not is_sealed(cell):
                continue
            name = sealed_for(cell)
            if not KEY_NAME.match(name):  # typed by someone: do not show it on a terminal
                tally.trouble.append(f"{where}: this is no answer that the site has sealed")
                continue
            if name not in keys:
                tally.no_key[name] += 1
                continue
            if column not in questions:
                tally.trouble.append(f"{where}: the heading names no question, as in “Food [food]”")
                continue
            owner = row[reference] if len(row) > reference else ""
            try:
                words = in_words(
                    unseal(cell, keys[name], reference=owner, question=questions[column])
                )
            except SealError as error:
                tally.trouble.append(f"{where}: {str(error).rstrip('.')}")
                continue
            tally.opened += 1
            yield number, column, words


def in_words(value: Any) -> str:
    """Return an answer of any type as text, with codes as in the rest of the export."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(in_words(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def open_csv(content: bytes, keys: Mapping[str, PrivateKey], tally: Tally) -> bytes:
    """Return the CSV file with its answers decrypted."""
    csv.field_size_limit(2**31 - 1)
    try:
        text = content.decode("utf-8-sig")
        table = list(csv.reader(io.StringIO(text, newline="")))
    except UnicodeDecodeError:
        raise Stop(
            "the file is not in UTF-8: another program has saved it; "
            "take the file as the site exports it."
        ) from None
    except csv.Error as error:
        raise Stop(f"the file is no CSV file ({error}).") from None
    header, *rows = table or [[]]
    for row, column, words in open_rows(header, rows, keys, tally):
        rows[row][column] = words
    return "".join(csv_lines(header, rows)).encode()


def open_workbook(content: bytes, keys: Mapping[str, PrivateKey], tally: Tally) -> bytes:
    """Return the workbook with the answers in all sheets decrypted."""
    try:
        book = load_workbook(io.BytesIO(content))
    except Exception as error:  # noqa: BLE001 - the library raises many errors; not our file
        raise Stop(f"the workbook cannot be read ({type(error).__name__}).") from None
    for sheet in book.worksheets:
        table = [
            ["" if value is None else str(value) for value in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        header, *rows = table or [[]]
        for row, column, words in open_rows(header, rows, keys, tally):
            put_text(sheet.cell(row + 2, column + 1), words)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def report(tally: Tally, target: Path) -> str:
    """Return a summary: decrypted answers, others, and the keys they need."""
    lines = ["", f"{tally.opened} answers opened, {tally.closed} not.", f"     {target}"]
    for name, number in sorted(tally.no_key.items()):
        lines.append(f"     {number} need the key {name}: give its file too, KEY='one.txt two.txt'")
    lines += [f"     {line}" for line in tally.trouble]
    lines += [
        "     The file holds sensitive answers in the clear: keep it on this computer alone, and",
        "     delete it when you have read it.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    script(main)
