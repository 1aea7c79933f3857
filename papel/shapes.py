"""Shapes: closed lists of segments in drawing units, with y pointing down."""

import math
from collections.abc import Callable, Iterable

type Point = tuple[float, float]
#: A segment is its end point (a line), or one or two control points and an end point (a curve).
type Segment = tuple[Point, ...]
#: A closed outline: the first segment is one point, the start.
type Shape = tuple[Segment, ...]


def polygon(*points: Point) -> Shape:
    """Return the shape with straight sides through the points."""
    return tuple((p,) for p in points)


def smooth(points: list[Point], corners: Iterable[int] = ()) -> Shape:
    """Return a closed smooth line through the points, sharp at the indexes in `corners`."""
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
    """Return a leaf, pointed at both ends; `width` and `bend` are shares of its length."""
    w = width * 1.1
    return (
        (base,),
        (along(base, tip, 0.5, bend - w), tip),
        (along(base, tip, 0.5, bend + w), base),
    )


def drop(base: Point, tip: Point, width: float) -> Shape:
    """Return a drop, pointed at its base, round at its tip; `width` is a share of its length."""
    w = width / 2
    return (
        (base,),
        (along(base, tip, 0.55, -w * 0.75), along(base, tip, 1, -w * 1.5), tip),
        (along(base, tip, 1, w * 1.5), along(base, tip, 0.55, w * 0.75), base),
    )


def slot(start: Point, end: Point, width: float) -> Shape:
    """Return a slot with round ends from `start` to `end`, `width` wide."""
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


def polar(r: float, angle: float, center: Point = (0.0, 0.0)) -> Point:
    """Return the point at distance `r` and `angle` (radians, clockwise from the right)."""
    return (center[0] + r * math.cos(angle), center[1] + r * math.sin(angle))


def arc(r: float, start: float, end: float, center: Point = (0.0, 0.0)) -> list[Segment]:
    """Return curves along a circle between two angles (radians), without the first point."""
    steps = max(1, math.ceil(abs(end - start) / 1.2))
    step = (end - start) / steps
    k = 4 / 3 * math.tan(step / 4) * r
    out: list[Segment] = []
    for i in range(steps):
        a, b = start + i * step, start + (i + 1) * step
        (x0, y0), (x1, y1) = polar(r, a, center), polar(r, b, center)
        out.append(
            (
                (x0 - k * math.sin(a), y0 + k * math.cos(a)),
                (x1 + k * math.sin(b), y1 - k * math.cos(b)),
                (x1, y1),
            )
        )
    return out


def transform(shape: Shape, change: Callable[[Point], Point]) -> Shape:
    """Return the shape with `change` applied to every point, including control points."""
    return tuple(tuple(change(p) for p in segment) for segment in shape)


def place(shapes: Iterable[Shape], x: float, y: float, size: float) -> list[Shape]:
    """Return the shapes, drawn around the origin, scaled by `size` and moved to (x, y)."""
    return [transform(s, lambda p: (x + p[0] * size, y + p[1] * size)) for s in shapes]


def fold(half: Iterable[Shape], axis: float = 0.0) -> list[Shape]:
    """Return the shapes and their mirror images, as if cut through folded paper."""
    shapes = list(half)
    return shapes + [transform(s, lambda p: (2 * axis - p[0], p[1])) for s in shapes]


def _on_curve(hull: Segment, t: float) -> Point:
    """Return the point at `t` (0 to 1) of the curve with these points (de Casteljau)."""
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
