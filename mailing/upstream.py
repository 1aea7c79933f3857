"""Asking for what Django, Wagtail and their neighbors do not promise to keep.

An app takes such things by `demand` in its modules `compat` (what models may import) and
`compat_views` (all else), and uses them from there. Where a new version has no such thing, or one
that takes other arguments, the module cannot be loaded and says which and why: no guard is ever
left hanging in the air, with what it guards open. What serves asks for all of them when it starts
(`demand_everything`). This stands in the lowest app, because every app needs it.
"""

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule

_points: dict[str, str] = {}


def points() -> dict[str, str]:
    """Return every point that an app of ours demands, with what is relied on."""
    for config in apps.get_app_configs():
        for name in ("compat", "compat_views"):
            ours = Path(config.path).parent == settings.BASE_DIR
            if ours and module_has_submodule(config.module, name):
                import_module(f"{config.name}.{name}")
    return _points


def demand_everything() -> None:
    """Ask for every point; called where the site is about to serve, and by `manage.py check`."""
    for point, relied in points().items():
        ask(point, relied)


def demand(table: str) -> Any:
    """Ask for each point of a table, and return what they are of: `CopyView`, `DeletePages`.

        A sentence that says what is relied on, and holds for the points below it.
            package.module:CopyView.post(self, request, page_id)
            package.module:DeleteBulkAction.get_actionable_objects(self) as DeletePages

    Raises `ImproperlyConfigured` as `ask` does.
    """
    found, relied = SimpleNamespace(), ""
    for line in map(str.strip, table.strip().splitlines()):
        if line.endswith("."):
            relied = line
            continue
        point, _as, name = line.partition(" as ")
        ask(point, relied)
        _points[point] = relied
        module, _colon, path = point.partition(":")
        owner = re.split(r"\W", path)[0]  # the class, or the function
        setattr(found, name or owner, getattr(import_module(module), owner))
    return found


def ask(point: str, relied: str) -> Any:
    """Return what is at a point: "package.module:Class.name", or "…:Class.name(self, more)".

    With parentheses it is a function that takes these parameters, in this order; those with stars
    are not named. Raises `ImproperlyConfigured` where it is not so; `relied` says why it matters.
    """
    where, _parenthesis, parameters = point.partition("(")
    module, _colon, path = where.partition(":")
    try:
        found: Any = import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
    except (ImportError, AttributeError) as error:
        raise _gone(f"`{where}` is not there any more ({error}).", relied) from error
    if parameters:
        given = inspect.signature(found).parameters.values()
        stars = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
        takes = ", ".join(each.name for each in given if each.kind not in stars) + ")"
        if takes != parameters:
            raise _gone(f"`{where}` takes ({takes} now, and not ({parameters}.", relied)
    return found


def _gone(what: str, relied: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{what} {relied} Look at what the new version does instead, and change the `compat.py` "
        "that names it, and what uses it."
    )


def replace(owner: Any, name: str, other: Callable) -> None:
    """Put `other` in the place of a method or function of `owner`, which has to have one."""
    found = getattr(owner, name, None)
    if not callable(found):
        raise _gone(f"`{owner.__name__}.{name}` is not there any more.", "The site replaces it.")
    other.__wrapped__ = found  # type: ignore[attr-defined]
    setattr(owner, name, other)


def silence(signal: Any, **receiver: Any) -> None:
    """Disconnect a receiver of Wagtail's or wagtail-localize's, which has to be connected."""
    if not signal.disconnect(**receiver):
        raise _gone(
            f"{receiver} does not hear its signal any more.", "The site does its work in its place."
        )
