"""Our own strings are translated in every language: none missing, fuzzy or out of date."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalog(code: str) -> polib.POFile:
    return polib.pofile(str(settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_missing_or_fuzzy(code):
    po = catalog(code)
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []
    assert len(po.translated_entries()) > 200


@pytest.mark.parametrize("code", LANGUAGES)
def test_placeholders_are_kept(code):
    import re

    pattern = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
    for entry in catalog(code):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            wanted = set(pattern.findall(entry.msgid_plural or entry.msgid))
            assert set(pattern.findall(text)) <= wanted | set(pattern.findall(entry.msgid)), text
            if not entry.msgid_plural:
                assert set(pattern.findall(text)) == wanted, text


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_translation_can_stand_in_an_attribute(code):
    """A translation has no straight quotation mark: in a template it would end the attribute."""
    for entry in catalog(code):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert set(text) & set('"<') <= set(entry.msgid + entry.msgid_plural), text


@pytest.mark.skipif(not shutil.which("xgettext"), reason="NO GETTEXT: this was not tested")
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_file_is_what_the_sources_say(code, tmp_path):
    """Extracting the strings again, as `make messages` does, yields the same set."""
    apps = [name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()]
    for name in ("manage.py", "templates", *apps):
        (tmp_path / name).symlink_to(settings.BASE_DIR / name)
    (tmp_path / "locale" / code).mkdir(parents=True)
    # Without our settings: otherwise the command would write into the project’s own folder.
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    command = ["makemessages", "-v0", "--no-obsolete", "--symlinks", "--locale"]
    result = subprocess.run(
        [sys.executable, "-m", "django", *command, code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    fresh = polib.pofile(str(tmp_path / "locale" / code / "LC_MESSAGES" / "django.po"))
    wanted = {(entry.msgctxt, entry.msgid) for entry in fresh}
    have = {(entry.msgctxt, entry.msgid) for entry in catalog(code) if not entry.obsolete}
    assert wanted - have == set(), "missing: run `make messages`"
    assert have - wanted == set(), "stale: run `make messages`"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("xgettext"), reason="NO GETTEXT: this was not tested")
def test_make_messages_writes_one_form_whatever_was_there(tmp_path):
    """A second run changes nothing, whatever the order, line numbers or date were."""
    copy = tmp_path / "copy"
    away = shutil.ignore_patterns(".*", "var", "private", "staticfiles", "tests", "docs", "*.mo")
    shutil.copytree(settings.BASE_DIR, copy, ignore=away, symlinks=True)
    (copy / ".venv").symlink_to(sys.prefix)
    files = sorted(copy.glob("locale/*/LC_MESSAGES/django.po"))
    assert len(files) == len(LANGUAGES)
    first = collected(copy, files)
    assert collected(copy, files) == first
    for file in files:
        po = polib.pofile(str(file), wrapwidth=60)
        po.reverse()
        po.metadata["POT-Creation-Date"] = "2026-01-01 00:00+0000"
        po.header = "SOME DESCRIPTIVE TITLE"
        po.save()
    assert collected(copy, files) == first
    assert b"POT-Creation-Date" not in first[0]


def collected(folder: Path, files: list[Path]) -> list[bytes]:
    """Run `make messages` in a copy of the project; return the content of the files."""
    command = [sys.executable, "-c", "from scripts import messages; messages.collect()"]
    env = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return [file.read_bytes() for file in files]
