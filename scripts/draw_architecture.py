"""Draw the architecture as an SVG: the layers of the contracts, and the actual imports.

    .venv/bin/python -m scripts.draw_architecture

Each layer is a band, from top to bottom; apps side by side must not import each other. Below the
name of an app are the apps it imports. It is readable on a phone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

import grimp
import tomllib

from scripts.toolbox import ROOT, say, script

FILE = ROOT / "docs" / "images" / "architecture.svg"
WIDTH, EDGE, GAP = 640, 16, 12  # of the drawing, its margin, between boxes; in SVG units
NAME, SMALL = 26, 20  # font sizes
LINE, ABOVE = 26, 40  # line height of the imports; from the top of a box to its name
LETTER = 0.56  # width of a letter relative to the font size, with some reserve
INK, PAPER, FLOOR, FRAME = "#2c1540", "#fff6e2", "#ffe6a8", "#8c7298"
HEAD = ("Imports run down only.", "Side by side: neither imports the other.")


def read_layers(root: Path = ROOT) -> list[list[str]]:
    """Return the apps of each layer, from the top, as in the contract on layers."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = next(each["layers"] for each in contracts["contracts"] if each["type"] == "layers")
    return [[app.strip() for app in layer.split("|")] for layer in layers]


def imports(apps: list[str]) -> dict[str, list[str]]:
    """Return the other apps that each app imports, in the order of `apps`."""
    graph = grimp.build_graph(*apps, cache_dir=None)
    found: dict[str, set[str]] = {app: set() for app in apps}
    for module in graph.modules:
        app = module.split(".")[0]
        found[app] |= {
            other.split(".")[0] for other in graph.find_modules_directly_imported_by(module)
        }
    return {app: [other for other in apps if other in found[app] - {app}] for app in apps}


def box(app: str, below: list[str], x: float, y: float, width: float) -> Iterator[str]:
    """Yield the SVG texts of an app whose box starts at (x, y): its name and its imports."""
    middle = x + width / 2
    yield f'<text class="name" x="{middle:g}" y="{y + ABOVE:g}">{escape(app)}</text>'
    for number, line in enumerate(wrapped(below, width)):
        yield f'<text x="{middle:g}" y="{y + ABOVE + LINE * (number + 1):g}">{escape(line)}</text>'


def wrapped(below: list[str], width: float) -> list[str]:
    """Return the imports of an app, wrapped to fit a box of that width."""
    fitting = int((width - 2 * GAP) / (SMALL * LETTER))
    return textwrap.wrap("→ " + ", ".join(below), fitting) if below else ["imports none of ours"]


def draw(layers: list[list[str]], known: dict[str, list[str]]) -> str:
    """Return the SVG for the apps of each layer and the imports of each app."""
    shapes, y = [], EDGE + LINE * len(HEAD) + GAP
    for layer in layers:
        width = (WIDTH - 2 * EDGE - GAP * (len(layer) - 1)) / len(layer)
        lines = max(len(wrapped(known[app], width)) for app in layer)
        height = ABOVE + LINE * lines + GAP
        for place, app in enumerate(layer):
            x = EDGE + place * (width + GAP)
            shapes.append(
                f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{height}" rx="8" '
                f'fill="{FLOOR}" stroke="{FRAME}"/>'
            )
            shapes += box(app, known[app], x, y, width)
        y += height + GAP
    height = y - GAP + EDGE
    head = [
        f'<text x="{WIDTH // 2}" y="{EDGE + LINE * number + SMALL}">{line}</text>'
        for number, line in enumerate(HEAD)
    ]
    style = (
        f"text{{font:{SMALL}px system-ui,sans-serif;fill:{INK};text-anchor:middle}}"
        f".name{{font-size:{NAME}px;font-weight:700}}"
    )
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-labelledby="architecture">'
    )
    title = "The project: its apps from top to bottom, and which others each imports"
    first = [
        start,
        f'<title id="architecture">{title}</title>',
        f"<style>{style}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>',
    ]
    return "\n".join([*first, *head, *shapes, "</svg>\n"])


def architecture() -> str:
    """Return the drawing of the current architecture."""
    found = read_layers()
    return draw(found, imports([app for layer in found for app in layer]))


def main() -> None:
    FILE.write_text(architecture())
    say(f"Drawn: {FILE.relative_to(ROOT)}")


if __name__ == "__main__":
    script(main)
