"""The texts of the project with their positions, for spelling and wording checks.

They exclude what is not prose: code, tags, keys, URLs, slugs and stored values.
"""

from __future__ import annotations

import html
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
import yaml

from scripts.toolbox import ROOT

GLOSSARY = ROOT / "docs" / "glossary.md"  # lists words not to use
UPSTREAM = "peacesummit/upstream_texts.py"  # its English comes from upstream
GAP = "¤"  # replaces what was removed from a text
APPS = sorted(path.parent for path in ROOT.glob("*/__init__.py"))
ADDRESS = re.compile(r"(?:https?|mailto):[^\s)\]]*|\S+@[\w.-]+\w|(?<!\w)/[\w./-]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"<code\b.*?</code>|</?[a-z][^>]*>|<!--.*?-->", re.DOTALL)
OF_TEMPLATES = re.compile(
    r"\{#.*?#\}|\{% comment\b.*?\{% endcomment %\}|\{% block bodyclass %\}.*?\{% endblock"
    r"|\{%.*?%\}|\{\{.*?\}\}|<(script|style)\b.*?</\1>|<![^>]*>",
    re.DOTALL,
)
CODE = re.compile(r"```.*?```|`[^`\n]*`|^ {4,}[^\n]*$", re.DOTALL | re.MULTILINE)  # of Markdown
OF_MARKDOWN = re.compile(rf"{CODE.pattern}|(?<=\])\([^)]*\)", CODE.flags)
# Fields of the sample files without English text.
NOT_ENGLISH = {"slug", "key", "translation", "notes", "forbidden", "partners", "hosts"}


class Text(NamedTuple):
    """One text, or one line of a longer text, with its position."""

    path: Path
    line: int
    words: str

    @property
    def place(self) -> str:
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path}:{self.line}"


def without(pattern: re.Pattern[str], text: str) -> str:
    """Return a text with each match replaced by a mark; line numbers stay the same."""
    return pattern.sub(lambda match: GAP + "\n" * match[0].count("\n"), text)


def prose(text: str) -> str:
    """Return a text without tags, placeholders and URLs."""
    for pattern in (TAG, PLACEHOLDER, ADDRESS):
        text = without(pattern, text)
    return html.unescape(text)


def lines(path: Path, text: str, first: int = 1) -> Iterator[Text]:
    """Yield the lines of a text that contain words."""
    for number, line in enumerate(text.split("\n"), first):
        if re.search(r"\w", line):
            yield Text(path, number, line.strip(f" \t|{GAP}"))


def of_messages(path: Path, language: str = "") -> Iterator[Text]:
    """Yield the sources of a PO file or, with a language, the translations that differ."""
    for entry in polib.pofile(str(path)):
        upstream = path.stem == "djangojs" or [name for name, _ in entry.occurrences] == [UPSTREAM]
        if upstream and not language:
            continue
        sources = {entry.msgid, entry.msgid_plural} - {""}
        found = {entry.msgstr, *entry.msgstr_plural.values()} - {""} - sources
        if entry.msgctxt != "slug":
            for text in sorted(found if language else sources):
                yield Text(path, entry.linenum, prose(text))


def of_template(path: Path) -> Iterator[Text]:
    """Yield the literal texts of a template."""
    yield from lines(path, prose(without(OF_TEMPLATES, path.read_text(encoding="utf-8"))))


def of_markdown(path: Path) -> Iterator[Text]:
    """Yield the lines of a document, without code and link targets."""
    yield from lines(path, prose(without(OF_MARKDOWN, path.read_text(encoding="utf-8"))))


def of_yaml(path: Path) -> Iterator[Text]:
    """Yield the values of a sample file that have more than one word."""
    node = yaml.compose(path.read_text(encoding="utf-8"))
    yield from (text for text in _values(path, node) if " " in text.words.strip())


def _values(path: Path, node: yaml.Node | None) -> Iterator[Text]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in NOT_ENGLISH:
                yield from _values(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _values(path, value)
    elif isinstance(node, yaml.ScalarNode):
        yield Text(path, node.start_mark.line + 1, prose(node.value))


def of_python(path: Path) -> Iterator[Text]:
    """Yield the comments and docstrings of a module, and its other strings unless it is a test."""
    with tokenize.open(path) as file:
        for token in tokenize.generate_tokens(file.readline):
            kind = tokenize.tok_name[token.type]
            string = kind in ("STRING", "FSTRING_MIDDLE") and " " in token.string
            if path.is_relative_to(ROOT / "tests") and not token.string.startswith('"""'):
                string = False
            if kind == "COMMENT" or string:
                yield from lines(path, without(OF_MARKDOWN, token.string), token.start[0])


def templates() -> list[Path]:
    folders = [ROOT / "templates", *(app / "templates" for app in APPS)]
    return sorted(path for each in folders for path in each.rglob("*.*") if path.is_file())


def documents() -> list[Path]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("benchmarks/*.md")]
    return sorted(path for path in found if path != GLOSSARY)


def modules() -> list[Path]:
    found = {path for app in [*APPS, ROOT / "benchmarks"] for path in app.rglob("*.py")}
    found.discard(ROOT / UPSTREAM)
    return sorted(path for path in found if "migrations" not in path.parts)


def interface() -> list[Path]:
    return sorted((ROOT / "locale").glob("es*/LC_MESSAGES/*.po"))


def english() -> Iterator[Text]:
    """Yield the visible English of the interface, templates and sample."""
    for path in interface():
        yield from of_messages(path)
    for path in templates():
        yield from of_template(path)
    for path in sorted((ROOT / "sample" / "content").rglob("*.yaml")):
        yield from of_yaml(path)


def spanish() -> Iterator[Text]:
    """Yield the visible Spanish of the interface and sample."""
    for path in [*interface(), *sorted((ROOT / "sample" / "translations" / "es").rglob("*.po"))]:
        yield from of_messages(path, "es")


def documentation() -> Iterator[Text]:
    """Yield the lines of the documents, which are in English."""
    for path in documents():
        yield from of_markdown(path)


def remarks() -> Iterator[Text]:
    """Yield the comments, docstrings and strings of the code."""
    for path in modules():
        yield from of_python(path)
