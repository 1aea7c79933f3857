"""Draw the static files that look like cut paper: banner, motifs, favicon.

    .venv/bin/python -m scripts.draw_paper

The files are in the repository; run this again after a change of `papel`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from papel.colors import COLORS
from papel.drawing import Drawing, Layer
from papel.motifs import MOTIFS
from papel.shapes import Shape, circle, diamond, drop, fold, place, polar
from papel.sheets import dice, outline
from scripts.toolbox import ROOT, say, script

FOLDER = ROOT / "peacesummit" / "static" / "img"
DRAWN_MOTIFS = ("cactus", "doves", "flower", "moon")
SHEETS = 8  # in the banner

#: Between light and dark, to be visible in light and dark mode.
STRING = "#8c7298"

#: Colors of the sheets in the banner, from left to right.
GARLAND = ("rosa mexicano", "cempasuchil", "agave", "jacaranda", "grana", "cielo")


def _numbers(values: Iterable[int]) -> str:
    """Return whole numbers, with spaces only where no minus sign separates them."""
    text = ""
    for value in values:
        text += str(value) if value < 0 or not text else f" {value}"
    return text


def _squared(shape: Shape) -> Shape:
    """Return a circle or ellipse rounded to whole units, so that its four curves are alike."""
    if len(shape) != 5 or any(len(segment) != 3 for segment in shape[1:]):
        return shape
    (x0, y0), (x1, y1), (x2, y2) = shape[0][0], shape[1][-1], shape[2][-1]
    if max(abs(y0 - y2), abs(x1 - (x0 + x2) / 2)) > 1e-6:
        return shape
    return circle(round(x1), round(y0), max(2, round(abs(x1 - x0))), max(2, round(abs(y0 - y1))))


def _path(shapes: Iterable[Shape]) -> str:
    """Return relative path data in whole units, with the shortest possible commands."""
    out: list[str] = []
    start = (0, 0)  # a closed outline ends at its start: the next one is relative to it
    for shape in map(_squared, shapes):
        here = (round(shape[0][0][0]), round(shape[0][0][1]))
        out.append(f"m{_numbers((here[0] - start[0], here[1] - start[1]))}")
        start = here
        last, handle = "", here
        for segment in shape[1:]:
            points = [(round(x), round(y)) for x, y in segment]
            end, steps = points[-1], [(x - here[0], y - here[1]) for x, y in points]
            if len(points) == 1:
                if end == here:
                    continue
                dx, dy = steps[0]
                letter, values = ("h", [dx]) if not dy else ("v", [dy]) if not dx else (
                    "l", [dx, dy])  # fmt: skip
            else:
                letter = "q" if len(points) == 2 else "c"
                going_on = (here[0] - handle[0], here[1] - handle[1])
                if letter == "c" and last in ("c", "s") and steps[0] == going_on:
                    letter, steps = "s", steps[1:]  # the first handle can be omitted
                values = [v for step in steps for v in step]
            text = _numbers(values)
            parted = letter != last
            out.append(letter + text if parted else text if text[0] == "-" else f" {text}")
            last, handle, here = letter, points[-2] if len(points) > 1 else end, end
        out.append("z")
    return "".join(out)


def _svg(drawing: Drawing, name: str, width: int, height: int) -> str:
    """Return the drawing as SVG; `name` distinguishes its ids from those of other drawings."""
    view = f"0 0 {drawing.width} {drawing.height}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    out = [f'{head} viewBox="{view}">']
    for number, layer in enumerate(drawing.layers):
        data = _path(layer.shapes)
        rule = ' fill-rule="evenodd"' if len(layer.shapes) > 1 else ""
        if len(layer.paints) == 1:
            ((color, dx, dy),) = layer.paints
            move = f' transform="translate({dx:.0f} {dy:.0f})"' if dx or dy else ""
            out.append(f'<path fill="{color}"{rule}{move} d="{data}"/>')
            continue
        ident = f"p{name}{number}"
        out.append(f'<defs><path id="{ident}"{rule} d="{data}"/></defs>')
        out += [
            f'<use href="#{ident}" fill="{color}" x="{dx:.0f}" y="{dy:.0f}"/>'
            for color, dx, dy in layer.paints
        ]
    return "".join(out) + "</svg>"


def figure(motif: str) -> str:
    """Return one motif as SVG, black on transparent: a stencil for CSS masks."""
    shapes = place(MOTIFS[motif](dice(motif, "figure")), 120, 120, 116)
    return _svg(Drawing(240, 240, (Layer(tuple(shapes), (("#000", 0, 0),)),)), motif, 240, 240)


def mark() -> str:
    """Return the logo as SVG: one flower cut through two adjacent sheets."""
    shapes = [outline("round", 64, 64, 4, 11)]
    for k in range(8):
        a = (k + 0.5) * math.pi / 4
        shapes.append(drop(polar(6, a, (32, 27)), polar(22, a, (32, 27)), 0.62))
    data = _path(place(shapes, 0, 0, 8))
    left, right = COLORS["rosa mexicano"], COLORS["cempasuchil"]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 512 512">'
        f'<linearGradient id="m"><stop offset=".5" stop-color="{left}"/>'
        f'<stop offset=".5" stop-color="{right}"/></linearGradient>'
        f'<path fill="url(#m)" fill-rule="evenodd" d="{data}"/></svg>'
    )


def pennant(motif: str, w: float, h: float, number: int) -> list[Shape]:
    """Return a small sheet for the banner: one motif, rows of cuts, tongues."""
    edge, tongues = (("round", 5), ("ogee", 5), ("points", 7))[number % 3]
    deep = 34.0
    step = w / tongues
    shapes = [outline(edge, w, h, tongues, deep)]
    for i in range(tongues):
        x = (i + 0.5) * step
        shapes.append(diamond(x, h - deep - 3, 8, 13))
        shapes.append(diamond(x, 22, 8, 10))
    cx, cy, size = w / 2, 126.0, 88.0
    shapes += place(MOTIFS[motif](dice(motif, "banner")), cx, cy, size)
    for y in (67, 126, 185):
        shapes += fold([diamond(34, y, 11, 21)], cx)
    return shapes


def garland(n: int) -> Drawing:
    """Return n small sheets on a string with equal heights at both ends, so that it can repeat."""
    w, h, gap, thick, sag = 330, 266, 34, 3, 28
    total = n * (w + gap)

    def height(x: float) -> float:
        t = x / total
        return 18 + 4 * sag * t * (1 - t)

    layers: list[Layer] = []
    names = list(MOTIFS)
    for i in range(n):
        x = gap / 2 + i * (w + gap)
        shapes = pennant(names[i % len(names)], w, h, i)
        layers.append(Layer(tuple(shapes), ((COLORS[GARLAND[i % len(GARLAND)]], x,
                                             height(x + w / 2)),)))  # fmt: skip
    string: Shape = (
        ((0, 18 - thick),),
        ((total / 3, 18 + 4 / 3 * sag - thick), (total * 2 / 3, 18 + 4 / 3 * sag - thick),
         (total, 18 - thick)),
        ((total, 18 + thick),),
        ((total * 2 / 3, 18 + 4 / 3 * sag + thick), (total / 3, 18 + 4 / 3 * sag + thick),
         (0, 18 + thick)),
    )  # fmt: skip
    layers.append(Layer((string,), ((STRING, 0, 0),)))
    return Drawing(total, 18 + sag + h + 14, tuple(layers))


def banner(n: int) -> str:
    """Return the banner of n sheets as SVG; it repeats horizontally without a seam."""
    drawing = garland(n)
    return _svg(drawing, "b", round(drawing.width / 2), round(drawing.height / 2))


def files() -> dict[str, str]:
    """Return the SVG of each file by name."""
    drawn = {f"{motif}.svg": figure(motif) for motif in DRAWN_MOTIFS}
    return {"banner.svg": banner(SHEETS), "favicon.svg": mark(), **drawn}


def main() -> None:
    for name, svg in files().items():
        (FOLDER / name).write_text(svg)
        say(f"Drawn: {(FOLDER / name).relative_to(ROOT)}")


if __name__ == "__main__":
    script(main)
