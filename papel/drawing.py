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
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

type Point = tuple[float, float]
#: A segment is its end point (a line), or one or two handles and an end point (a curve).
type Segment = tuple[Point, ...]
#: A closed outline: the first segment is one point, the start.
type Shape = tuple[Segment, ...]

# ------------------------------------------------------------------------------------------ colours

COLOURS = {
    "rosa mexicano": "#d6006f",
    "cempasuchil": "#f7a400",
    "jacaranda": "#7038ad",
    "agave": "#007a70",
    "cielo": "#0a66b8",
    "grana": "#b5122f",
    # grounds: the night, the wall, and the five colours in morning light
    "noche": "#2c1540",
    "cal": "#fff6e2",
    "rosa claro": "#ffd6e8",
    "sol claro": "#ffe6a8",
    "lavanda": "#eadcf8",
    "jade": "#c9efe4",
    "alba": "#d3e8fc",
}

#: (sheet, ground, neighbours): tried by eye, held by a test: the sheet stands out by 3 to 1, the
#: neighbours stay quieter than the sheet, and no two strong colours of like lightness meet.
CHORDS = (
    ("rosa mexicano", "sol claro", "cempasuchil"),
    ("jacaranda", "sol claro", "cempasuchil"),
    ("agave", "sol claro", "cempasuchil"),
    ("grana", "sol claro", "cempasuchil"),
    ("jacaranda", "rosa claro", "cempasuchil"),
    ("cielo", "rosa claro", "cempasuchil"),
    ("grana", "alba", "cempasuchil"),
    ("rosa mexicano", "alba", "cempasuchil"),
    ("rosa mexicano", "jade", "cempasuchil"),
    ("jacaranda", "jade", "cempasuchil"),
    ("agave", "lavanda", "cempasuchil"),
    ("cempasuchil", "jacaranda", "noche"),
    ("cempasuchil", "grana", "noche"),
    ("cempasuchil", "noche", "jacaranda"),
    ("rosa claro", "jacaranda", "noche"),
    ("sol claro", "rosa mexicano", "grana"),
    ("cal", "agave", "noche"),
    ("sol claro", "cielo", "noche"),
)

#: Between light and dark, so that it is seen on the white page and on the night page.
STRING = "#8c7298"

#: The sheets of the banner, in the order in which they hang.
GARLAND = ("rosa mexicano", "cempasuchil", "agave", "jacaranda", "grana", "cielo")


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2) of "#rrggbb"."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast (1 to 21, WCAG 2) of two colours "#rrggbb"."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with a share (0 to 1) of `other` in it: flat, where others would use opacity."""
    return "#" + "".join(
        f"{round(int(one[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share):02x}"
        for i in (1, 3, 5)
    )


# ------------------------------------------------------------------------------------------- shapes


def polygon(*points: Point) -> Shape:
    """Return the shape with straight sides through the points."""
    return tuple((p,) for p in points)


def smooth(points: list[Point], corners: Iterable[int] = ()) -> Shape:
    """Return a closed soft line through the points, sharp at the points numbered in `corners`."""
    sharp, n = set(corners), len(points)

    def tangent(i: int) -> Point:
        if i in sharp:
            return (0.0, 0.0)
        before, after = points[i - 1], points[(i + 1) % n]
        return ((after[0] - before[0]) / 6, (after[1] - before[1]) / 6)

    out: list[Segment] = [(points[0],)]
    for i in range(n):
        j = (i + 1) % n
        (x0, y0), (x1, y1), (a, b), (c, d) = points[i], points[j], tangent(i), tangent(j)
        out.append(((x0 + a, y0 + b), (x1 - c, y1 - d), (x1, y1)))
    return tuple(out)


def circle(x: float, y: float, r: float, ry: float | None = None) -> Shape:
    """Return a circle, or an ellipse when `ry` is given."""
    s, k = (r if ry is None else ry), 0.5523
    return (
        ((x - r, y),),
        ((x - r, y - k * s), (x - k * r, y - s), (x, y - s)),
        ((x + k * r, y - s), (x + r, y - k * s), (x + r, y)),
        ((x + r, y + k * s), (x + k * r, y + s), (x, y + s)),
        ((x - k * r, y + s), (x - r, y + k * s), (x - r, y)),
    )


