"""The scripts do only what is still missing; the lock files fit any machine."""

import gettext
import re
import subprocess

import pytest

from scripts import environment
from scripts.toolbox import ROOT, digest
from tests.tooling.test_trouble import executable

FOLDER = ROOT / "requirements"


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """A project folder with a uv that only records how it was called."""
    for name in ("base", "dev"):
        (tmp_path / f"{name}.txt").write_text(name)
    calls = tmp_path / "calls"
    calls.touch()
    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment, "UV", executable(tmp_path / "uv", f'echo "$@" >>{calls}'))
    return tmp_path


def calls(lab) -> list[str]:
    """Return the lock files installed since the last call."""
    text = (lab / "calls").read_text()
    (lab / "calls").write_text("")
    return re.findall(r"(\w+)\.txt", text)


def test_packages_are_installed_once(lab):
    environment.install_packages("base")
    environment.install_packages("base")
    assert calls(lab) == ["base"]


def test_development_packages_include_the_others(lab):
    environment.install_packages("base")
    environment.install_packages("dev")
    environment.install_packages("base")
    assert calls(lab) == ["base", "dev"]


def test_changed_lock_file_is_noticed(lab):
    environment.install_packages("dev")
    (lab / "base.txt").write_text("newer")
    environment.install_packages("dev")
    environment.install_packages("base")
    assert calls(lab) == ["dev", "dev"]


def test_digest_keeps_parts_apart(tmp_path):
    assert digest("ab", "c") != digest("a", "bc")


def test_messages_are_compiled_without_gettext(tmp_path, monkeypatch):
    folder = tmp_path / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Peace"\nmsgstr "Paz"\n\n#, fuzzy\nmsgid "Summit"\nmsgstr "Cima"\n'
    )
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    environment.compile_messages()
    spanish = gettext.translation("django", tmp_path / "locale", ["es"])
    assert spanish.gettext("Peace") == "Paz"
    assert spanish.gettext("Summit") == "Summit"
    first = (folder / "django.mo").stat().st_mtime_ns
    environment.compile_messages()
    assert (folder / "django.mo").stat().st_mtime_ns == first


def versions(text: str) -> dict[str, str]:
    """Return the packages of a lock file and their versions."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_lock_file_names_no_address_and_has_hashes(file):
    text = file.read_text()
    assert "http" not in text
    assert "-index" not in text
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(versions(text)) > 0
    assert all("--hash=sha256:" in entry for entry in entries)


def test_tests_run_on_the_versions_that_are_served():
    base, dev = (versions((FOLDER / f"{name}.txt").read_text()) for name in ("base", "dev"))
    assert base.items() <= dev.items()


def test_help_names_every_command():
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True).stdout
    for command in phony[1].split():
        assert re.search(rf"^  make {command} +\S", shown, re.MULTILINE), command
    assert "PORT" in shown


def test_ci_script_parses():
    assert not subprocess.run(["bash", "-n", ROOT / ".ci" / "run"]).returncode


def test_children_keep_what_they_have_compiled(monkeypatch):
    """Child processes may write bytecode: otherwise each would compile Django and Wagtail again."""
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "VIRTUAL_ENV"):
        monkeypatch.setenv(name, "1")
    code = "import sys; print(sys.dont_write_bytecode, sys.prefix)"
    done = subprocess.run(
        [environment.PYTHON, "-c", code],
        env=environment.child_env(),
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == f"False {environment.VENV}", done.stderr
