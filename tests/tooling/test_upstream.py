"""What `make upstream` reports that it tested with."""

from scripts import upstream

BEFORE = """\
# by uv
django==6.1.3 \\
    --hash=sha256:00
wagtail==8.0.1 ; python_version > '3' \\
    --hash=sha256:00
whitenoise[brotli]==6.12.0 \\
"""


def test_it_names_what_is_not_as_it_is_locked(tmp_path):
    locked, tried = tmp_path / "dev.txt", tmp_path / "tried.txt"
    locked.write_text(BEFORE)
    tried.write_text("django==6.1.3\n    # via wagtail\nnew==1\nwagtail==9.0\nwhitenoise==6.12.0\n")
    assert upstream.differences(locked, tried) == [
        "new 1 (locked: none)",
        "wagtail 9.0 (locked: 8.0.1)",
    ]
    assert upstream.differences(locked, locked) == []


def test_every_locked_version_is_read():
    locked = upstream.versions(upstream.LOCKED)
    assert {"wagtail", "wagtail-localize", "pytest", "psycopg-binary"} <= set(locked)
    lines = upstream.LOCKED.read_text().splitlines()
    assert len(locked) == sum(line[:1].isalnum() for line in lines)
