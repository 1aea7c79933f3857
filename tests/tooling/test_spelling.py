"""`make lint` finds misspelled words in English and Spanish."""

import os
from pathlib import Path

import pytest

from scripts import lint, spelling
from scripts.texts import Text
from tests.tooling.test_trouble import executable

needs_hunspell = pytest.mark.skipif(
    not lint.spells_spanish(), reason="NO HUNSPELL: the spelling of Spanish was not tested"
)


def texts(*words: str) -> list[Text]:
    return [Text(Path("somewhere.po"), line, each) for line, each in enumerate(words, 1)]


def test_an_english_word_is_named_with_its_place():
    found = spelling.english(texts("A peace summit", "An organisation\nand a colour", "A dialogue"))
    assert found == [
        "somewhere.po:2: organisation ==> organization",
        "somewhere.po:2: colour ==> color",
    ]


@needs_hunspell
def test_a_spanish_word_is_named_with_its_place():
    found = spelling.spanish(texts("La inscripción está abierta", "La inscripcion, ¤ y la ssede"))
    assert found == ["somewhere.po:2: inscripcion", "somewhere.po:2: ssede"]


@needs_hunspell
def test_own_words_abbreviations_and_names_of_variables_are_no_faults():
    found = texts("Despublicar un slug", "Un archivo PDF o .xlf", "Define OTRA_xyzw_CLAVE")
    assert spelling.spanish(found) == []


@pytest.mark.parametrize("name", ["en", "es"])
def test_own_words_are_sorted_and_there_once(name):
    words = (spelling.WORDS / f"{name}.txt").read_text().splitlines()
    assert words == sorted(set(words))


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine without hunspell on which every other check passes; returns what ran."""
    ran: list[list[str]] = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(lint.sys, "argv", ["lint"])
    monkeypatch.setattr(lint, "install", lambda *_arguments: None)
    monkeypatch.setattr(lint, "without_stylelint", lambda: "")
    monkeypatch.setattr(lint, "loudly", lambda command, _env: ran.append(command) or 0)
    return ran


def test_without_hunspell_it_is_said_and_the_rest_is_checked(bare, capsys):
    assert lint.main() == 0
    said = capsys.readouterr().out
    assert "The spelling of the Spanish is NOT CHECKED" in said
    assert "apt-get install hunspell hunspell-es" in said
    assert len(bare) == len(lint.CHECKS) - 1
    assert lint.CHECKS[lint.SPANISH] not in bare


def test_in_ci_that_is_a_failure(bare, monkeypatch, capsys):
    monkeypatch.setenv("CI", "true")
    assert lint.main() == 1
    said = capsys.readouterr().out
    assert "Not clean: the spelling of the Spanish, which was NOT CHECKED." in said


def test_hunspell_without_its_spanish_does_not_count(bare, tmp_path):
    executable(tmp_path / "hunspell", "exit 1")
    assert not lint.spells_spanish()
    executable(tmp_path / "hunspell", "exit 0")
    assert lint.spells_spanish()
    assert os.environ["PATH"] == str(tmp_path)
