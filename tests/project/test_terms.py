"""Texts use the words of docs/glossary.md, and one style."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from scripts import texts
from scripts.texts import Text


def unwanted(column: str) -> list[str]:
    """Return the words of a column of the first table of the glossary."""
    table = re.findall(r"^\|(.+)\|$", texts.GLOSSARY.read_text().split("\n## ")[1], re.MULTILINE)
    heads, _line, *rows = [[cell.strip() for cell in row.split("|")] for row in table]
    cells = [row[heads.index(column)] for row in rows]
    return [word for cell in cells for word in cell.split(", ") if word]


def any_of(words: list[str]) -> str:
    """Return a pattern for whole words, in the singular or plural."""
    return rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?:s|es)?(?![\w-])"


BRITISH = (
    r"\b(?:re|un)?(?:organis(?!m)|recognis|summaris|synchronis|emphasis(?=e)|apologis|colour|favour"
    r"|honour|neighbour|behaviour|labour|(?:cancel|travel|label|model|dial)l(?!ation)|centre|theatre"
    r"|programme(?![rd])|catalogue|licence|defence|grey|learnt|whilst|enrol\b|judgement)\w*"
)


class Rule(NamedTuple):
    name: str
    pattern: str
    sources: tuple[Callable[[], Iterator[Text]], ...]
    good: str
    bad: str

    def faults(self, found: list[Text]) -> list[str]:
        """Return what breaks the rule, with its location."""
        pattern = re.compile(self.pattern, re.IGNORECASE)
        return [
            f"{text.place}: “{match[0]}” in “{text.words}”"
            for text in found
            for match in pattern.finditer(text.words)
        ]


ENGLISH = (texts.english, texts.documentation)
SPANISH = (texts.spanish,)
READERS = (texts.english, texts.spanish)
EVERYWHERE = (*ENGLISH, *SPANISH)
RULES = [
    Rule("English terms", any_of(unwanted("not in English")), ENGLISH, "Waitlist", "Waiting lists"),
    Rule("Spanish terms", any_of(unwanted("not in Spanish")), SPANISH, "Tu correo", "Tus emails"),
    Rule("American English", BRITISH, ENGLISH, "The organizer, canceled", "An organisation"),
    Rule("guillemets", r"[«»]", EVERYWHERE, "“Sí”", "«Sí"),
    Rule("double blanks", r"(?<=\S)[ \u00a0]{2,}(?=\S)", EVERYWHERE, "a b", "a  b"),
    Rule("apostrophes and quotation marks", "['\"]", READERS, "It’s “so”", "It's so"),
]
rules = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@cache
def read(source: Callable[[], Iterator[Text]]) -> list[Text]:
    return list(source())


@rules
def test_texts_keep_the_rule(rule):
    found = [text for source in rule.sources for text in read(source)]
    assert rule.faults(found) == []


@rules
def test_a_text_that_breaks_the_rule_is_named(rule):
    here = Path("somewhere.po")
    assert rule.faults([Text(here, 7, rule.good)]) == []
    (fault,) = rule.faults([Text(here, 7, rule.bad)])
    assert fault.startswith("somewhere.po:7: “")


def test_the_glossary_is_read():
    assert {"waiting list", "e-mail", "pieces of news"} <= set(unwanted("not in English"))
    assert {"email", "obsoleta"} <= set(unwanted("not in Spanish"))


def test_no_text_is_passed_over():
    assert len(read(texts.spanish)) > 2000
    places = {text.path.name for source in EVERYWHERE for text in read(source)}
    assert {"django.po", "summit.po", "summit.yaml", "README.md", "testing.md"} <= places


def found_in(reader: Callable[[Path], Iterator[Text]], path: Path, content: str) -> list[str]:
    path.write_text(content)
    return [f"{text.line}: {text.words.strip()}" for text in reader(path)]


def test_a_template_without_what_is_not_text(tmp_path):
    content = (
        '{# Not "shown" #}\n<p class="colour">It is {{ colour }}\n  {% if a %}grey{% endif %}</p>\n'
        '<script>\n"x"\n</script><a href="/programme/">here</a>\n'
    )
    expected = ["2: It is", "3: grey", "6: here"]
    assert found_in(texts.of_template, tmp_path / "a.html", content) == expected


def test_a_document_without_code_and_targets(tmp_path):
    content = "A `colour` is [here](colour.md).\n\n    make colour\n\n```\ncolour\n```\nEnd\n"
    expected = ["1: A ¤ is [here]¤.", "8: End"]
    assert found_in(texts.of_markdown, tmp_path / "a.md", content) == expected


def test_a_file_of_the_sample_without_keys_and_values(tmp_path):
    content = (
        "slug: the programme\nprogramme:\n- document: programme\n  text: >-\n    <p class='x'>One"
        " text\n    http://a.org/grey</p>\n"
    )
    assert found_in(texts.of_yaml, tmp_path / "a.yaml", content) == ["4: ¤One text ¤"]


def test_a_po_file_by_language(tmp_path):
    content = (
        'msgid ""\nmsgstr ""\n\nmsgid "Hi %(name)s"\nmsgstr "Hola, %(name)s"\n\n'
        'msgctxt "slug"\nmsgid "grey"\nmsgstr "gris"\n\n'
        'msgid "March for Peace"\nmsgstr "March for Peace"\n'
    )
    path = tmp_path / "a.po"
    assert found_in(texts.of_messages, path, content) == ["4: Hi ¤", "11: March for Peace"]
    assert [text.words for text in texts.of_messages(path, "es")] == ["Hola, ¤"]
