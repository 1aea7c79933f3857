"""Style sheets: each is written in many files, and sent as one."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from peacesummit import style_sheet
from peacesummit.style_sheet import NAME, StaticFilesStorage, joined, static_text

STATIC = settings.BASE_DIR / "peacesummit" / "static"
PARTS = sorted((STATIC / "css" / "site").rglob("*.css"))
ADMIN = ("signups/admin.css", "translations/dashboard.css", "css/translation-editor.css")


@pytest.mark.parametrize("name", [NAME, *ADMIN])
def test_each_file_is_imported_once(name):
    main = Path(finders.find(name))
    parts = sorted(main.with_suffix("").rglob("*.css"))
    imported = []
    for sheet in [main, *parts]:
        names = [match["name"] for match in style_sheet.IMPORT.finditer(sheet.read_text())]
        assert len(names) == sheet.read_text().count("@import"), sheet  # in no other way
        imported += [(sheet.parent / each).resolve() for each in names]
    assert sorted(imported) == parts
    assert parts


@pytest.mark.parametrize("name", [NAME, *ADMIN])
def test_rules_stand_in_short_files_and_none_shouts(name):
    """Rules are in short files without `!important`; stylelint also checks it, if Node is there."""
    main = Path(finders.find(name))
    assert "{" not in re.sub(r"/\*.*?\*/", "", main.read_text(), flags=re.DOTALL)
    for sheet in [main, *main.with_suffix("").rglob("*.css")]:
        lines = sheet.read_text().splitlines()
        assert len(lines) <= 150, sheet
        assert max(map(len, lines)) <= 120, sheet
        assert not [line for line in lines if "!important" in line and "*" not in line], sheet


@pytest.mark.parametrize("name", ADMIN)
def test_a_sheet_of_the_admin_has_no_layer(name):
    """Admin style sheets use no layer: Wagtail’s own rules are in none, and override any layer."""
    assert "@layer" not in joined(static_text, name)


def test_nothing_is_imported_by_what_is_sent():
    text = joined(static_text)
    assert "@import" not in text
    assert text.index("@layer reset {") < text.index(".card {") < text.index("@media print")


def test_addresses_lead_to_files():
    names = re.findall(r'url\("\.\./([^"]+)"\)', joined(static_text))
    assert len(names) >= 5
    assert [name for name in names if not finders.find(name)] == []


def test_no_side_is_named_left_or_right():
    """No rule names left or right, which would be wrong in a right-to-left language.

    Of four lengths, the second and the fourth are for the right and the left side.
    """
    four = re.compile(r"\b(?:inset|margin|padding):" + r" ([^\s;,]+)" * 4 + ";")
    one = re.compile(r"[\s;{](?:[\w-]+-)?(?:left|right): |text-align: (?:left|right)")
    found = {
        f"{sheet.name}: {match[0]}"
        for sheet in PARTS
        for match in [*four.finditer(sheet.read_text()), *one.finditer(sheet.read_text())]
        if match.re is one or match[2] != match[4]
    }
    assert found == set()


def test_text_layers_and_addresses_of_what_is_imported():
    files = {
        "css/site.css": '@layer a;\n@import url("x/a.css") layer(a);\nb { c: d; }\n',
        "css/x/a.css": '/* A */\n@import url("y/b.css");\n',
        "css/x/y/b.css": 'p { background: url("../../../img/p.svg"); }\n',
    }
    assert joined(files.__getitem__) == (
        '@layer a;\n@layer a {\n/* A */\np { background: url("../img/p.svg"); }\n}\nb { c: d; }\n'
    )


def test_a_file_that_is_missing_is_named():
    with pytest.raises(FileNotFoundError, match="nothing"):
        static_text("css/nothing.css")


def test_it_is_collected_as_one_and_anew_after_a_change(tmp_path):
    """A sheet is collected from its sources: `collectstatic` may have skipped an unchanged file."""
    source = FileSystemStorage(tmp_path / "source")
    shutil.copytree(STATIC, source.location)
    storage = StaticFilesStorage(location=tmp_path / "collected", base_url="/static/")
    paths = {
        str(path.relative_to(source.location)): (source, str(path.relative_to(source.location)))
        for path in (tmp_path / "source").rglob("*.*")
    }

    def collected() -> str:
        for name in paths:
            target = tmp_path / "collected" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                shutil.copy(source.path(name), target)
        list(storage.post_process(paths))
        name = storage.stored_name(NAME)
        assert re.fullmatch(r"css/site\.\w{12}\.css", name)
        return (tmp_path / "collected" / name).read_text()

    first = collected()
    assert "@import" not in first
    assert ".card {" in first
    assert re.search(r'url\("\.\./img/banner\.\w{12}\.svg"\)', first)
    sheet = tmp_path / "collected" / storage.stored_name("css/translation-editor.css")
    assert "@import" not in sheet.read_text()
    assert ".editor-problems {" in sheet.read_text()
    card = tmp_path / "source" / "css" / "site" / "components" / "card.css"
    card.write_text(card.read_text() + ".card-added { color: red; }\n")
    assert ".card-added {" in collected()
