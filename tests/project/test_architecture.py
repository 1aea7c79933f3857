"""Check what import-linter’s contracts in `pyproject.toml` cannot see.

Those cover imports (`make lint`). A name in a template or a string is a dependency as much as an
import is, so these tests read them, using the same layers.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = settings.BASE_DIR
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS = next(each["layers"] for each in CONTRACTS["contracts"] if each["type"] == "layers")
LAYER = {app.strip(): n for n, layer in enumerate(LAYERS) for app in layer.split("|")}
TEMPLATES = ROOT / "templates"
# A template belongs to the app that its first folder is named after, any other to the base.
BELONGS = {"404.html": "home", "untranslated.html": "home", "styleguide": "peacesummit"}
NAMED = re.compile(r"""["']([\w./-]+\.(?:html|txt))["']""")
LOADED = re.compile(r"\{% load ([^%]+) %\}")
DOTTED = re.compile(r"([a-z]+)(?:\.\w+)+")
BY_LABEL = ("get_model", "get_app_config", "is_installed", "import_module")
MAY_NAME = ("parent_page_types", "subpage_types")  # both sides say where a page may be


def leads_up(app: str, other: str) -> bool:
    """Return whether `app` must not know `other`, which is above it or on its layer."""
    return app != other and other in LAYER and LAYER[other] <= LAYER[app]


def modules() -> list[Path]:
    """Return every Python file of the product, including those not in git."""
    return sorted(path for app in LAYER for path in (ROOT / app).rglob("*.py"))


def app_of_template(name: str) -> str:
    """Return which app a template belongs to, by its name below `templates/`."""
    first = name.split("/")[0]
    return BELONGS.get(first) or (first if first in LAYER else "pages")


def named_by_template(text: str) -> Iterator[tuple[str, str]]:
    """Yield each template and each tag library that a template names, with its app.

    A name of a Wagtail template belongs to Wagtail, even where the base overrides it.
    """
    for name in NAMED.findall(text):
        if not name.startswith("wagtail"):
            yield name, app_of_template(name)
    libraries = engines["django"].engine.libraries
    for names in LOADED.findall(text):
        for name in names.split(" from ")[-1].split():
            yield name, libraries.get(name, "").split(".")[0]


def strings(tree: ast.AST) -> Iterator[str]:
    """Yield the strings of a module, except docstrings and where pages may be."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.Assign(targets=[ast.Name(id=name)]) if name in MAY_NAME:
                continue
            case ast.AnnAssign(target=ast.Name(id=name)) if name in MAY_NAME:
                continue
            case ast.Constant(value=str(text)):
                yield text
        yield from strings(node)


def labels(tree: ast.AST) -> Iterator[str]:
    """Yield the app names by which a module looks up models or modules."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in BY_LABEL:
                yield from (each.value for each in node.args if isinstance(each, ast.Constant))
            case ast.keyword(arg="app_label", value=ast.Constant(value=str(label))):
                yield label


def named_in_strings(source: str) -> Iterator[tuple[str, str]]:
    """Yield each name of a model, module, template or app in strings, with its app."""
    tree = ast.parse(source)
    for text in strings(tree):
        if found := DOTTED.fullmatch(text):
            yield text, found[1]
        elif NAMED.fullmatch(f"'{text}'"):
            yield text, app_of_template(text)
    yield from ((label, label) for label in labels(tree) if label in LAYER)


def test_every_app_of_ours_has_its_place():
    ours = {name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()}
    assert ours == set(LAYER) - {"papel"}
    assert set(CONTRACTS["root_packages"]) == set(LAYER)


def test_templates_include_downwards():
    upwards = []
    for path in sorted(TEMPLATES.rglob("*.*")):
        name = str(path.relative_to(TEMPLATES))
        app = app_of_template(name)
        found = named_by_template(path.read_text())
        upwards += [f"{name} ({app}): {other}" for other, its in found if leads_up(app, its)]
    assert not upwards, "a template of a higher app; let it fill a place by {% hook %} instead"


def test_names_in_strings_lead_downwards():
    upwards = []
    for path in modules():
        name = str(path.relative_to(ROOT))
        app = name.split("/")[0]
        found = named_in_strings(path.read_text())
        upwards += [f"{name}: {other}" for other, its in found if leads_up(app, its)]
    assert not upwards, "a name of a higher app; let it add to a registry or a hook instead"


@pytest.mark.parametrize(
    "text",
    [
        '{% include "events/card.html" with event=event %}',
        '{% extends "events/page.html" %}',
        '{% include card|default:"events/card.html" %}',
        "{% load i18n events %}",
        "{% load when from events %}",
    ],
)
def test_a_template_that_leads_up_is_seen(text):
    assert "events" in [app for _, app in named_by_template(text)]


@pytest.mark.parametrize(
    "source",
    [
        'page = models.ForeignKey("events.EventPage", on_delete=models.CASCADE)',
        'apps.get_model("events", "EventPage")',
        'apps.get_model("events.EventPage")',
        'import_module("events.models")',
        'if apps.is_installed("events"): pass',
        'ContentType.objects.get(app_label="events")',
        'render_to_string("events/card.html")',
        'types = ["events.EventPage"]',
    ],
)
def test_a_name_that_leads_up_is_seen(source):
    assert "events" in [app for _, app in named_in_strings(source)]


def test_where_a_page_may_stand_is_no_name_upwards():
    said = 'class A:\n    "events.models"\n    parent_page_types: list = ["events.EventPage"]'
    assert not list(named_in_strings(said))


def test_locale_is_not_a_package():
    assert not (ROOT / "locale" / "__init__.py").exists()


def test_the_environment_is_read_in_one_place():
    for path in modules():
        if "settings" not in path.parts:
            assert "os.environ[" not in path.read_text(), path
            assert "os.environ.get" not in path.read_text(), path


def test_no_module_is_longer_than_400_lines():
    parts = [path for path in modules() if "migrations" not in path.parts]
    parts += (ROOT / "scripts").rglob("*.py")
    content = ROOT / "sample" / "content"  # data
    texts = ROOT / "peacesummit" / "upstream_texts.py"  # a list
    long = {
        str(path.relative_to(ROOT))
        for path in parts
        if content not in path.parents
        and path != texts
        and len(path.read_text().splitlines()) > 400
    }
    assert not long, "split it by reason"