def diamond(x: float, y: float, rx: float, ry: float) -> Shape:
    """Return a diamond around (x, y)."""
    return polygon((x, y - ry), (x + rx, y), (x, y + ry), (x - rx, y))


def along(base: Point, tip: Point, t: float, off: float) -> Point:
    """Return the point at share `t` of the way from base to tip, `off` lengths to its right."""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    return (base[0] + t * dx - off * dy, base[1] + t * dy + off * dx)


def leaf(base: Point, tip: Point, width: float, bend: float = 0.0) -> Shape:
    """Return a leaf, pointed at both ends; width and bend as shares of its length."""
    w = width * 1.1
    return (
        (base,),
        (along(base, tip, 0.5, bend - w), tip),
        (along(base, tip, 0.5, bend + w), base),
    )


def drop(base: Point, tip: Point, width: float) -> Shape:
    """Return a drop: pointed at its base, round at its tip; width as a share of its length."""
    w = width / 2
    return (
        (base,),
        (along(base, tip, 0.55, -w * 0.75), along(base, tip, 1, -w * 1.5), tip),
        (along(base, tip, 1, w * 1.5), along(base, tip, 0.55, w * 0.75), base),
    )


def slot(start: Point, end: Point, width: float) -> Shape:
    """Return a slot with round ends from start to end, `width` wide."""
    length = math.dist(start, end)
    w, k = width / 2 / length, 0.5523 * width / 2 / length
    return (
        (along(start, end, w, -w),),
        (along(start, end, 1 - w, -w),),
        (along(start, end, 1 - w + k, -w), along(start, end, 1, -k), end),
        (along(start, end, 1, k), along(start, end, 1 - w + k, w), along(start, end, 1 - w, w)),
        (along(start, end, w, w),),
        (along(start, end, w - k, w), along(start, end, 0, k), start),
        (along(start, end, 0, -k), along(start, end, w - k, -w), along(start, end, w, -w)),
    )


def polar(r: float, angle: float, centre: Point = (0.0, 0.0)) -> Point:
    """Return the point at distance r and angle (radians, clockwise from the right)."""
    return (centre[0] + r * math.cos(angle), centre[1] + r * math.sin(angle))


def arc(r: float, start: float, end: float, centre: Point = (0.0, 0.0)) -> list[Segment]:
    """Return curves along a circle from angle start to end; the first point is not part of it."""
    steps = max(1, math.ceil(abs(end - start) / 1.2))
    step = (end - start) / steps
    k = 4 / 3 * math.tan(step / 4) * r
    out: list[Segment] = []
    for i in range(steps):
        a, b = start + i * step, start + (i + 1) * step
        (x0, y0), (x1, y1) = polar(r, a, centre), polar(r, b, centre)
        out.append(
            (
                (x0 - k * math.sin(a), y0 + k * math.cos(a)),
                (x1 + k * math.sin(b), y1 - k * math.cos(b)),
                (x1, y1),
            )
        )
    return out


def transform(shape: Shape, change: Callable[[Point], Point]) -> Shape:
    """Return the shape with every point (handles too) changed."""
    return tuple(tuple(change(p) for p in segment) for segment in shape)


def place(shapes: Iterable[Shape], x: float, y: float, size: float) -> list[Shape]:
    """Return shapes drawn around the origin, `size` times as large, around (x, y)."""
    return [transform(s, lambda p: (x + p[0] * size, y + p[1] * size)) for s in shapes]


def turned(shapes: Iterable[Shape], angle: float) -> list[Shape]:
    """Return the shapes turned about the origin."""
    c, s = math.cos(angle), math.sin(angle)
    return [transform(a, lambda p: (p[0] * c - p[1] * s, p[0] * s + p[1] * c)) for a in shapes]


