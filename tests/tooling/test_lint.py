"""`make lint`: what it installs for style sheets, and that it finds problems."""

import json
import re
import shutil
import subprocess

import pytest

from scripts import audit, lint, node
from scripts.toolbox import Stop
from tests.tooling.test_trouble import executable

GOOD = "a { color: red; }\n"


@pytest.fixture(scope="module")
def stylelint() -> list[str]:
    """The command that checks style sheets, without file names."""
    if trouble := lint.without_stylelint():
        pytest.skip(trouble)
    return lint.STYLELINT[:-1]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (GOOD, ""),
        ("@layer print {\n  a { color: red !important; }\n}\n", "declaration-no-important"),
        (f'a {{ content: "{"x" * 120}"; }}\n', "max-line-length"),
        ("a { colour: red; }\n", "property-no-unknown"),
        ("a {\n    color: red;\n}\n", "indentation"),
    ],
    ids=["good", "important", "long", "unknown", "indentation"],
)
def test_what_is_not_good_is_named(stylelint, text, wrong):
    """Problems in a style sheet in a layer, beside the others, are reported."""
    name = lint.ROOT / "peacesummit" / "static" / "css" / "site" / "base.css"
    done = subprocess.run(
        [*stylelint, "--stdin", "--stdin-filename", str(name)],
        input=text,
        capture_output=True,
        text=True,
        cwd=lint.ROOT,
    )
    assert bool(done.returncode) == bool(wrong)
    assert wrong in done.stdout + done.stderr


def test_without_node_it_is_said_and_counts_as_not_clean(monkeypatch, capsys, tmp_path):
    ran = []
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(lint.sys, "argv", ["lint"])
    monkeypatch.setattr(lint, "install", lambda *_arguments: None)
    monkeypatch.setattr(lint, "loudly", lambda command, _env: ran.append(command) or 0)
    monkeypatch.setattr(lint, "without_hunspell", lambda: "")
    assert lint.main() == 1
    said = capsys.readouterr().out
    assert "stylelint, which checks style sheets, needs node" in said
    assert "apt-get install nodejs" in said
    assert "NOT CHECKED" in said
    assert lint.STYLELINT not in ran
    assert len(ran) == len(lint.CHECKS) - 1


@pytest.fixture
def lab(tmp_path, monkeypatch):
    """Folders with an npm that only records how it was called."""
    npm = executable(tmp_path / "bin" / "npm", f'echo "$@" >>{tmp_path}/calls')
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")
    shutil.copytree(lint.NODE_SOURCE, tmp_path / "source")
    return tmp_path


def test_programs_are_installed_once_and_anew_after_a_change(lab):
    source, folder = lab / "source", lab / "folder"
    node.install(source, folder, "stylelint")
    node.install(source, folder, "stylelint")
    (call,) = (lab / "calls").read_text().splitlines()
    assert call.startswith("ci ")
    assert "--ignore-scripts" in call
    assert (folder / "package-lock.json").exists()
    (source / "package.json").write_text("{}")
    node.install(source, folder, "stylelint")
    assert len((lab / "calls").read_text().splitlines()) == 2


def test_a_failed_installation_says_so_and_is_tried_again(lab):
    executable(lab / "bin" / "npm", "echo no network; exit 1")
    for _again in range(2):
        with pytest.raises(Stop, match=r"stylelint could not be installed.*reachable"):
            node.install(lab / "source", lab / "folder", "stylelint")


@pytest.mark.parametrize("source", [audit.SOURCE, lint.NODE_SOURCE], ids=lambda path: path.name)
def test_lock_files_are_exact_and_name_no_host(source):
    wanted = json.loads((source / "package.json").read_text())
    pinned = wanted["dependencies"] | wanted.get("overrides", {})
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    text = (source / "package-lock.json").read_text()
    assert "resolved" not in text
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in entry for name, entry in packages.items() if name)
    for name, version in wanted["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == version
    # Dependencies on "latest" are pinned: without hosts, npm could not install them from the lock.
    latest = {
        name
        for entry in packages.values()
        for name, version in entry.get("dependencies", {}).items()
        if version == "latest"
    }
    assert latest <= set(wanted.get("overrides", {}))
