"""The drawing of the house: from the contracts and the imports, and as they are now."""

import re

from scripts import draw_house


def test_the_drawing_is_up_to_date():
    assert draw_house.FILE.read_text() == draw_house.house(), "draw it again: `make drawing`"


def test_each_app_stands_on_its_floor_and_names_what_it_imports():
    floors = draw_house.floors()
    names = re.findall(r'class="name"[^>]*>([a-z]+)<', draw_house.FILE.read_text())
    assert names == [app for floor in floors for app in floor]
    known = draw_house.imports(names)
    assert known["papel"] == []
    assert known["pages"] == ["mailing", "papel"]


def test_another_import_makes_another_drawing():
    house = [["upper"], ["left", "right"]]
    known = {"upper": ["left"], "left": [], "right": []}
    drawn = draw_house.draw(house, known)
    assert "→ left<" in drawn
    assert draw_house.draw(house, known | {"upper": ["left", "right"]}) != drawn