def fold(half: Iterable[Shape], axis: float = 0.0) -> list[Shape]:
    """Return the shapes and their mirror images: cut through folded paper."""
    shapes = list(half)
    return shapes + [transform(s, lambda p: (2 * axis - p[0], p[1])) for s in shapes]


def _on_curve(hull: Segment, t: float) -> Point:
    """Return the point at t (0 to 1) of the curve with these handles (de Casteljau)."""
    while len(hull) > 1:
        hull = tuple(
            (hull[i][0] * (1 - t) + hull[i + 1][0] * t, hull[i][1] * (1 - t) + hull[i + 1][1] * t)
            for i in range(len(hull) - 1)
        )
    return hull[0]


def flatten(shape: Shape, scale: float = 1.0, dx: float = 0.0, dy: float = 0.0) -> list[Point]:
    """Return the shape as a polygon, fine enough for pixels of 1 / scale."""
    points: list[Point] = []
    here = shape[0][0]
    for segment in shape:
        if len(segment) == 1:
            points.append(segment[0])
        else:
            hull = (here, *segment)
            reach = sum(math.dist(hull[i], hull[i + 1]) for i in range(len(segment)))
            steps = max(3, min(40, round(math.sqrt(reach * scale) * 1.3)))
            points += [_on_curve(hull, i / steps) for i in range(1, steps + 1)]
        here = segment[-1]
    return [((x + dx) * scale, (y + dy) * scale) for x, y in points]


# ------------------------------------------------------------------------------------------- motifs
# Each returns the holes of one figure, within the circle of radius 1 around the origin. A figure
# is a stencil: cells with veins of paper between them, no island without a bridge.


def flower(rnd: random.Random) -> list[Shape]:
    """A dahlia, the flower of Mexico: two rings of petals round an eye."""
    n = rnd.choice([8, 10, 12])
    turn, step = -math.pi / 2, 2 * math.pi / n
    out = [circle(0, 0, 0.1)]
    for k in range(n):
        a = turn + k * step
        out.append(drop(polar(0.17, a), polar(0.4, a), 1.25 * step * 0.4))
        b = a + step / 2
        out.append(leaf(polar(0.36, b), polar(1.0, b), 0.62 * step))
        out.append(circle(*polar(0.93, a), 0.045))
    return out


def sun(rnd: random.Random) -> list[Shape]:
    """A sun with a face, rays straight and waved by turns."""
    n = rnd.choice([14, 16, 18])
    step = 2 * math.pi / n
    out: list[Shape] = []
    for k in range(n):
        a = -math.pi / 2 + k * step
        if k % 2:
            out.append(
                polygon(polar(0.62, a - step * 0.36), polar(0.86, a), polar(0.62, a + step * 0.36))
            )
        else:
            out.append(leaf(polar(0.6, a), polar(1.0, a), 0.36))
    face = [
        leaf((0.1, -0.12), (0.36, -0.12), 0.42),
        leaf((0.08, -0.26), (0.4, -0.25), 0.16, -0.12),
        circle(0.33, 0.13, 0.065),
        leaf((0.028, 0.1), (0.05, -0.2), 0.14),
    ]
    mouth = ((-0.24, 0.22),), ((-0.1, 0.31), (0.1, 0.31), (0.24, 0.22)), (
        (0.14, 0.47), (-0.14, 0.47), (-0.24, 0.22),
    )  # fmt: skip
    return out + fold(face) + [mouth]


