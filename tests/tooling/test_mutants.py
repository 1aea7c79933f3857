"""What `make mutants` changes exists, with its tests."""

import subprocess
import sys

import pytest

from scripts import mutants
from scripts.toolbox import ROOT


@pytest.mark.parametrize("name", mutants.MODULES)
def test_each_module_and_its_tests_are_there(name):
    module = mutants.MODULES[name]
    for path in (module.path, *module.tests):
        assert (ROOT / path).is_file(), path


def test_a_copy_is_made_that_mutmut_can_work_in(tmp_path):
    folder = mutants.prepare(tmp_path / "one", mutants.MODULES["sealing"])
    assert (folder / "manage.py").is_symlink()
    assert not (folder / "pyproject.toml").is_symlink()
    assert "only_mutate" in (folder / "pyproject.toml").read_text()
    assert "[tool.mutmut]" not in (ROOT / "pyproject.toml").read_text()


def test_a_name_that_is_none_is_told():
    command = [sys.executable, "-m", "scripts.mutants", "weather"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "no module “weather”" in done.stderr
    assert "availability" in done.stderr
