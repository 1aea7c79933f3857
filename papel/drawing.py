"""Draw papel picado, the cut paper of Mexican festivals: the image of pages without one.

The same words always give the same sheet. A sheet is cut like a real one: folded down the middle
(left mirrors right), with separate holes, and the paper in one piece, so that nothing would fall
out (tests check this).

`raster` returns it as a Pillow image. Its `Layer`s are also written as SVG, for the static files
of the site (`scripts.draw_paper`).
"""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from papel.colors import CHORDS, COLORS, contrast, mix
from papel.shapes import Shape, flatten, polygon
from papel.sheets import dice, sheet


@dataclass(frozen=True)
class Layer:
    """A flat color on a shape with its holes (even-odd), drawn once at each position."""

    shapes: tuple[Shape, ...]
    paints: tuple[tuple[str, float, float], ...]  # (color, dx, dy), in the order of drawing


@dataclass(frozen=True)
class Drawing:
    """A canvas in drawing units, and its layers from back to front."""

    width: int
    height: int
    layers: tuple[Layer, ...]


def _compose(words: str, width: int, height: int, motif: str | None) -> Drawing:
    """Return the picture: one sheet in the middle of a garland, in front of a colored wall."""
    rnd = dice(words, "picture")
    front, ground, side = (COLORS[name] for name in rnd.choice(CHORDS))
    # A unit is about half a pixel of a card, so whole numbers give smooth curves.
    long = 840
    w, h = (long, round(long * height / width)) if width >= height else (
        round(long * width / height), long)  # fmt: skip
    small = min(w, h)
    sw = min(w * 0.82, h * 1.16)
    sh = min(h * 0.9, sw * 1.25)
    x, y = (w - sw) / 2, (h - sh) * 0.5
    neighbor = mix(ground, side, 0.62)
    shade = mix(ground, COLORS["noche"], 0.2)
    pace, rise, shift = sw + small * 0.045, small * 0.02, small * 0.016
    paints: list[tuple[str, float, float]] = []
    k = 1
    while k * pace - sw / 2 < w / 2:
        paints += [(neighbor, x + s * k * pace, y - k * rise) for s in (-1, 1)]
        k += 1
    paints += [(shade, x + shift * 0.7, y + shift), (front, x, y)]
    thick = small * 0.006
    low = y + thick  # the string sags to the middle sheet and rises on both sides
    string: Shape = (
        ((0, y - 2 * rise),),
        ((w / 2, low + rise), (w, y - 2 * rise)),
        ((w, y - 2 * rise + 2 * thick),),
        ((w / 2, low + rise + 2 * thick), (0, y - 2 * rise + 2 * thick)),
    )
    wall = polygon((0, 0), (w, 0), (w, h), (0, h))
    # The string is dark or light, whichever has more contrast with the wall.
    thread = max((COLORS["noche"], COLORS["cal"]), key=lambda c: contrast(c, ground))
    return Drawing(
        w,
        h,
        (
            Layer((wall,), ((ground, 0, 0),)),
            Layer(tuple(sheet(words, sw, sh, motif)), tuple(paints)),
            Layer((string,), ((thread, 0, 0),)),
        ),
    )


def paint(drawing: Drawing, width: int, height: int) -> Image.Image:
    """Return the drawing as an RGBA image of width × height pixels."""
    fine = 3 if width * height < 1_000_000 else 2
    size = (width * fine, height * fine)
    scale = size[0] / drawing.width
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    for layer in drawing.layers:
        for color, dx, dy in layer.paints:
            mask = Image.new("L", size, 0)
            pen = ImageDraw.Draw(mask)
            for number, shape in enumerate(layer.shapes):  # outline, then holes, which never meet
                pen.polygon(flatten(shape, scale, round(dx), round(dy)), fill=0 if number else 255)
            image.paste(color, (0, 0), mask)
    return image.resize((width, height), Image.Resampling.BOX)


def raster(words: str, width: int, height: int, motif: str | None = None) -> Image.Image:
    """Return the picture for these words in RGB; `motif` is a key of MOTIFS (None: by words)."""
    return paint(_compose(words, width, height, motif), width, height).convert("RGB")