def dove(rnd: random.Random) -> list[Shape]:
    """One dove that looks to the right, beak at (0.9, -0.12)."""
    del rnd
    body = smooth(
        [(0.92, -0.1), (0.72, -0.25), (0.52, -0.2), (0.36, 0.0), (0.0, 0.1), (-0.42, 0.2),
         (-0.1, 0.46), (0.3, 0.42), (0.6, 0.18), (0.7, -0.02)],
        [0, 5],
    )  # fmt: skip
    return [
        body,
        leaf((0.3, -0.09), (0.3, -0.98), 0.25, -0.05),
        leaf((0.12, -0.03), (-0.08, -0.92), 0.23, -0.05),
        leaf((-0.05, 0.02), (-0.42, -0.7), 0.24, -0.05),
        leaf((-0.2, 0.06), (-0.68, -0.42), 0.24, -0.05),
        leaf((-0.5, 0.16), (-0.98, -0.04), 0.24),
        leaf((-0.52, 0.25), (-1.02, 0.24), 0.22),
        leaf((-0.48, 0.34), (-0.92, 0.52), 0.22),
    ]


def doves(rnd: random.Random) -> list[Shape]:
    """Two doves that meet over a branch of olive."""
    pair = fold(place(dove(rnd), -0.55, -0.22, 0.46))
    twig = [slot((0, 0.3), (0, 0.92), 0.045)]
    for k in range(4):
        y = 0.86 - 0.17 * k
        twig += fold([leaf((0.06, y), (0.3 - 0.03 * k, y - 0.2), 0.3, 0.05)])
    heart_above = place(_heart(), 0, -0.68, 0.2)
    low = fold([leaf((0.44, 0.5), (0.82, 0.38), 0.4), circle(0.66, 0.64, 0.06)])
    return pair + twig + heart_above + low


def _heart() -> list[Shape]:
    """The plain heart, in one piece, about one unit to each side."""
    return [
        (
            ((0.0, -0.55),),
            ((0.2, -0.98), (1.0, -0.95), (0.98, -0.3)),
            ((0.96, 0.25), (0.35, 0.6), (0.0, 0.98)),
            ((-0.35, 0.6), (-0.96, 0.25), (-0.98, -0.3)),
            ((-1.0, -0.95), (-0.2, -0.98), (0.0, -0.55)),
        )
    ]


def heart(rnd: random.Random) -> list[Shape]:
    """A milagro: a heart of two halves, a flame on top, rays all round."""
    half: Shape = (
        ((0.03, -0.2),),
        ((0.12, -0.42), (0.52, -0.42), (0.52, -0.08)),
        ((0.52, 0.22), (0.2, 0.42), (0.03, 0.6)),
    )
    flame = [drop((0, -0.88), (0, -0.42), 0.34)] + fold([leaf((0.1, -0.46), (0.28, -0.78), 0.3)])
    rays: list[Shape] = []
    n = rnd.choice([7, 8, 9])
    for k in range(n):
        a = -0.62 + (math.pi / 2 + 0.4) * k / (n - 1)
        far = 1.0 if k % 2 == 0 else 0.86
        rays.append(leaf(polar(0.64, a, (0, 0.02)), polar(far, a), 0.3))
    return fold([half]) + flame + fold(rays)


def hands(rnd: random.Random) -> list[Shape]:
    """Two open hands raised under a small sun."""
    palm = smooth(
        [(-0.66, 0.1), (-0.44, 0.06), (-0.24, 0.12), (-0.2, 0.34), (-0.27, 0.58), (-0.45, 0.63),
         (-0.62, 0.56), (-0.7, 0.32)],
    )  # fmt: skip
    hand = [
        palm,
        slot((-0.68, 0.04), (-0.86, -0.32), 0.12),
        slot((-0.55, 0.0), (-0.64, -0.52), 0.125),
        slot((-0.41, 0.0), (-0.42, -0.56), 0.125),
        slot((-0.275, 0.03), (-0.21, -0.42), 0.12),
        slot((-0.16, 0.3), (-0.045, -0.02), 0.1),
        slot((-0.64, 0.7), (-0.26, 0.7), 0.07),
        slot((-0.62, 0.81), (-0.28, 0.81), 0.07),
    ]
    n = rnd.choice([8, 10])
    small = [circle(0, 0, 0.32)]
    for k in range(n):
        a = -math.pi / 2 + 2 * math.pi * k / n
        small.append(leaf(polar(0.45, a), polar(1, a), 0.36))
    low = [leaf((0, 0.95), (0, 0.4), 0.26)]
    return fold(hand) + place(small, 0, -0.64, 0.3) + low


