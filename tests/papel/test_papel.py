"""The cut paper: deterministic, in one piece, light, in matching colors."""

import colorsys
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from papel import colors, drawing, motifs, sheets
from papel.shapes import flatten
from scripts import draw_paper

SIZES = [(640, 400), (1200, 630), (400, 400), (480, 640)]
MOTIFS = sorted(motifs.MOTIFS)


def cut(shapes, width, height):
    """Return (the remaining paper as an image, the number of points cut out twice)."""
    paper = Image.new("L", (width, height), 0)
    pen = ImageDraw.Draw(paper)
    pen.polygon(flatten(shapes[0]), fill=255)
    twice = 0
    for shape in shapes[1:]:
        points = flatten(shape)
        left, top = (int(min(p[axis] for p in points)) - 1 for axis in (0, 1))
        right, low = (int(max(p[axis] for p in points)) + 2 for axis in (0, 1))
        hole = Image.new("L", (right - left, low - top), 0)
        ImageDraw.Draw(hole).polygon([(x - left, y - top) for x, y in points], fill=255)
        inner = hole.filter(ImageFilter.MinFilter(3))  # without the edge, which rounding moves
        already = ImageChops.invert(paper.crop((left, top, right, low)))
        twice += ImageChops.multiply(already, inner).histogram()[255]
        pen.polygon(points, fill=0)
    return paper, twice


def test_the_same_words_give_the_same_sheet_and_other_words_another():
    one, again = (drawing.raster("Tijuana", 160, 100) for _ in range(2))
    assert one.tobytes() == again.tobytes()
    assert len({tuple(sheets.sheet(f"Dialogue {n}", 640, 400)) for n in range(40)}) == 40


@pytest.mark.parametrize(("words", "width", "height"), [("Paz", 640, 448), ("Dignidad", 448, 640)])
@pytest.mark.parametrize("motif", MOTIFS)
def test_a_sheet_is_cut_like_a_real_one(motif, words, width, height):
    paper, twice = cut(sheets.sheet(words, width, height, motif), width, height)
    # Holes that met would be filled by SVG’s even-odd rule and left open in the pixels.
    assert twice == 0, "two cuts meet"

    gray = paper.reduce(4)
    mirror = gray.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    strange = ImageChops.difference(gray, mirror).point(lambda v: 255 if v > 200 else 0)
    assert strange.histogram()[255] < 12, "left is not the mirror of right"

    # Nothing falls out: all paper is connected to the corner that is tied to the string.
    ImageDraw.floodfill(paper, (1, 1), 128)
    assert paper.histogram()[255] < 20, "a piece of paper is loose"


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_the_size_and_the_colors_of_its_chord(size):
    image = drawing.raster("Tapachula", *size)
    assert image.size == size
    assert image.mode == "RGB"
    front, ground, _side = sheets.dice("Tapachula", "picture").choice(colors.CHORDS)
    common = {f"#{r:02x}{g:02x}{b:02x}" for n, (r, g, b) in image.getcolors(1 << 24) if n > 300}
    assert {colors.COLORS[front], colors.COLORS[ground]} <= common


def test_chords_stand_out_and_do_not_fight():
    strong = {"rosa mexicano", "cempasuchil", "jacaranda", "agave", "cielo", "grana"}
    for sheet, ground, side in colors.CHORDS:
        front, wall, third = (colors.COLORS[name] for name in (sheet, ground, side))
        assert colors.contrast(front, wall) >= 3, (sheet, ground)
        quiet = colors.mix(wall, third, 0.62)
        assert colors.contrast(quiet, wall) < colors.contrast(front, wall), (sheet, side)
        if {sheet, ground} <= strong:  # two strong colors: far apart in hue or lightness
            hues = [
                colorsys.rgb_to_hls(*(int(c[i : i + 2], 16) / 255 for i in (1, 3, 5)))[0]
                for c in (front, wall)
            ]
            apart = abs(hues[0] - hues[1])
            assert min(apart, 1 - apart) > 0.1, (sheet, ground)


@pytest.mark.parametrize("name", sorted(draw_paper.files()))
def test_static_files_are_what_is_drawn_well_formed_and_light(name):
    svg = draw_paper.files()[name]
    assert (draw_paper.FOLDER / name).read_text().strip() == svg, "python -m scripts.draw_paper"
    ElementTree.fromstring(svg)
    assert len(svg) < (15000 if name == "banner.svg" else 6000)


def test_banner_repeats_and_its_string_is_seen_on_both_pages():
    for page in ("#fffdf8", "#17111f"):
        assert colors.contrast(draw_paper.STRING, page) >= 3
    garland = draw_paper.garland(8)
    image = drawing.paint(garland, round(garland.width * 160 / garland.height), 160)
    left, right = ([image.getpixel((x, y))[3] for y in range(160)] for x in (0, image.width - 1))
    assert max(abs(a - b) for a, b in zip(left, right, strict=True)) < 64
