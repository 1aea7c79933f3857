"""Draws papel picado, the cut paper of Mexican feasts: the picture of every page that has none.

Words go in, a sheet comes out; the same words always give the same sheet. A sheet is cut like a
real one: folded down the middle (left mirrors right), every hole apart from the next, and the
paper in one piece, so that nothing would fall to the floor (the tests look at that).

`picture` and `banner` return SVG, `raster` and `banner_raster` the same drawing as a Pillow image,
which the sample content uses to make its files without a browser. Both are written from one list
of `Layer`s: shapes are closed lists of segments in the units of the drawing, y pointing down.
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from papel.colors import CHORDS, COLOURS, GARLAND, STRING, contrast, mix
from papel.motifs import MOTIFS
from papel.shapes import Shape, circle, drop, flatten, place, polar, polygon
from papel.sheets import dice, outline, pennant, sheet


@dataclass(frozen=True)
class Layer:
    """Flat colour on a shape with its holes (even-odd), drawn once at each of the places."""

    shapes: tuple[Shape, ...]
    paints: tuple[tuple[str, float, float], ...]  # (colour, dx, dy), in the order of drawing


@dataclass(frozen=True)
class Drawing:
    """What both writers read: a canvas in units, and its layers from back to front."""

    width: int
    height: int
    layers: tuple[Layer, ...]


def _compose(words: str, width: int, height: int, motif: str | None) -> Drawing:
    """Return the picture: one sheet in the middle of a garland, against a coloured wall."""
    rnd = dice(words, "picture")
    front, ground, side = (COLOURS[name] for name in rnd.choice(CHORDS))
    # Units are about half a pixel of a card, so whole numbers draw soft curves.
    long = 840
    w, h = (long, round(long * height / width)) if width >= height else (
        round(long * width / height), long)  # fmt: skip
    small = min(w, h)
    sw = min(w * 0.82, h * 1.16)
    sh = min(h * 0.9, sw * 1.25)
    x, y = (w - sw) / 2, (h - sh) * 0.5
    neighbour = mix(ground, side, 0.62)
    shade = mix(ground, COLOURS["noche"], 0.2)
    pace, rise, shift = sw + small * 0.045, small * 0.02, small * 0.016
    paints: list[tuple[str, float, float]] = []
    k = 1
    while k * pace - sw / 2 < w / 2:
        paints += [(neighbour, x + s * k * pace, y - k * rise) for s in (-1, 1)]
        k += 1
    paints += [(shade, x + shift * 0.7, y + shift), (front, x, y)]
    thick = small * 0.006
    low = y + thick  # a line that sags to the middle sheet and rises to both sides
    string: Shape = (
        ((0, y - 2 * rise),),
        ((w / 2, low + rise), (w, y - 2 * rise)),
        ((w, y - 2 * rise + 2 * thick),),
        ((w / 2, low + rise + 2 * thick), (0, y - 2 * rise + 2 * thick)),
    )
    wall = polygon((0, 0), (w, 0), (w, h), (0, h))
    # The string is the darker or the lighter of two, whichever the wall shows better.
    thread = max((COLOURS["noche"], COLOURS["cal"]), key=lambda c: contrast(c, ground))
    return Drawing(
        w,
        h,
        (
            Layer((wall,), ((ground, 0, 0),)),
            Layer(tuple(sheet(words, sw, sh, motif)), tuple(paints)),
            Layer((string,), ((thread, 0, 0),)),
        ),
    )


def _numbers(values: Iterable[int]) -> str:
    """Return whole numbers with a space only where the sign does not part them."""
    text = ""
    for value in values:
        text += str(value) if value < 0 or not text else f" {value}"
    return text


def _squared(shape: Shape) -> Shape:
    """Return a circle or ellipse moved onto whole units, so that its four curves are alike."""
    if len(shape) != 5 or any(len(segment) != 3 for segment in shape[1:]):
        return shape
    (x0, y0), (x1, y1), (x2, y2) = shape[0][0], shape[1][-1], shape[2][-1]
    if max(abs(y0 - y2), abs(x1 - (x0 + x2) / 2)) > 1e-6:
        return shape
    return circle(round(x1), round(y0), max(2, round(abs(x1 - x0))), max(2, round(abs(y0 - y1))))


def _path(shapes: Iterable[Shape]) -> str:
    """Return path data in whole units, relative, in the shortest commands that say it."""
    out: list[str] = []
    start = (0, 0)  # a closed outline ends where it began: the next one is told from there
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
                    letter, steps = "s", steps[1:]  # the first handle need not be written
                values = [v for step in steps for v in step]
            text = _numbers(values)
            parted = letter != last
            out.append(letter + text if parted else text if text[0] == "-" else f" {text}")
            last, handle, here = letter, points[-2] if len(points) > 1 else end, end
        out.append("z")
    return "".join(out)


def _svg(drawing: Drawing, name: str, width: int, height: int) -> str:
    """Return the drawing as SVG; `name` keeps its ids apart from those of other drawings."""
    view = f"0 0 {drawing.width} {drawing.height}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    out = [f'{head} viewBox="{view}">']
    for number, layer in enumerate(drawing.layers):
        data = _path(layer.shapes)
        rule = ' fill-rule="evenodd"' if len(layer.shapes) > 1 else ""
        if len(layer.paints) == 1:
            ((colour, dx, dy),) = layer.paints
            move = f' transform="translate({dx:.0f} {dy:.0f})"' if dx or dy else ""
            out.append(f'<path fill="{colour}"{rule}{move} d="{data}"/>')
            continue
        ident = f"p{name}{number}"
        out.append(f'<defs><path id="{ident}"{rule} d="{data}"/></defs>')
        out += [
            f'<use href="#{ident}" fill="{colour}" x="{dx:.0f}" y="{dy:.0f}"/>'
            for colour, dx, dy in layer.paints
        ]
    return "".join(out) + "</svg>"


def _paint(drawing: Drawing, width: int, height: int) -> Image.Image:
    """Return the drawing as an RGBA image of width by height pixels."""
    fine = 3 if width * height < 1_000_000 else 2
    size = (width * fine, height * fine)
    scale = size[0] / drawing.width
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    for layer in drawing.layers:
        for colour, dx, dy in layer.paints:
            mask = Image.new("L", size, 0)
            pen = ImageDraw.Draw(mask)
            for number, shape in enumerate(layer.shapes):  # the outline, then holes that never meet
                pen.polygon(flatten(shape, scale, round(dx), round(dy)), fill=0 if number else 255)
            image.paste(colour, (0, 0), mask)
    return image.resize((width, height), Image.Resampling.BOX)


def _short(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:6]


def picture(words: str, width: int, height: int, motif: str | None = None) -> str:
    """Return the picture of these words as SVG; `motif` (a key of MOTIFS) is chosen when None."""
    return _svg(_compose(words, width, height, motif), _short(words), width, height)


def raster(words: str, width: int, height: int, motif: str | None = None) -> Image.Image:
    """Return the same picture as `picture` draws, as an RGB image for PNG, JPEG or WebP."""
    return _paint(_compose(words, width, height, motif), width, height).convert("RGB")


def figure(motif: str) -> str:
    """Return one motif as SVG, black on nothing: a stencil for CSS masks."""
    shapes = place(MOTIFS[motif](dice(motif, "figure")), 120, 120, 116)
    return _svg(Drawing(240, 240, (Layer(tuple(shapes), (("#000", 0, 0),)),)), motif, 240, 240)


def mark() -> str:
    """Return the mark of the site as SVG: one flower cut through two sheets that hang together."""
    shapes = [outline("round", 64, 64, 4, 11)]
    for k in range(8):
        a = (k + 0.5) * math.pi / 4
        shapes.append(drop(polar(6, a, (32, 27)), polar(22, a, (32, 27)), 0.62))
    data = _path(place(shapes, 0, 0, 8))
    left, right = COLOURS["rosa mexicano"], COLOURS["cempasuchil"]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 512 512">'
        f'<linearGradient id="m"><stop offset=".5" stop-color="{left}"/>'
        f'<stop offset=".5" stop-color="{right}"/></linearGradient>'
        f'<path fill="url(#m)" fill-rule="evenodd" d="{data}"/></svg>'
    )


def _garland(n: int) -> Drawing:
    """Return n small sheets on a string that begins and ends at one height, to be repeated."""
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
        layers.append(Layer(tuple(shapes), ((COLOURS[GARLAND[i % len(GARLAND)]], x,
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
    """Return the banner of n sheets as SVG; it repeats from side to side without a seam."""
    drawing = _garland(n)
    return _svg(drawing, "b", round(drawing.width / 2), round(drawing.height / 2))


def banner_raster(n: int, height: int) -> Image.Image:
    """Return the banner as an RGBA image of this height, on nothing."""
    drawing = _garland(n)
    return _paint(drawing, round(drawing.width * height / drawing.height), height)
