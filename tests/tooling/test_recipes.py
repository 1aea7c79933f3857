"""The recipes of the README work as written: each is followed in a copy of the folder.

Code and commands are read from the README itself, so they cannot differ from what is tested. What a
person adds (the translations of a language) is filled in.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import polib
import pytest

from scripts import environment
from scripts.toolbox import ROOT, digest, stamped
from tests.browser.server import FOREIGN
from tests.databases import built_once

LEFT_OUT = (".git", ".venv", ".tools", ".upstream", "var", "private", "staticfiles", "node_modules",
            ".*_cache", "__pycache__", ".hypothesis", "shots")  # fmt: skip
FENCE = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
FIRST_LINE = re.compile(
    r"^(?:# |<!-- |/\* )(?P<path>[\w./-]+)"
    r"(?:, (?:(?P<end>at its end)|(?P<how>after|before|in place of) `(?P<line>.+)`))?"
    r"(?: -->| \*/)?$"
)
COMPILE = "python3 -c 'from scripts.environment import compile_messages as do; do()'"
BASE = """
import django
django.setup()
from django.core.management import call_command
from home.models import HomePage, StandardPage
from home import structure
call_command("migrate", verbosity=0)
structure.build()
home = HomePage.objects.get(locale__language_code="en")
home.add_child(instance=StandardPage(title="About", slug="about"))  # else the sample would be built
"""
PAGE = """
import django
django.setup()
from django.test import Client
from django.utils import translation
from wagtail.models import Locale
from home.models import HomePage
from sample import accounts, builder, files, seed_translations
from sample.context import SeedContext
from sample.factories import FACTORIES
import polib
translation.activate("en")
factory = next(factory for factory in FACTORIES if factory.key == "lodging")
context = SeedContext()
context.pages["home"] = home = HomePage.objects.get(locale__language_code="en")
context.pages["lodging"] = builder.create_draft(factory, context)
builder.publish_content(factory, context)
page = context.pages["lodging"]
answer = Client().get(page.url)
assert answer.status_code == 200, answer.status_code
assert "The house with the blue door" in answer.text
assert "12 beds" in answer.text
assert type(page) in type(home).allowed_subpage_models()
locale = Locale.objects.get(language_code="es")
users = accounts.create()
people = users["translator"], users["reviewer"]
path = files.translation_path(factory.file, "es")
assert seed_translations.rewrite_po(page, factory.file, locale, *people)
catalog = polib.pofile(str(path), wrapwidth=98)
words = {"title": "La casa de la puerta azul", "slug": "la-casa-de-la-puerta-azul"}
for entry in catalog:
    entry.msgstr = words.get(entry.msgctxt, "es: " + entry.msgid)