def corn(rnd: random.Random) -> list[Shape]:
    """An ear of corn between its leaves."""
    del rnd
    out: list[Shape] = []
    for row in range(8):
        y = -0.7 + row * 0.17
        columns = (-1, 0, 1) if 0 < row < 7 else (0,)
        out += [circle(column * 0.17, y, 0.068, 0.07) for column in columns]
    long: Shape = (
        ((0.04, 0.96),),
        ((0.36, 0.86), (0.4, 0.2), (0.34, -0.1)),
        ((0.6, 0.1), (0.56, 0.84), (0.04, 0.96)),
    )
    wide: Shape = (
        ((0.2, 0.97),),
        ((0.66, 0.72), (0.62, 0.24), (0.78, -0.02)),
        ((0.98, 0.3), (0.86, 0.8), (0.2, 0.97)),
    )
    silk = [leaf((0.05, -0.83), (0.2, -0.99), 0.3), leaf((0.13, -0.76), (0.36, -0.86), 0.28)]
    stars = [diamond(0.6, -0.5, 0.07, 0.12), circle(0.78, -0.28, 0.045), circle(0.42, -0.66, 0.045)]
    return out + fold([long, wide, *silk, *stars]) + [leaf((0, -0.82), (0, -1), 0.34)]


def butterfly(rnd: random.Random) -> list[Shape]:
    """A monarch, which crosses two borders every year without papers."""
    del rnd
    half: list[Shape] = []
    for k in range(4):
        a = math.radians(-72 + 20 * k)
        half.append(drop(polar(0.12, a, (0.05, -0.05)), polar((0.7, 0.84, 0.94, 0.9)[k], a), 0.3))
    for k in range(3):
        a = math.radians(16 + 25 * k)
        half.append(drop(polar(0.12, a, (0.05, 0.06)), polar((0.8, 0.8, 0.76)[k], a), 0.34))
    for k in range(5):  # the white dots at the rim of the wings
        a = math.radians(-82 + 20.5 * k)
        half.append(circle(*polar((0.78, 0.93, 0.99, 1.0, 0.94)[k], a), 0.042))
    for k in range(4):
        a = math.radians(3 + 25 * k)
        half.append(circle(*polar((0.86, 0.91, 0.89, 0.84)[k], a), 0.042))
    feeler = smooth([(0.03, -0.34), (0.07, -0.52), (0.16, -0.66), (0.08, -0.5)], [0, 2])
    return fold([*half, feeler]) + [leaf((0, 0.66), (0, -0.3), 0.08)]


def moon(rnd: random.Random) -> list[Shape]:
    """A moon lying on its back, as it does in the tropics, under a star."""
    n = rnd.choice([6, 8])
    low, high = math.radians(-18), math.radians(198)
    outer = polar(0.8, low, (0, 0.12))
    # the inner line passes through the same two horns, on a circle whose middle lies higher
    centre = (0.0, -0.16)
    reach = math.dist(outer, centre)
    turn = math.atan2(outer[1] - centre[1], outer[0] - centre[0])
    crescent = (
        (outer,),
        *arc(0.8, low, high, (0, 0.12)),
        *arc(reach, math.pi - turn, turn, centre),
    )
    star = [leaf(polar(0.16, a), polar(1, a), 0.34) for a in
            (-math.pi / 2 + 2 * math.pi * k / n for k in range(n))]  # fmt: skip
    sparks = [
        diamond(0.5, -0.62, 0.06, 0.13),
        circle(0.26, -0.78, 0.045),
        circle(0.74, -0.5, 0.045),
        circle(0.42, -0.26, 0.04),
    ]
    return [crescent, circle(0, -0.93, 0.045)] + place(star, 0, -0.3, 0.36) + fold(sparks)


