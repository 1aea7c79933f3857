"""No package that the site runs on has a license that conflicts with ours."""

import os
import subprocess
import sys
from importlib import metadata

import pytest

from scripts import licenses
from scripts.toolbox import ROOT

AGPL = "Classifier: License :: OSI Approved :: GNU Affero General Public License v3"


def run(*arguments, **more):
    command = [sys.executable, "-m", "scripts.licenses", *map(str, arguments)]
    env = {**os.environ, **more}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def test_every_package_that_the_site_runs_on_is_looked_at():
    done = run()
    assert done.returncode == 0, done.stdout
    names = [name for name, _everywhere in licenses.packages(ROOT / "requirements" / "base.txt")]
    assert {"django", "wagtail", "psycopg", "psycopg-binary", "tzdata"} <= set(names)
    assert done.stdout.strip().startswith(f"{len(names)} packages: ")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("License-Expression: GPL-3.0-or-later", False),
        ("License-Expression: MIT OR GPL-3.0-only", True),
        ("License-Expression: MIT AND AGPL-3.0-only", False),
        ("License-Expression: (MIT OR Apache-2.0) AND ISC", True),
        ("Classifier: License :: OSI Approved :: MIT License", True),
        ("Classifier: License :: OSI Approved :: GNU General Public License v2 (GPLv2)", False),
        ("Classifier: License :: OSI Approved :: BSD License\n" + AGPL, False),
        ("License: BSD-3-Clause\nClassifier: License :: OSI Approved :: BSD License", True),
        ("License: Proprietary", False),
        ("Summary: nothing said", False),
    ],
)
def test_a_license_that_forbids_ours_is_said(tmp_path, said, expected):
    """A package with such a license in its metadata, as installed by pip, is reported."""
    info = tmp_path / "some_thing-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: some-thing\nVersion: 1.0\n{said}\n"
    )
    assert licenses.is_allowed(licenses.license_of(metadata.PathDistribution(info).metadata)) is (
        expected
    )
    lock = tmp_path / "base.txt"
    lock.write_text("some-thing==1.0 \\\n    --hash=sha256:00\n")
    done = run(lock, PYTHONPATH=str(tmp_path))
    assert done.returncode == (0 if expected else 1)
    assert ("some-thing is under" in done.stdout) is not expected


def test_a_package_that_is_absent_is_a_fault_where_every_machine_needs_it(tmp_path):
    lock = tmp_path / "base.txt"
    lock.write_text("no-such-thing==1.0 ; sys_platform == 'win32' \\\n")
    assert run(lock).returncode == 0
    lock.write_text("no-such-thing==1.0 \\\n")
    done = run(lock)
    assert (done.returncode, "no-such-thing is not installed" in done.stdout) == (1, True)