catalog.save()
seed_translations.translate(page, factory.file, locale, *people)
answer = Client().get(page.get_translation(locale).url)
assert answer.status_code == 200, answer.status_code
assert answer.request["PATH_INFO"].endswith("/la-casa-de-la-puerta-azul/")
assert "La casa de la puerta azul" in answer.text
assert "es: Ten minutes on foot" in answer.text
assert "es: 12 beds" in answer.text
"""
BLOCK = """
import django
django.setup()
from django.test import Client
from home.models import HomePage, StandardPage
from sample import components
from peacesummit.style_sheet import joined, static_text
from tests.pages.test_blocks import BLOCKS, EMPTY
assert set(BLOCKS) == set(EMPTY)
assert "promise" in {block.block_type for block in components.samples("es")["body"]}
home = HomePage.objects.get(locale__language_code="en")
body = [("promise", {"text": "We keep the house open.", "until": "Spring"})]
page = home.add_child(instance=StandardPage(title="Promises", slug="promises", body=body))
page.save_revision().publish()
answer = Client().get(page.url)
assert answer.status_code == 200, answer.status_code
assert '<section class="block-promise">' in answer.text
assert "We keep the house open." in answer.text
assert ".block-promise {" in joined(static_text)
"""
LANGUAGE = """
import django
django.setup()
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale
from home.models import HomePage
from home import structure
from tests import reviewed
assert Group.objects.filter(name=structure.translators("fr")).exists()
assert Group.objects.filter(name=structure.reviewers("fr")).exists()
home = HomePage.objects.get(locale__language_code="fr")
assert not home.live
assert Client().get("/fr/").status_code == 404
reviewed.publish(HomePage.objects.get(locale__language_code="en"))
home.title = "Sommet pour la paix"
home = reviewed.publish(home)
assert home.live
answer = Client().get("/fr/")
assert answer.status_code == 200, answer.status_code
assert '<html lang="fr"' in answer.text
assert "fr: Search" in answer.text
"""


def recipe(title: str, readme: str) -> list[tuple[str, str]]:
    """Return the (kind, text) of each code block of a recipe, in order."""
    _before, heading, after = readme.partition(f"\n#### {title}\n")
    assert heading, f"there is no recipe “{title}” in the README"
    text = re.split(r"^(?:####? |More: )", after, maxsplit=1, flags=re.MULTILINE)[0]
    return [(match["kind"], match["text"]) for match in FENCE.finditer(text)]


@dataclass
class Copy:
    """A copy of the project, with its own database without sample content."""

    root: Path

    def follow(self, title: str) -> None:
        """Follow a recipe of the README, block by block."""
        for kind, text in recipe(title, (self.root / "README.md").read_text()):
            if kind == "sh":
                for command in text.splitlines():
                    self.run(command)
            else:
                self.write(text)

    def write(self, block: str) -> None:
        """Write a block of code to the place that its first line names."""
        first, code = block.split("\n", 1)
        place = FIRST_LINE.match(first)
        assert place, f"this says not where it goes: {first}"
        path, line = self.root / place["path"], place["line"]
        if not place["end"] and not line:
            assert not path.exists(), f"{path} is there already"
            path.write_text(code)
            return
        text = path.read_text()
        if place["end"]:
            path.write_text(f"{text}\n\n{code}")
            return
        lines = text.splitlines(keepends=True)
        found = [number for number, each in enumerate(lines) if line in each]
        assert len(found) == 1, f"{place['path']} has {len(found)} lines with {line}"
        begin = found[0] + (place["how"] == "after")
        lines[begin : begin + (place["how"] == "in place of")] = [code]
        path.write_text("".join(lines))

    def run(self, command: str, settings: str = "") -> str:
        """Run a command in this folder, as a person would; return its output."""
        env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        for name in ("DATA_DIR", "DJANGO_SETTINGS_MODULE", "ARGS", "PYTHONPATH", "FASTDB"):
            env.pop(name, None)
        if settings:
            env["DJANGO_SETTINGS_MODULE"] = settings
        done = subprocess.run(
            ["bash", "-c", command], cwd=self.root, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        return done.stdout + done.stderr

    def ask(self, script: str) -> None:
        """Run a script on the site in this folder."""
        (self.root / "asked.py").write_text(script)
        self.run(".venv/bin/python asked.py", "peacesummit.settings.test")

    def fill(self, code: str) -> list[str]:
        """Fill in the missing translations of a language; return the texts."""
        path = self.root / "locale" / code / "LC_MESSAGES" / "django.po"
        catalog = polib.pofile(str(path), wrapwidth=0)
        missing = [entry for entry in catalog if not entry.translated()]
        for entry in missing:
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            if entry.msgid_plural:
                plural = f"{code}: {entry.msgid_plural}"
                entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural or (0, 1), plural)
            else:
                lines = (entry.msgid.startswith("\n"), entry.msgid.endswith("\n"))
                words = f"{code}: {entry.msgid.strip()}"
                entry.msgstr = "\n" * lines[0] + words + "\n" * lines[1]
        catalog.save()
        return [entry.msgid for entry in missing]


def duplicate(source: Path, target: Path) -> Copy:
    shutil.copytree(
        source, target, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT)
    )
    for name in (".venv", ".tools"):
        (target / name).symlink_to((ROOT / name).resolve())
    return Copy(target)


def build(folder: Path) -> None:
    """Copy the project with its database: every recipe starts from this."""
    copy = duplicate(ROOT, folder)
    (folder / "var").mkdir()
    copy.ask(BASE)


@pytest.fixture
def copy(tmp_path, shared_folder):
    """A copy of the folder with its packages, and a database built once for all tests."""
    wanted = digest(environment.REQUIREMENTS / "base.txt", environment.REQUIREMENTS / "dev.txt")
    if not stamped(environment.VENV / "stamp", wanted):
        pytest.skip("`make` would change the packages under the tests' feet: use `make test`")
    if not shutil.which("xgettext"):
        pytest.skip("NO GETTEXT: `make messages` was not tested")
    base = built_once(shared_folder, "recipes", build)
    copy = duplicate(base, tmp_path / "copy")
    shutil.copytree(base / "var", copy.root / "var")
    return copy


@pytest.mark.slow
def test_a_page_type(copy):
    copy.follow("… a page type")
    assert "place to stay" in copy.fill("es")
    copy.run(COMPILE)
    copy.run(".venv/bin/python manage.py check --fail-level=WARNING", "peacesummit.settings.test")
    copy.run(".venv/bin/python manage.py makemigrations --check", "peacesummit.settings.test")
    copy.ask(PAGE)


@pytest.mark.slow
def test_a_block(copy):
    copy.follow("… a block")
    assert "Promise" in copy.fill("es")
    copy.run(".venv/bin/python manage.py migrate")
    copy.ask(BLOCK)


@pytest.mark.slow
def test_a_language(copy):
    (line, code), (kind, commands) = recipe("… a language", (copy.root / "README.md").read_text())
    assert (line, kind) == ("python", "sh")
    copy.write(code)
    copy.run("make messages")
    assert len(copy.fill("fr")) > 500
    said = ""
    for command in commands.splitlines():
        said += copy.run(command)
    assert "home.W" not in said  # neither its name nor its texts are missing
    copy.ask(LANGUAGE)


class TestReading:
    """The reader of the README finds what it should and reports what is missing."""

    @pytest.fixture
    def empty(self, tmp_path):
        (tmp_path / "a.py").write_text("one = 1\ntwo = 2\n")
        return Copy(tmp_path)

    @pytest.mark.parametrize(
        ("first", "text"),
        [
            ("# a.py, at its end", "one = 1\ntwo = 2\n\n\nnew\n"),
            ("# a.py, after `one = 1`", "one = 1\nnew\ntwo = 2\n"),
            ("# a.py, before `one = 1`", "new\none = 1\ntwo = 2\n"),
            ("# a.py, in place of `one = 1`", "new\ntwo = 2\n"),
        ],
    )
    def test_code_goes_where_its_first_line_says(self, empty, first, text):
        empty.write(f"{first}\nnew\n")
        assert (empty.root / "a.py").read_text() == text

    def test_a_new_file(self, empty):
        empty.write("<!-- b.html -->\n<p>\n")
        assert (empty.root / "b.html").read_text() == "<p>\n"

    @pytest.mark.parametrize(
        "first", ["# a.py, after `three`", "# a.py, before ` = `", "# a.py", "anywhere"]
    )
    def test_what_cannot_be_placed_fails(self, empty, first):
        with pytest.raises(AssertionError):
            empty.write(f"{first}\nnew\n")

    def test_a_command_that_fails_fails(self, empty):
        with pytest.raises(AssertionError, match="no such thing"):
            empty.run("echo no such thing; exit 1")

    def test_a_recipe_that_is_gone_fails(self):
        with pytest.raises(AssertionError, match="no recipe"):
            recipe("… a door", "#### … a block\n")