def cactus(rnd: random.Random) -> list[Shape]:
    """An organ cactus in flower, cut along its ribs."""
    del rnd
    arm: Shape = (
        ((-0.28, 0.26),),
        ((-0.56, 0.26), (-0.68, 0.14), (-0.68, -0.1)),
        ((-0.68, -0.34),),
        ((-0.68, -0.47), (-0.48, -0.47), (-0.48, -0.34)),
        ((-0.48, -0.12),),
        ((-0.48, 0.02), (-0.42, 0.06), (-0.28, 0.06)),
    )
    ribs = [slot((0.15, 0.72), (0.15, -0.56), 0.12), slot((0, 0.72), (0, -0.64), 0.13)]
    flowers = [leaf((x, y), (x + dx, y - 0.17), 0.4)
               for x, y, dx in ((0.0, -0.72, 0.0), (0.07, -0.71, 0.14), (-0.07, -0.71, -0.14),
                                (-0.6, -0.49, -0.08), (-0.55, -0.49, 0.08),
                                (0.6, -0.49, 0.08), (0.55, -0.49, -0.08))]  # fmt: skip
    ground = [slot((0.1, 0.86), (0.5, 0.82), 0.06), slot((0.36, 0.7), (0.62, 0.64), 0.06),
              diamond(0.42, 0.46, 0.05, 0.09), diamond(0.36, -0.24, 0.05, 0.09),
              circle(0.8, 0.36, 0.045)]  # fmt: skip
    return fold([arm, ribs[0], *ground]) + [ribs[1], *flowers]


def bridge(rnd: random.Random) -> list[Shape]:
    """A bridge of three arches over a river, people on it hand in hand, the sun above."""
    del rnd
    out: list[Shape] = []
    for x, half, top in ((0.0, 0.27, 0.16), (-0.58, 0.22, 0.22), (0.58, 0.22, 0.22)):
        k = half * 0.5523
        out.append(
            (
                ((x - half, 0.5),),
                ((x - half, top + half),),
                ((x - half, top + half - k), (x - k, top), (x, top)),
                ((x + k, top), (x + half, top + half - k), (x + half, top + half)),
                ((x + half, 0.5),),
            )
        )
    deck = 0.06
    for x, tall in ((-0.66, 0.36), (-0.33, 0.46), (0.0, 0.33), (0.33, 0.46), (0.66, 0.36)):
        top = deck - tall
        out.append(circle(x, top, 0.075))
        out.append(polygon((x - 0.045, top + 0.12), (x + 0.045, top + 0.12),
                           (x + 0.125, deck), (x - 0.125, deck)))  # fmt: skip
    out += fold([diamond(0.165, -0.2, 0.04, 0.05), diamond(0.495, -0.17, 0.04, 0.05)])
    for row, (y, count) in enumerate(((0.62, 5), (0.76, 4), (0.9, 2))):
        for i in range(count):
            x = (i - (count - 1) / 2) * 0.29
            out.append(leaf((x - 0.13, y), (x + 0.13, y), 0.3, 0.14 if row % 2 else -0.14))
    rays = [circle(0, 0, 0.3)] + [
        leaf(polar(0.44, a), polar(1, a), 0.34)
        for a in (-math.pi / 2 + 2 * math.pi * k / 10 for k in range(10))
    ]
    return out + place(rays, 0, -0.68, 0.29)


MOTIFS: dict[str, Callable[[random.Random], list[Shape]]] = {
    "flower": flower,
    "sun": sun,
    "doves": doves,
    "hands": hands,
    "corn": corn,
    "butterfly": butterfly,
    "moon": moon,
    "cactus": cactus,
    "bridge": bridge,
    "heart": heart,
}

# ------------------------------------------------------------------------------------------- sheets


#: The outer rim of the wreath around a figure of radius 1.
WREATH = 1.24


def _dice(words: str, purpose: str) -> random.Random:
    """Return a source of chance that depends on the words and on what it is used for only."""
    seed = hashlib.sha256(f"{purpose}\0{words}".encode()).digest()
    return random.Random(seed)  # noqa: S311 (ornament, not secrets)


