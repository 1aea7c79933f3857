"""Part of `make lint`: check the spelling of texts, in American English and Spanish.

    .venv/bin/python -m scripts.spelling en|es

codespell checks the English of the interface, documents, comments and docstrings; hunspell checks
the Spanish. Correct words that they do not know are in `scripts/words/`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from scripts import texts
from scripts.texts import Text
from scripts.toolbox import ROOT, Stop, say, script

WORDS = ROOT / "scripts" / "words"
WORD = re.compile(r"(?<![\w.])[^\W\d_]{2,}(?!\w)")  # no variable name or file extension
CODESPELL = [str(Path(sys.executable).with_name("codespell")), "--stdin-single-line"]
CODESPELL += ["--builtin", "clear,rare,en-GB_to_en-US", "-"]
HUNSPELL = ["hunspell", "-d", "es_MX", "-i", "utf-8", "-l"]


def ask(command: list[str], lines: Iterable[str]) -> list[str]:
    """Return the output of a program for the given lines. Raise Stop if it fails."""
    done = subprocess.run(
        command, input="\n".join(lines), capture_output=True, encoding="utf-8", cwd=ROOT
    )
    if done.stderr.strip():
        raise Stop(f"{command[0]} does not work: {done.stderr.strip()}.")
    return done.stdout.splitlines()


def english(found: list[Text]) -> list[str]:
    """Return the faults of English texts, each with its position."""
    lines = [" ".join(text.words.split()) for text in found]
    answers = (line.partition(": ") for line in ask(CODESPELL, lines))
    return [f"{found[int(number) - 1].place}: {fault}" for number, _colon, fault in answers]


def spanish(found: list[Text]) -> list[str]:
    """Return the Spanish words in no dictionary, each with its position."""
    own = set((WORDS / "es.txt").read_text(encoding="utf-8").split())
    used = [(text.place, word) for text in found for word in WORD.findall(text.words)]
    used = [(place, word) for place, word in used if not word.isupper()]  # abbreviations
    unknown = set(ask(HUNSPELL, sorted({word for _place, word in used})))
    unknown = {word for word in unknown if word not in own and word.lower() not in own}
    return [f"{place}: {word}" for place, word in used if word in unknown]


def main() -> int:
    if sys.argv[1:] == ["es"]:
        faults = spanish(list(texts.spanish()))
    else:
        faults = english([*texts.english(), *texts.documentation(), *texts.remarks()])
    for fault in faults:
        say(fault)
    if faults:
        say("     A word that is right goes into scripts/words/.")
    return bool(faults)


if __name__ == "__main__":
    script(main)
