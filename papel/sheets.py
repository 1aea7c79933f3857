"""Cut sheets of paper: the large one of a picture, the small ones of the banner."""

import hashlib
import math
import random

from papel.motifs import MOTIFS
from papel.shapes import (
    Segment,
    Shape,
    along,
    arc,
    circle,
    diamond,
    drop,
    fold,
    leaf,
    place,
    polar,
    polygon,
    slot,
)

#: The outer radius of the wreath around a motif of radius 1.
WREATH = 1.24


def dice(words: str, purpose: str) -> random.Random:
    """Return a random generator seeded by the words and the purpose alone."""
    seed = hashlib.sha256(f"{purpose}\0{words}".encode()).digest()
    return random.Random(seed)  # noqa: S311 (ornament, not secrets)


def _ring(style: str) -> list[Shape]:
    """Return the wreath of holes around a motif of radius 1."""
    out: list[Shape] = []
    r = WREATH
    middle, deep = (1.07 + r) / 2, r - 1.07
    n = 4 * round(2 * math.pi * middle / (deep * 1.55) / 4)
    step = 2 * math.pi / n
    for k in range(n):
        # links alternate, so that one of them is on the fold
        a = -math.pi / 2 + (k + (0.0 if style == "links" else 0.5)) * step
        if style == "dots":
            out.append(circle(*polar(middle, a), deep * 0.34))
        elif style == "leaves":
            out.append(leaf(polar(1.07, a), polar(r, a), 0.62))
        elif style == "drops":
            out.append(drop(polar(1.07, a), polar(r, a), 0.62))
        else:  # "links": arcs connected by strips of paper, alternating with dots
            if k % 2:
                out.append(circle(*polar(middle, a), deep * 0.24))
            else:
                s, e, low, high = a - step * 0.62, a + step * 0.62, middle - deep * 0.3, r
                out.append(
                    ((polar(low, s),), (polar(high, s),), *arc(high, s, e), (polar(low, e),),
                     *arc(low, e, s))
                )  # fmt: skip
    return out


def outline(style: str, w: float, h: float, n: int, deep: float) -> Shape:
    """Return the outline of a sheet: straight top, `n` tongues at the bottom, `deep` long."""
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
    """Return a sheet of `w` by `h`: its outline first, then its holes, which never touch."""
    rnd = dice(words, "sheet")
    motif = motif or rnd.choice(list(MOTIFS))
    small = min(w, h)
    unit = small / 18  # the size of the small cuts

    edge = rnd.choice(["round", "round", "ogee", "points"])
    tongues = 2 * round((w / unit / 2.3 - 1) / 2) + 1
    deep = unit * {"round": 1.5, "ogee": 1.9, "points": 1.6}[edge]
    step = w / tongues
    shapes = [outline(edge, w, h, tongues, deep)]
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

    # The motif in its wreath, in the middle of the remaining area.
    field_top, field_low = top + unit * 0.95, low - unit * 0.55
    x0, y0 = w / 2, (field_top + field_low) / 2
    r = min((field_low - field_top) / 2, w / 2 - unit * 0.8)
    size = r / WREATH
    shapes += place(MOTIFS[motif](dice(words, motif)), x0, y0, size)
    shapes += place(_ring(rnd.choice(["dots", "leaves", "drops", "links"])), x0, y0, size)

    # Lace in the corners and at the sides: a lattice, mirrored about the middle.
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
    """Return the cuts of one knot of the lattice, within `r` of (x, y)."""
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