def _ring(style: str) -> list[Shape]:
    """Return the wreath of holes around a figure of radius 1."""
    out: list[Shape] = []
    r = WREATH
    middle, deep = (1.07 + r) / 2, r - 1.07
    n = 4 * round(2 * math.pi * middle / (deep * 1.55) / 4)
    step = 2 * math.pi / n
    for k in range(n):
        # links differ by turns, so one of them lies on the fold
        a = -math.pi / 2 + (k + (0.0 if style == "links" else 0.5)) * step
        if style == "dots":
            out.append(circle(*polar(middle, a), deep * 0.34))
        elif style == "leaves":
            out.append(leaf(polar(1.07, a), polar(r, a), 0.62))
        elif style == "drops":
            out.append(drop(polar(1.07, a), polar(r, a), 0.62))
        else:  # "links": arcs with a bridge of paper between them, every second one
            if k % 2:
                out.append(circle(*polar(middle, a), deep * 0.24))
            else:
                s, e, low, high = a - step * 0.62, a + step * 0.62, middle - deep * 0.3, r
                out.append(
                    ((polar(low, s),), (polar(high, s),), *arc(high, s, e), (polar(low, e),),
                     *arc(low, e, s))
                )  # fmt: skip
    return out


def _edge(style: str, w: float, h: float, n: int, deep: float) -> Shape:
    """Return the outline of a sheet: straight above, n tongues below, `deep` long."""
    step, top = w / n, h - deep
    out: list[Segment] = [((0, 0),), ((w, 0),), ((w, top),)]
    for i in range(n):
        x0, x1 = w - i * step, w - (i + 1) * step
        middle = (x0 + x1) / 2
        if style == "round":
            out.append(((x0, top + deep * 0.75), (middle + step * 0.3, h), (middle, h)))
            out.append(((middle - step * 0.3, h), (x1, top + deep * 0.75), (x1, top)))
        elif style == "ogee":
            out.append(((x0, top + deep * 0.6), (middle, top + deep * 0.5), (middle, h)))
            out.append(((middle, top + deep * 0.5), (x1, top + deep * 0.6), (x1, top)))
        else:  # "points"
            out += [((middle, h),), ((x1, top),)]
    return tuple(out)


def sheet(words: str, w: float, h: float, motif: str | None = None) -> list[Shape]:
    """Return a sheet of w by h: its outline first, then its holes, none of which meet."""
    rnd = _dice(words, "sheet")
    motif = motif or rnd.choice(list(MOTIFS))
    small = min(w, h)
    unit = small / 18  # the size of the small cuts

    edge = rnd.choice(["round", "round", "ogee", "points"])
    tongues = 2 * round((w / unit / 2.3 - 1) / 2) + 1
    deep = unit * {"round": 1.5, "ogee": 1.9, "points": 1.6}[edge]
    step = w / tongues
    shapes = [_edge(edge, w, h, tongues, deep)]
    for i in range(tongues):  # one cut in each tongue
        x, y = (i + 0.5) * step, h - deep
        shapes.append(circle(x, y + deep * 0.12, unit * 0.36) if edge == "round"
                      else diamond(x, y, unit * 0.34, unit * 0.62))  # fmt: skip

    # A row of cuts along the top, and one above the tongues.
    top, low = unit * 1.25, h - deep - unit * 1.55
    count = 2 * round((w / unit / 1.55 - 1) / 2) + 1
    gap = w / count
    style = rnd.choice(["diamonds", "dots", "drops"])
    for i in range(count):
        x = (i + 0.5) * gap
        if style == "diamonds":
            shapes.append(diamond(x, top, unit * 0.4, unit * 0.58))
        elif style == "dots":
            shapes.append(circle(x, top, unit * (0.42 if i % 2 else 0.3)))
        else:
            shapes.append(leaf((x, top - unit * 0.6), (x, top + unit * 0.6), 0.5))
        if i % 2:
            shapes.append(slot((x - gap * 0.66, low), (x + gap * 0.66, low), unit * 0.42))

    # The figure in its wreath, in the middle of what is left.
    field_top, field_low = top + unit * 0.95, low - unit * 0.55
    x0, y0 = w / 2, (field_top + field_low) / 2
    r = min((field_low - field_top) / 2, w / 2 - unit * 0.8)
    size = r / WREATH
    shapes += place(MOTIFS[motif](_dice(words, motif)), x0, y0, size)
    shapes += place(_ring(rnd.choice(["dots", "leaves", "drops", "links"])), x0, y0, size)

    # Lace in the corners and to the sides: a lattice, mirrored about the middle.
    lace = rnd.choice(["diamonds", "flowers", "crosses", "mixed"])
    pitch = unit * (3.2 if lace == "flowers" else rnd.choice([2.9, 3.1]))
    rows = 2 * round(((field_low - field_top) / pitch - 1) / 2) + 1
    dy = (field_low - field_top) / rows
    for row in range(rows):
        y = field_top + (row + 0.5) * dy
        x = w / 2 - unit * 0.5 - pitch * (0.5 if row % 2 == 0 else 1)
        while x > pitch * 0.45:
            if math.hypot(x, y - y0) > r + pitch * 0.4:
                shapes += fold(_lace(lace, x0 + x, y, pitch * 0.42, row % 2 == 0), x0)
            x -= pitch
    return shapes


