"""Check internals of Django, Wagtail and other packages that may change without notice.

An app declares what it uses with `demand` in its modules `compat` (which models may import) and
`compat_views` (everything else), and uses it from there. If a new version lacks it, or it takes
other arguments, importing the module fails with the reason: a guard never stops working
unnoticed. Servers check everything at startup (`demand_everything`). This module is in the
lowest app because every app needs it.
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
    """Return every point that an app of this project demands, with what relies on it."""
    for config in apps.get_app_configs():
        for name in ("compat", "compat_views"):
            ours = Path(config.path).parent == settings.BASE_DIR
            if ours and module_has_submodule(config.module, name):
                import_module(f"{config.name}.{name}")
    return _points


def demand_everything() -> None:
    """Check every point; called when the site starts, and by `manage.py check`."""
    for point, relied in points().items():
        ask(point, relied)


def demand(table: str) -> Any:
    """Check each point of a table, and return a namespace of its classes and functions.

        A sentence: what breaks without the points below it.
            package.module:CopyView.post(self, request, page_id)
            package.module:DeleteBulkAction.get_actionable_objects(self) as DeletePages

    This returns `CopyView` and `DeletePages`. Raises `ImproperlyConfigured` as `ask` does.
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
    """Return the object at a point: "package.module:Class.name" or "…:Class.name(self, more)".

    With parentheses, it must be a function with exactly these parameters, in this order, apart
    from *args and **kwargs. Otherwise raises `ImproperlyConfigured`; `relied` says why it matters.
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
    """Replace a method or function of `owner`, which must exist."""
    found = getattr(owner, name, None)
    if not callable(found):
        raise _gone(f"`{owner.__name__}.{name}` is not there any more.", "The site replaces it.")
    other.__wrapped__ = found  # type: ignore[attr-defined]
    setattr(owner, name, other)


def silence(signal: Any, **receiver: Any) -> None:
    """Disconnect a receiver of Wagtail or wagtail-localize, which must be connected."""
    if not signal.disconnect(**receiver):
        raise _gone(
            f"{receiver} does not hear its signal any more.", "The site does its work in its place."
        )
