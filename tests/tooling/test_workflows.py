"""The workflows on GitHub use the commands of the Makefile and pinned versions."""

import re

import pytest
import yaml

from scripts.toolbox import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def targets() -> set[str]:
    """Return the targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_lint_and_tests_are_run():
    text = "".join(path.read_text() for path in WORKFLOWS)
    made = set(re.findall(r"^ +- run: make (\w+)", text, re.MULTILINE))
    assert {"lint", "test"} <= made <= targets()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_their_commit(path):
    """Actions are pinned by commit, because a tag can move; dependabot reads the version behind."""
    used = re.findall(r"uses: (.+)", path.read_text())
    assert used
    pinned = r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert [action for action in used if not re.fullmatch(pinned, action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_job_keeps_what_could_write(path):
    jobs = yaml.safe_load(path.read_text())["jobs"].values()
    out = [each for job in jobs for each in job["steps"] if "checkout@" in each.get("uses", "")]
    assert len(out) == len(jobs)
    assert all(each["with"]["persist-credentials"] is False for each in out)
    assert [job for job in jobs if "permissions" in job or "timeout-minutes" not in job] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_only_read(path):
    assert "\npermissions:\n  contents: read\n" in path.read_text()


def test_every_folder_with_a_lock_file_is_looked_after():
    text = (ROOT / ".github" / "dependabot.yml").read_text()
    folders = [path.parent for path in (ROOT / "scripts").glob("*/package-lock.json")]
    assert len(folders) >= 2
    assert [each.name for each in folders if f"/{each.relative_to(ROOT)}" not in text] == []