def _lace(style: str, x: float, y: float, r: float, even: bool) -> list[Shape]:
    """Return the cut or cuts of one knot of the lattice, within r of (x, y)."""
    if style == "mixed":
        style = "flowers" if even else "diamonds"
    if style == "diamonds" or (style == "crosses" and not even):
        return [diamond(x, y, r * 0.5, r * 0.8)]
    if style == "crosses":
        return [circle(x, y, r * 0.45)]
    petals = []
    for k in range(4):
        a = math.pi / 4 + k * math.pi / 2
        base, tip = polar(r * 0.16, a, (x, y)), polar(r, a, (x, y))
        petals.append(polygon(base, along(base, tip, 0.6, -0.27), tip, along(base, tip, 0.6, 0.27)))
    return petals


# ------------------------------------------------------------------------------------------ drawing


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
    rnd = _dice(words, "picture")
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
    shapes = place(MOTIFS[motif](_dice(motif, "figure")), 120, 120, 116)
    return _svg(Drawing(240, 240, (Layer(tuple(shapes), (("#000", 0, 0),)),)), motif, 240, 240)


def mark() -> str:
    """Return the mark of the site as SVG: one flower cut through two sheets that hang together."""
    shapes = [_edge("round", 64, 64, 4, 11)]
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
        shapes = _pennant(names[i % len(names)], w, h, i)
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


def _pennant(motif: str, w: float, h: float, number: int) -> list[Shape]:
    """Return a small sheet for the banner: one figure, one row of cuts, tongues."""
    edge, tongues = (("round", 5), ("ogee", 5), ("points", 7))[number % 3]
    deep = 34.0
    step = w / tongues
    shapes = [_edge(edge, w, h, tongues, deep)]
    for i in range(tongues):
        x = (i + 0.5) * step
        shapes.append(diamond(x, h - deep - 3, 8, 13))
        shapes.append(diamond(x, 22, 8, 10))
    cx, cy, size = w / 2, 126.0, 88.0
    shapes += place(MOTIFS[motif](_dice(motif, "banner")), cx, cy, size)
    for y in (67, 126, 185):
        shapes += fold([diamond(34, y, 11, 21)], cx)
    return shapes


def banner(n: int) -> str:
    """Return the banner of n sheets as SVG; it repeats from side to side without a seam."""
    drawing = _garland(n)
    return _svg(drawing, "b", round(drawing.width / 2), round(drawing.height / 2))


def banner_raster(n: int, height: int) -> Image.Image:
    """Return the banner as an RGBA image of this height, on nothing."""
    drawing = _garland(n)
    return _paint(drawing, round(drawing.width * height / drawing.height), height)
