"""Every link in the documents leads somewhere, and every document can be found."""

import re
import subprocess
from pathlib import Path

import pytest

from scripts.texts import CODE
from scripts.toolbox import ROOT

LINK = re.compile(r"!?\[([^\]]*)\]\(<?([^)>\s]+)>?\)")
DECISIONS = ROOT / "docs" / "decisions"
ELSEWHERE = ("http://", "https://", "mailto:")
PARTS = ["Context", "Decision", "Consequence"]


def documents() -> list[Path]:
    """Return every Markdown file of the repository, including uncommitted ones."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"]
    try:
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):  # an unpacked archive
        found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    else:
        found = [ROOT / name for name in done.stdout.splitlines()]
    return sorted(path for path in found if path.exists())


def links(text: str) -> list[str]:
    """Return the targets of the links in a Markdown text, except other sites."""
    found = LINK.findall(CODE.sub("", text))
    return [target for _words, target in found if not target.startswith(ELSEWHERE)]


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings of a text, as GitHub makes them."""
    names = set()
    for heading in re.findall(r"^#+ +(.+)$", text, re.MULTILINE):
        plain = re.sub(r"[^\w\- ]", "", LINK.sub(r"\1", heading).strip().lower())
        names.add(plain.replace(" ", "-"))
    return names


def faults(path: Path) -> list[str]:
    """Return the broken links of a document."""
    found = []
    for target in links(path.read_text()):
        name, _, anchor = target.partition("#")
        goal = (path.parent / name).resolve() if name else path
        if not goal.exists() or (anchor and anchor not in anchors(goal.read_text())):
            found.append(target)
    return found


DOCUMENTS = documents()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path):
    assert faults(path) == []


def test_a_link_that_leads_nowhere_would_be_found(tmp_path):
    (tmp_path / "b.md").write_text("# The house\n")
    page = tmp_path / "a.md"
    page.write_text("[1](b.md) [2](b.md#the-house) [3](b.md#a-room) [4](c.md) `[5](d.md)` [6](#x)")
    assert faults(page) == ["b.md#a-room", "c.md", "#x"]


def test_every_document_is_led_to():
    """Every document can be reached from docs/README.md, link by link."""
    reached, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        names = [target.partition("#")[0] for target in links(path.read_text())]
        waiting += [(path.parent / name).resolve() for name in names if name]
    own = [path for path in DOCUMENTS if ".github" not in path.parts]
    assert [str(path.relative_to(ROOT)) for path in own if path not in reached] == []


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(DECISIONS.glob("*.md")) if path.name != "README.md"],
    ids=lambda path: path.stem,
)
def test_a_decision_has_its_parts(path):
    """A decision has a title, date, context, decision and consequence, and is on the list."""
    text = path.read_text()
    title, date = text.splitlines()[0].removeprefix("# "), text.splitlines()[2]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", date)
    parts = re.split(r"^## (.+)$\n", text, flags=re.MULTILINE)[1:]
    assert parts[::2] == PARTS
    assert all(len(words.strip()) > 20 for words in parts[1::2])
    assert f"- {date} · [{title}]({path.name})\n" in (DECISIONS / "README.md").read_text()
