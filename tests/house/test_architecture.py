"""The house: imports run one way, and nothing that the settings alone should know is elsewhere."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

# Which apps each app may import. An arrow may jump to what lies further down.
MAY_IMPORT = {
    "papel": set(),
    "mailing": set(),
    "pages": {"mailing", "papel"},
    "accounts": {"pages", "mailing"},
    "partners": {"pages"},
    "events": {"partners", "pages"},
    "news": {"partners", "pages"},
    "translations": {"pages", "mailing"},
    "signups": {"events", "partners", "pages", "mailing"},
    "search": {"events", "partners", "news", "signups", "pages"},
    "home": {
        "search",
        "signups",
        "translations",
        "news",
        "events",
        "partners",
        "accounts",
        "pages",
    },
    "sample": {"home", "signups", "translations", "news", "events", "partners", "pages", "papel"},
    "peacesummit": {
        "sample",
        "home",
        "search",
        "signups",
        "translations",
        "news",
        "events",
        "partners",
        "accounts",
        "pages",
        "mailing",
        "papel",
    },
}
FILES = [path for app in MAY_IMPORT for path in (settings.BASE_DIR / app).rglob("*.py")]


def imported_apps(path: Path) -> set[str]:
    """Return the top-level names that the module at `path` imports, in functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(settings.BASE_DIR).parts[0]
            found.add(package if node.level else (node.module or "").split(".")[0])
    return found


def test_every_app_of_ours_has_its_place():
    ours = {name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()}
    assert ours == set(MAY_IMPORT) - {"papel"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(settings.BASE_DIR)))
def test_imports_run_one_way(path):
    app = path.relative_to(settings.BASE_DIR).parts[0]
    foreign = imported_apps(path) & set(MAY_IMPORT) - {app}
    assert foreign <= MAY_IMPORT[app], f"{app} must not import {foreign - MAY_IMPORT[app]}"


def test_locale_is_not_a_package():
    assert not (settings.BASE_DIR / "locale" / "__init__.py").exists()


def test_the_environment_is_read_in_one_place():
    for path in FILES:
        if "settings" in path.parts:
            continue
        assert "os.environ[" not in path.read_text(), path
        assert "os.environ.get" not in path.read_text(), path
