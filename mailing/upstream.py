"""Asking for what Django, Wagtail and their neighbours do not promise to keep.

Each app that uses such a thing names it in a module `compat`: `POINTS` maps where it is to what
the site relies on. All of them are asked for when the site starts (`demand_everything`). Where a
new version has no such thing, or one that takes other arguments, the site does not start and says
which: no guard is ever left hanging in the air, with what it guards open.
"""

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import module_has_submodule


def points() -> dict[str, str]:
    """Return every point that an app of ours names, with what is relied on."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        ours = Path(config.path).parent == settings.BASE_DIR
        if ours and module_has_submodule(config.module, "compat"):
            found |= import_module(f"{config.name}.compat").POINTS
    return found


def demand_everything() -> None:
    """Ask for every point; called once, when the site starts."""
    for point, relied in points().items():
        demand(point, relied)


def demand(point: str, relied: str = "") -> Any:
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
    if point.endswith(")"):
        takes = ", ".join(_parameters(found))
        if f"{takes})" != parameters:
            raise _gone(f"`{where}` takes ({takes}) now, and not ({parameters}.", relied)
    return found


def _parameters(function: Callable) -> list[str]:
    given = inspect.signature(function).parameters.values()
    return [each.name for each in given if each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)]


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
