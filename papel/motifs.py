"""The motifs that are cut into a sheet.

Each function returns the holes of one motif, within the circle of radius 1 around the origin. A
motif is a stencil: cells separated by strips of paper, without islands.
"""

import math
import random
from collections.abc import Callable

from papel.shapes import (
    Shape,
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
    smooth,
)


def flower(rnd: random.Random) -> list[Shape]:
    """Draw a dahlia, the flower of Mexico: two rings of petals around a center."""
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
    """Draw a sun with a face; straight and wavy rays alternate."""
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
    """Draw a dove that looks to the right, beak at (0.9, -0.12)."""
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
    """Draw two doves that meet over an olive branch."""
    pair = fold(place(dove(rnd), -0.55, -0.22, 0.46))
    twig = [slot((0, 0.3), (0, 0.92), 0.045)]
    for k in range(4):
        y = 0.86 - 0.17 * k
        twig += fold([leaf((0.06, y), (0.3 - 0.03 * k, y - 0.2), 0.3, 0.05)])
    heart_above = place(_heart(), 0, -0.68, 0.2)
    low = fold([leaf((0.44, 0.5), (0.82, 0.38), 0.4), circle(0.66, 0.64, 0.06)])
    return pair + twig + heart_above + low


def _heart() -> list[Shape]:
    """Draw a plain heart in one piece, about one unit to each side."""
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
    """Draw a milagro: a heart of two halves, with a flame on top and rays all around."""
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
    """Draw two open hands raised under a small sun."""
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
    """Draw an ear of corn between its leaves."""
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
    """Draw a monarch butterfly, which crosses two borders every year without papers."""
    half: list[Shape] = []
    for k in range(4):
        a = math.radians(-72 + 20 * k)
        half.append(drop(polar(0.12, a, (0.05, -0.05)), polar((0.7, 0.84, 0.94, 0.9)[k], a), 0.3))
    for k in range(3):
        a = math.radians(16 + 25 * k)
        half.append(drop(polar(0.12, a, (0.05, 0.06)), polar((0.8, 0.8, 0.76)[k], a), 0.34))
    for k in range(5):  # the white dots at the edge of the wings
        a = math.radians(-82 + 20.5 * k)
        half.append(circle(*polar((0.78, 0.93, 0.99, 1.0, 0.94)[k], a), 0.042))
    for k in range(4):
        a = math.radians(3 + 25 * k)
        half.append(circle(*polar((0.86, 0.91, 0.89, 0.84)[k], a), 0.042))
    feeler = smooth([(0.03, -0.34), (0.07, -0.52), (0.16, -0.66), (0.08, -0.5)], [0, 2])
    return fold([*half, feeler]) + [leaf((0, 0.66), (0, -0.3), 0.08)]


def moon(rnd: random.Random) -> list[Shape]:
    """Draw a moon lying on its back, as it does in the tropics, under a star."""
    n = rnd.choice([6, 8])
    low, high = math.radians(-18), math.radians(198)
    outer = polar(0.8, low, (0, 0.12))
    # the inner arc ends at the same two horns; the center of its circle is higher
    center = (0.0, -0.16)
    reach = math.dist(outer, center)
    turn = math.atan2(outer[1] - center[1], outer[0] - center[0])
    crescent = (
        (outer,),
        *arc(0.8, low, high, (0, 0.12)),
        *arc(reach, math.pi - turn, turn, center),
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
    """Draw an organ pipe cactus in flower, cut along its ribs."""
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
    """Draw a bridge of three arches over a river, with people hand in hand under the sun."""
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


#: Motifs by name. The order matters: a sheet without a given motif picks one by seeded chance.
MOTIFS: dict[str, Callable[[random.Random], list[Shape]]] = {
    draw.__name__: draw
    for draw in (flower, sun, doves, hands, corn, butterfly, moon, cactus, bridge, heart)
}
