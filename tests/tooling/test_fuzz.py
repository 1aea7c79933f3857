"""`make fuzz` runs the tests that roll dice, with seeds that it prints."""

import os
import subprocess
import sys

import pytest

from scripts import fuzz
from scripts.toolbox import ROOT, Stop
from tests import seeds


def collected(*arguments: str) -> str:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *arguments]
    env = {**os.environ, "FUZZ_SEED": "1764450000"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_chooses_what_rolls_dice_and_gives_it_the_seed():
    files = ["tests/signups/test_capacity.py", "tests/signups/test_retention.py"]
    found = collected(*fuzz.CHOSEN, *files)
    assert "had_signed_up[1764450011]" in found
    assert "had_signed_up[0]" not in found
    assert "tests/signups/test_retention.py::" in found
    everything = collected(*files)
    assert 0 < found.count("::") < everything.count("::")


def test_elsewhere_the_seeds_are_the_same_each_time():
    if "FUZZ_SEED" not in os.environ:
        assert list(seeds.seeds(3)) == [0, 1, 2]


def test_minutes_are_a_number(monkeypatch):
    monkeypatch.setenv("MINUTES", "30")
    assert fuzz.number("MINUTES", 10) == 30
    monkeypatch.setenv("MINUTES", "")
    assert fuzz.number("MINUTES", 10) == 10
    monkeypatch.setenv("MINUTES", "half an hour")
    with pytest.raises(Stop, match="MINUTES must be a whole number"):
        fuzz.number("MINUTES", 10)
