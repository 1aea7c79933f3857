"""What the site uses of Wagtail and its neighbors without their promise of stability.

`make upstream` runs it against newer versions: a failure shows what to look at.
"""

import ast
import os
import re
import subprocess
import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.dispatch import Signal
from django.template import engines
from django_tasks_db.management.commands.db_worker import Worker
from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex
from wagtail.query import PageQuerySet

from mailing import upstream
from pages import compat, compat_views

OVERRIDES = sorted(
    path
    for folder in ("wagtailadmin", "wagtailcore", "wagtailimages", "wagtaildocs", "wagtailusers")
    for path in (settings.BASE_DIR / "templates" / folder).rglob("*.html")
)


# ------------------------------------------------------------------ registered points of every app
@pytest.mark.parametrize("point", sorted(upstream.points()))
def test_the_installed_version_has_it(point):
    upstream.ask(point, upstream.points()[point])


def test_each_point_says_what_is_relied_on():
    for point, relied in upstream.points().items():
        assert re.fullmatch(r"[A-Z`].+\.", relied), f"{point} says nothing that can be read."


def test_each_app_that_has_points_is_asked():
    named = {path.parent.name for path in settings.BASE_DIR.glob("*/compat*.py")}
    assert {"mailing", "pages", "translations"} <= named
    assert [name for name in named if not apps.is_installed(name)] == []


def test_private_parts_are_used_in_compat_alone():
    """Only compat modules use names of other packages that begin with an underscore."""
    names = {
        name for point in upstream.points() for name in re.findall(r"\.(_[a-z]\w+)", point)
    } | {"_committed", "_run_tasks", "_ID", "_data"}
    for app in (each for each in apps.get_app_configs() if Path(each.path).parent == Path.cwd()):
        for path in Path(app.path).rglob("*.py"):
            if path.name in COMPAT:
                continue
            found = [name for name in names if re.search(rf"\.{name}\b", path.read_text())]
            assert found == [], f"{path} uses {found} itself, not by `compat`."


# ------------------------------------------------------------------ attributes of instances
@pytest.mark.django_db
def test_a_file_knows_whether_it_is_stored():
    document = get_document_model()(file=ContentFile(b"", name="new.txt"))
    assert not compat.is_stored(document.file), "Django says of a new file that it is stored."
    field = document._meta.get_field("file")
    assert compat.is_stored(FieldFile(document, field, "old.txt")), "And not of an old one."


def test_a_pdf_is_written_without_a_number_and_its_streams_can_be_changed():
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    assert hasattr(writer, "_ID"), "pypdf keeps the number of a file somewhere else now."
    compat.drop_number(writer)
    output = BytesIO()
    writer.write(output)
    assert "/ID" not in PdfReader(output).trailer, "pypdf writes the number of a file all the same."
    stream = StreamObject()
    compat.store_in(stream, b"packed")
    assert compat.stored_in(stream) == stream.get_data() == b"packed", (
        "pypdf keeps what is in a stream somewhere else now."
    )


def test_the_worker_counts_and_can_be_told_to_end():
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="worker",
        startup_delay=False,
        max_tasks=1,
        worker_id="x",
    )
    assert compat_views.tasks_done(worker) == 0, "The worker does not count its tasks any more."
    assert worker.running
    assert compat_views.end_soon(worker) is False
    assert not worker.running, "The worker is ended by another attribute now."


