"""`make keys` and `make open`, as an organizer uses them on their own computer."""

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import uuid

import pytest
from nacl.public import PrivateKey
from openpyxl import load_workbook

from peacesummit import private_key
from peacesummit.private_key import KeyFileError, protect, read_name, unprotect
from scripts.toolbox import ROOT
from signups.admin.export import csv_lines, write_workbook
from signups.privacy.sealing import key_name, read_public_key, seal, unseal, write_public_key

PASSPHRASE = "maíz azul lluvia puente"
FOUND = "Stopped: "
HEADER = ["Code", "Reference", "Full name [full_name]", "Food? [food]", "Visa [visa]"]


@pytest.fixture(autouse=True)
def _little_effort(monkeypatch):
    """Make key files fast in this process; the commands take their usual time."""
    monkeypatch.setitem(private_key.EFFORT, "operations", 1)
    monkeypatch.setitem(private_key.EFFORT, "memory", 8192)


def run(module: str, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Start the half that runs on the project’s Python, without any of the site’s settings."""
    ours = ("FILE", "KEY", "PASSPHRASE_FILE", "DJANGO_SETTINGS_MODULE")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-m", f"scripts.{module}", *arguments],
        cwd=ROOT,
        env={**clean, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


def stopped(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence that a command ended with."""
    assert done.returncode == 1, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith(FOUND)
    return lines[0]


@pytest.fixture
def passphrase_file(tmp_path):
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n")
    return str(path)


@pytest.fixture
def pair(tmp_path):
    """A key pair whose private key is in a file."""
    key = PrivateKey.generate()
    path = tmp_path / "key.txt"
    path.write_text(protect(key, PASSPHRASE))
    return key, path


# ------------------------------------------------------------------ the key file
def test_a_key_comes_back_with_its_passphrase_alone():
    key = PrivateKey.generate()
    text = protect(key, PASSPHRASE)
    assert unprotect(text, PASSPHRASE) == key
    assert read_name(text) == key_name(key.public_key)
    for other in ("", PASSPHRASE + " ", PASSPHRASE.upper(), "another"):
        with pytest.raises(KeyFileError, match="not the passphrase"):
            unprotect(text, other)


def test_an_accent_is_the_same_from_every_keyboard():
    text = protect(PrivateKey.generate(), "mai\u0301z azul")
    assert unprotect(text, "ma\u00edz azul")


def test_the_file_shows_nothing_of_the_key():
    key = PrivateKey.generate()
    texts = [protect(key, PASSPHRASE) for _n in range(2)]
    content = [json.loads(text) for text in texts]
    assert content[0]["salt"] != content[1]["salt"]
    assert content[0]["box"] != content[1]["box"]
    assert content[0]["version"] == 1
    assert read_public_key(content[0]["public_key"]) == key.public_key
    for text in texts:
        assert bytes(key).hex() not in text
        assert write_public_key(key) not in text  # the private number in the same encoding
        assert PASSPHRASE not in text


def test_the_usual_effort_is_a_real_one():
    """Guessing a passphrase needs this much memory and time per attempt."""
    assert private_key.argon2id.MEMLIMIT_MODERATE == 256 * 2**20
    source = (ROOT / "peacesummit/private_key.py").read_text()
    assert "argon2id.OPSLIMIT_MODERATE" in source
    assert "argon2id.MEMLIMIT_MODERATE" in source


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"version": 2}, "newer version"),
        ({"box": "AAAA"}, "not the passphrase of the key, or its file is damaged"),
        ({"box": "***"}, "damaged"),
        ({"box": None}, "damaged"),
        ({"salt": "AAAA"}, "damaged"),
        ({"operations": "x"}, "damaged"),
        ({"operations": 10**6}, "damaged"),
        ({"memory": 2**40}, "damaged"),
        ({"memory": 1}, "damaged"),
        ({"public_key": write_public_key(PrivateKey.generate().public_key)}, "damaged"),
    ],
)
def test_a_file_that_was_changed(change, says):
    content = json.loads(protect(PrivateKey.generate(), PASSPHRASE))
    with pytest.raises(KeyFileError, match=says):
        unprotect(json.dumps({**content, **change}), PASSPHRASE)


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", '{"version": 1}', "3", "null"])
def test_a_file_of_something_else(text):
    with pytest.raises(KeyFileError, match="not the file of a private key"):
        unprotect(text, PASSPHRASE)


