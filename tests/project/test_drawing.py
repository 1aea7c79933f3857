"""The drawing of the project matches its contracts and imports."""

import re

from scripts import draw_architecture


def test_the_drawing_is_up_to_date():
    assert draw_architecture.FILE.read_text() == draw_architecture.architecture(), (
        "draw it again: `make drawing`"
    )


def test_each_app_stands_on_its_floor_and_names_what_it_imports():
    floors = draw_architecture.read_layers()
    names = re.findall(r'class="name"[^>]*>([a-z]+)<', draw_architecture.FILE.read_text())
    assert names == [app for layer in floors for app in layer]
    known = draw_architecture.imports(names)
    assert known["papel"] == []
    assert known["pages"] == ["mailing", "papel"]


def test_another_import_makes_another_drawing():
    layers = [["upper"], ["left", "right"]]
    known = {"upper": ["left"], "left": [], "right": []}
    drawn = draw_architecture.draw(layers, known)
    assert "→ left<" in drawn
    assert draw_architecture.draw(layers, known | {"upper": ["left", "right"]}) != drawn