# ------------------------------------------------------------------ fails closed
#: A Wagtail without a class that the search needs; only processes that serve check for it.
CHANGED = "from wagtail.search.backends import database; del database.SearchBackend; import sys; "
MANAGE = "from django.core import management as m; m.execute_from_command_line(['', '{}'])"
GUNICORN = (
    "sys.argv = ['gunicorn', '--config', 'peacesummit/gunicorn.py', '--bind', '127.0.0.1:0']; "
    "from gunicorn.app.wsgiapp import run; run()"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "program",
    [GUNICORN, MANAGE.format("worker"), MANAGE.format("check")],
    ids=["web", "worker", "check"],
)
def test_with_another_version_nothing_serves(program, tmp_path):
    started = subprocess.run(
        [sys.executable, "-c", CHANGED + program],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert started.returncode != 0
    assert "`wagtail.search.backends.database:SearchBackend` is not there" in started.stderr
    assert "Nothing would be found. Look at what the new version does" in started.stderr


def test_what_is_built_on_something_that_is_gone_cannot_be_loaded():
    with pytest.raises(ImproperlyConfigured, match=r"Page\.guard.*All pages would be open\. Look"):
        upstream.demand("""
            All pages would be open.
                wagtail.models:Page.guard(self)
        """)
    assert not any("guard" in point for point in upstream.points())


def test_a_table_gives_what_its_points_are_of():
    found = upstream.demand("""
        Pages would not be found.
            wagtail.query:PageQuerySet.private_q(self)
            wagtail.query:PageQuerySet.private_q(self) as Pages
    """)
    assert found.PageQuerySet is found.Pages is PageQuerySet


def test_a_point_that_is_gone_is_missed(monkeypatch):
    monkeypatch.delattr(ReferenceIndex, "_get_base_content_type")
    with pytest.raises(ImproperlyConfigured, match="would not be known before a deletion"):
        upstream.demand_everything()


def test_with_other_arguments_the_site_does_not_start(monkeypatch):
    monkeypatch.setattr(PageQuerySet, "private_q", lambda self, user: None)
    with pytest.raises(ImproperlyConfigured, match=r"takes \(self, user\) now"):
        upstream.demand_everything()


def test_what_is_not_there_is_not_replaced():
    class Empty:
        pass

    with pytest.raises(ImproperlyConfigured, match=r"Empty\.guard"):
        upstream.replace(Empty, "guard", lambda self: None)
    assert not hasattr(Empty, "guard")


def test_what_does_not_listen_is_not_silenced():
    with pytest.raises(ImproperlyConfigured, match="does not hear its signal"):
        upstream.silence(Signal(), dispatch_uid="a mail of Wagtail")


# ------------------------------------------------------------------ templates
def original(path: Path) -> str:
    """Return the text of the Wagtail template that one of ours overrides."""
    name = str(path.relative_to(settings.BASE_DIR / "templates"))
    for loader in engines["django"].engine.template_loaders:
        for inner in getattr(loader, "loaders", [loader]):
            for origin in inner.get_template_sources(name):
                if Path(origin.name) != path and Path(origin.name).exists():
                    return Path(origin.name).read_text()
    return ""


@pytest.mark.parametrize("path", OVERRIDES, ids=lambda path: path.name)
def test_the_template_of_wagtail_is_still_there(path):
    name = path.relative_to(settings.BASE_DIR / "templates")
    text = original(path)
    assert text, f"Wagtail has no template {name} any more: ours is shown nowhere."
    ours = path.read_text()
    if f'extends "{name}"' not in ours:
        return
    for block in re.findall(r"{% block (\w+) %}", ours):
        assert f"block {block} " in text or _has_parent_with(text, block), (
            f"Wagtail's {name} has no block “{block}” any more: what ours says there is not shown."
        )


def _has_parent_with(text: str, block: str) -> bool:
    """Return whether a parent template of this one has the block."""
    parent = re.search(r"""extends ["']([^"']+)["']""", text)
    if parent is None:
        return False
    source = engines["django"].engine.get_template(parent[1]).source
    return f"block {block} " in source or _has_parent_with(source, block)


def test_the_form_of_an_upload_is_as_it_was_copied():
    """Our upload form is a copy of Wagtail's, except for the text of its button."""
    path = next(each for each in OVERRIDES if each.name == "edit_form.html")
    for part in ("edit_action", "delete_action", "formattedfield field", "button-longrunning"):
        assert part in original(path), (
            f"Wagtail's form of an upload has no `{part}` any more: compare ours with it."
        )
        assert part in path.read_text()


# ------------------------------------------------------------------ no other dependencies
FOREIGN = re.compile(r"(wagtail|wagtail_localize|wagtail_modeladmin|django_tasks_db|willow)\b")
#: Views, commands and similar modules of others: building on them is not documented anywhere.
INSIDES = re.compile(
    r"\.(views|middleware|commands|api|actions|templatetags|wagtail_hooks|modeladmin|plugins)(\.|$)"
    r"|^wagtail_modeladmin\.(views|helpers)|^wagtail\.admin\.(viewsets|forms\.(account|auth|coll))"
)
DOCUMENTED = {
    "wagtail.contrib.sitemaps.views:sitemap",
    "wagtail.snippets.views.snippets:SnippetViewSet",
    "wagtail.views:serve",
    "wagtail_modeladmin.helpers:PermissionHelper",
}
COMPAT = ("compat.py", "compat_views.py")


def modules() -> list[Path]:
    """Return every module of the project."""
    ours = (each for each in apps.get_app_configs() if Path(each.path).parent == settings.BASE_DIR)
    return [path for each in ours for path in Path(each.path).rglob("*.py")]


def imported(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name of a module refers to, as "module:Name"."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and FOREIGN.match(node.module or ""):
            for each in node.names:
                found[each.asname or each.name] = f"{node.module}:{each.name}"
    return found


def meant(node: ast.expr, names: dict[str, str]) -> str:
    """Return what an expression such as `images.DeleteView` refers to; "" if it is ours."""
    dotted = ast.unparse(node)
    first, _dot, rest = dotted.partition(".")
    if first not in names:
        return ""
    module, _colon, name = names[first].partition(":")
    try:  # the name may refer to a module
        import_module(f"{module}.{name}")
    except ImportError:
        return f"{module}:{name}" + (f".{rest}" if rest else "")
    return f"{module}.{name}:{rest}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(Path.cwd())))
def test_the_insides_of_others_are_taken_from_compat_alone(path):
    tree = ast.parse(path.read_text())
    names, points = imported(tree), upstream.points()
    inside = {each for each in names.values() if INSIDES.search(each.replace(":", "."))}
    assert path.name in COMPAT or inside <= DOCUMENTED, (
        f"{path.name} imports {inside - DOCUMENTED}: have a `compat_views.py` demand it."
    )
    for node in ast.walk(tree):
        for each in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(each, ast.Attribute) and (changed := meant(each, names)):
                assert any(re.match(rf"{re.escape(changed)}\b", point) for point in points), (
                    f"{path.name} changes {changed}, and no `compat.py` says what it relies on."
                )


def test_an_import_of_the_insides_is_seen():
    source = "from wagtail.admin.views.pages import copy\nfrom wagtail import views as v\n"
    found = imported(ast.parse(source)).values()
    assert [bool(INSIDES.search(each.replace(":", "."))) for each in found] == [True, True]