# ------------------------------------------------------------------ make keys
def test_making_a_pair(tmp_path, passphrase_file):
    path = tmp_path / "new folder" / "key.txt"
    done = run("make_keys", KEY=str(path), PASSPHRASE_FILE=passphrase_file)
    assert done.returncode == 0, done.stderr
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    [line] = re.findall(r"^SEALING_PUBLIC_KEY=(\S+)$", done.stdout, re.MULTILINE)
    key = unprotect(path.read_text(), PASSPHRASE)
    assert read_public_key(line) == key.public_key
    assert key_name(key.public_key) in done.stdout
    assert f"KEY='{path}'" in done.stdout  # quoted for a shell, because of the space
    assert write_public_key(key) not in done.stdout
    assert PASSPHRASE not in done.stdout + done.stderr
    # The usual effort: `_little_effort` is for this process only.
    assert json.loads(path.read_text())["memory"] == 256 * 2**20
    text = seal("yes", read_public_key(line), reference="r", question="q")
    assert unseal(text, key, reference="r", question="q") == "yes"


def test_a_file_that_exists_is_kept(tmp_path, passphrase_file):
    path = tmp_path / "key.txt"
    path.write_text("the only copy")
    done = run("make_keys", "--key", str(path), "--passphrase-file", passphrase_file)
    assert "is not overwritten" in stopped(done)
    assert path.read_text() == "the only copy"


@pytest.mark.parametrize("passphrase", ["", "short", "eleven char"])
def test_a_passphrase_that_is_guessed_soon(tmp_path, passphrase):
    file, path = tmp_path / "passphrase", tmp_path / "key.txt"
    file.write_text(passphrase)
    done = run("make_keys", KEY=str(path), PASSPHRASE_FILE=str(file))
    assert "too short" in stopped(done)
    assert not path.exists()


def test_a_passphrase_file_that_is_not_there(tmp_path):
    done = run("make_keys", KEY=str(tmp_path / "key.txt"), PASSPHRASE_FILE=str(tmp_path / "no"))
    assert "No such file" in stopped(done)


def typed(path, *lines: str) -> tuple[int, str]:
    """Make a pair on a terminal, typing these lines; return the exit code and the output."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(ROOT)
        os.environ.pop("PASSPHRASE_FILE", None)
        command = [sys.executable, "-m", "scripts.make_keys", "--key", str(path)]
        os.execv(command[0], command)  # noqa: S606
    shown = ""
    for line in lines:
        asked = ""
        while not asked.endswith(": "):
            asked += os.read(terminal, 1000).decode()
        os.write(terminal, f"{line}\n".encode())
        shown += asked
    while True:
        try:
            more = os.read(terminal, 1000)
        except OSError:  # the other side has closed
            break
        if not more:
            break
        shown += more.decode()
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_typing_a_passphrase_twice(tmp_path):
    path = tmp_path / "key.txt"
    code, shown = typed(path, PASSPHRASE, PASSPHRASE + "x")
    assert code == 1
    assert "were not the same" in shown
    assert not path.exists()
    code, shown = typed(path, PASSPHRASE, PASSPHRASE)
    assert code == 0, shown
    assert unprotect(path.read_text(), PASSPHRASE)
    assert PASSPHRASE not in shown


def test_the_usual_place_of_the_key_is_not_for_git():
    from scripts.make_keys import DEFAULT

    for name in (DEFAULT, "export.opened.csv", "export.opened.xlsx", "somewhere/x.opened.csv"):
        done = subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT)
        if done.returncode == 128:
            pytest.skip("this is no git checkout")
        assert done.returncode == 0, name
    assert not DEFAULT.startswith("var/")


# ------------------------------------------------------------------ make open
def sealed_rows(key: PrivateKey, *answers: dict) -> list[list[str]]:
    """Return rows of an export whose columns food and visa are encrypted."""
    rows = []
    for number, answer in enumerate(answers):
        reference = str(uuid.uuid4())
        cells = [
            seal(answer[name], key.public_key, reference=reference, question=name)
            for name in ("food", "visa")
        ]
        rows.append([f"AAAA-{number}", reference, "Ana Núñez", *cells])
    return rows


ANSWERS = (
    {"food": ["vegan", "no_nuts"], "visa": "yes"},
    {"food": None, "visa": True},
    {"food": "=1+1", "visa": False},
    {"food": "Two\nlines, “ñ” 😀", "visa": 3},
)
OPENED = [
    ["vegan, no_nuts", "yes"],
    ["", "yes"],
    ["'=1+1", "no"],
    ["Two\nlines, “ñ” 😀", "3"],
]


def write_csv(path, rows, header=HEADER):
    path.write_bytes("".join(csv_lines(header, rows)).encode())
    return path


def read_csv(path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_opening_a_csv_file(tmp_path, pair, passphrase_file):
    key, key_file = pair
    rows = sealed_rows(key, *ANSWERS)
    source = write_csv(tmp_path / "export.csv", rows)
    before = source.read_bytes()
    done = run("open_export", FILE=str(source), KEY=str(key_file), PASSPHRASE_FILE=passphrase_file)
    assert done.returncode == 0, done.stderr
    target = tmp_path / "export.opened.csv"
    assert "8 answers opened, 0 not." in done.stdout
    assert str(target) in done.stdout
    for word in ("vegan", "Ana", PASSPHRASE):
        assert word not in done.stdout + done.stderr
    assert target.stat().st_mode & 0o777 == 0o600
    header, *opened = read_csv(target)
    assert header == HEADER
    assert [row[:3] for row in opened] == [row[:3] for row in rows]
    assert [row[3:] for row in opened] == OPENED
    assert source.read_bytes() == before


def test_opening_a_workbook(tmp_path, pair, passphrase_file):
    key, key_file = pair
    rows = sealed_rows(key, *ANSWERS, {"food": "bell\x07", "visa": "_x0041_"})
    rows[0][2] = "=HYPERLINK()"
    source = tmp_path / "export.xlsx"
    with source.open("wb") as file:
        write_workbook(file, HEADER, rows)
    before = source.read_bytes()
    done = run("open_export", FILE=str(source), KEY=str(key_file), PASSPHRASE_FILE=passphrase_file)
    assert done.returncode == 0, done.stderr
    target = tmp_path / "export.opened.xlsx"
    assert target.stat().st_mode & 0o777 == 0o600
    [sheet] = load_workbook(target).worksheets
    header, *opened = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert header == HEADER
    as_typed = [[cell.removeprefix("'") for cell in row] for row in OPENED]
    assert [[cell or "" for cell in row[3:]] for row in opened[:4]] == as_typed
    assert opened[4][3] == "bell\ufffd"
    assert opened[0][2] == "=HYPERLINK()"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
    assert sheet.freeze_panes == "A2"
    assert source.read_bytes() == before


def test_several_keys(tmp_path, passphrase_file):
    keys = [PrivateKey.generate() for _n in range(2)]
    files = [tmp_path / "one.txt", tmp_path / "the other.txt"]
    for key, file in zip(keys, files, strict=True):
        file.write_text(protect(key, PASSPHRASE))
    rows = [row for key in keys for row in sealed_rows(key, ANSWERS[0])]
    source = write_csv(tmp_path / "export.csv", rows)

    known = {"FILE": str(source), "PASSPHRASE_FILE": passphrase_file}
    done = run("open_export", **known, KEY=str(files[0]))
    assert done.returncode == 1
    assert "2 answers opened, 2 not." in done.stdout
    assert f"2 need the key {key_name(keys[1].public_key)}" in done.stdout
    target = tmp_path / "export.opened.csv"
    opened = read_csv(target)
    assert opened[1][3:] == OPENED[0]
    assert opened[2] == rows[1]  # unchanged

    again = run("open_export", **known, KEY=str(files[0]))
    assert "is not overwritten" in stopped(again)
    target.unlink()
    done = run("open_export", **known, KEY=f"{files[0]} '{files[1]}'")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 answers opened, 0 not." in done.stdout
    target.unlink()
    done = run("open_export", "--key", str(files[0]), "--key", str(files[1]), str(source), **known)
    assert done.returncode == 0


def test_what_was_moved_or_damaged_is_told_and_left(tmp_path, pair, passphrase_file):
    key, key_file = pair
    rows = sealed_rows(key, *[ANSWERS[0]] * 6)
    rows[0][3], rows[1][3] = rows[1][3], rows[0][3]  # moved to another sign-up
    rows[2][3], rows[2][4] = rows[2][4], rows[2][3]  # moved to another question
    rows[3][3] = rows[3][3][:-8] + "AAAAAAAA"
    rows[4][2] = rows[4][3]  # pasted into a column that is not sensitive
    rows[5][2] = "sealed:1:\x1b[31m:x"  # typed by a visitor
    source = write_csv(tmp_path / "export.csv", rows)
    done = run("open_export", FILE=str(source), KEY=str(key_file), PASSPHRASE_FILE=passphrase_file)
    assert done.returncode == 1
    assert "7 answers opened, 7 not." in done.stdout
    assert done.stdout.count("sealed for another sign-up or question") == 5
    assert "row 5, column 4: This sealed answer is damaged" in done.stdout
    assert "row 7, column 3: this is no answer that the site has sealed" in done.stdout
    assert "\x1b" not in done.stdout
    opened = read_csv(tmp_path / "export.opened.csv")[1:]
    assert [row[3:] == OPENED[0] for row in opened] == [False, False, False, False, True, True]
    assert [opened[n][3] for n in range(4)] == [rows[n][3] for n in range(4)]


def test_an_answer_that_a_workbook_has_no_room_for(tmp_path, pair, passphrase_file):
    key, key_file = pair
    rows = sealed_rows(key, {"food": "😀" * 9000, "visa": "yes"})
    source = tmp_path / "export.xlsx"
    with source.open("wb") as file:
        write_workbook(file, HEADER, rows)
    known = {"KEY": str(key_file), "PASSPHRASE_FILE": passphrase_file}
    done = run("open_export", FILE=str(source), **known)
    assert done.returncode == 1
    assert "row 2, column 4: it is in the CSV file only" in done.stdout
    done = run("open_export", FILE=str(write_csv(tmp_path / "export.csv", rows)), **known)
    assert done.returncode == 0
    assert read_csv(tmp_path / "export.opened.csv")[1][3] == "😀" * 9000


def test_a_file_in_which_nothing_is_sealed(tmp_path, pair, passphrase_file):
    source = write_csv(tmp_path / "export.csv", [["K7MQ-2XRT"]], ["Code"])
    known = {"KEY": str(pair[1]), "PASSPHRASE_FILE": passphrase_file}
    done = run("open_export", FILE=str(source), **known)
    assert done.returncode == 0
    assert "0 answers opened, 0 not." in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("export.txt", b"", "neither a CSV file nor a workbook"),
        ("export.csv", "Código [a]\r\nñ\r\n".encode("latin-1"), "not in UTF-8"),
        ("export.xlsx", b"PK no workbook", "the workbook cannot be read"),
        ("export.csv", b'"Food [food]"\r\nsealed:1:0a1b2c3d:x\r\n', "no column “Reference”"),
        ("absent.csv", None, "No such file"),
    ],
)
def test_what_cannot_be_opened_at_all(tmp_path, pair, passphrase_file, name, content, says):
    source = tmp_path / name
    if content is not None:
        source.write_bytes(content)
    known = {"KEY": str(pair[1]), "PASSPHRASE_FILE": passphrase_file}
    assert says in stopped(run("open_export", FILE=str(source), **known))
    assert not list(tmp_path.glob("*.opened.*"))


def test_what_is_missing_is_named(tmp_path, pair, passphrase_file):
    source = write_csv(tmp_path / "export.csv", sealed_rows(pair[0], ANSWERS[0]))
    assert "which file?" in stopped(run("open_export"))
    assert "there is no key file" in stopped(
        run("open_export", FILE=str(source), KEY=str(tmp_path / "absent.txt"))
    )
    other = tmp_path / "other"
    other.write_text("another passphrase")
    known = {"FILE": str(source), "KEY": str(pair[1])}
    assert "not the passphrase" in stopped(run("open_export", **known, PASSPHRASE_FILE=str(other)))
    pair[1].write_bytes(b"\xff\xfe")
    assert stopped(run("open_export", **known, PASSPHRASE_FILE=passphrase_file))
    assert not (tmp_path / "export.opened.csv").exists()


# ------------------------------------------------------------------ how they are started
def test_neither_needs_django_nor_a_setting():
    code = (
        "import sys; import scripts.make_keys, scripts.open_export;"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'wagtail')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "half"), [("keys", "make_keys"), ("open_sealed", "open_export")]
)
def test_the_starters_bring_what_is_needed(module, half, monkeypatch):
    import importlib

    starter = importlib.import_module(f"scripts.{module}")
    calls = []
    monkeypatch.setattr(starter, "install", lambda steps: calls.append("install"))
    monkeypatch.setattr(starter, "become", lambda command, env: calls.append(command))
    monkeypatch.setattr(sys, "argv", ["", "--key", "x"])
    starter.main()
    assert calls == ["install", [starter.PYTHON, "-m", f"scripts.{half}", "--key", "x"]]


def test_the_starters_are_for_any_python():
    """The starters import nothing that only the project’s own Python has."""
    for module in ("keys", "open_sealed"):
        code = f"import sys; sys.modules['nacl'] = None; import scripts.{module}"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True)
        assert done.returncode == 0, done.stderr


def test_make_has_both():
    makefile = (ROOT / "Makefile").read_text()
    assert re.search(r"^keys: ## .+\n\t@\$\(SCRIPT\)\.keys$", makefile, re.MULTILINE)
    assert re.search(r"^open: ## .+\n\t@\$\(SCRIPT\)\.open_sealed$", makefile, re.MULTILINE)
