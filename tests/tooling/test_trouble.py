"""On a misconfigured machine `make` prints one sentence and fails."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import chromium, environment
from scripts.toolbox import ROOT, Stop, writable_folder


def start(*arguments: str, module: str = "run", **env: str) -> subprocess.CompletedProcess[str]:
    """Run one of the scripts as `make` does, with these additional environment variables."""
    return subprocess.run(
        [sys.executable, "-m", f"scripts.{module}", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one sentence that it ended with; fail on anything else."""
    assert done.returncode == 1, done
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("Stopped: ")
    assert lines[0].endswith(".")
    return lines[0]


def test_port_taken_is_said_before_any_work(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = str(other.getsockname()[1])
        done = start(PORT=port, DATA_DIR=str(tmp_path))
    assert f"port {port} is taken" in one_sentence(done)
    assert "1/6" not in done.stdout


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "80 80"])
def test_port_that_is_none(port, tmp_path):
    assert "PORT must be a number" in one_sentence(start(PORT=port, DATA_DIR=str(tmp_path)))


def test_data_folder_that_is_a_file(tmp_path):
    file = tmp_path / "file"
    file.write_text("kept")
    for data_dir in (file, file / "below"):
        assert f"DATA_DIR {data_dir} is not a folder" in one_sentence(start(DATA_DIR=str(data_dir)))
    assert file.read_text() == "kept"


def test_data_folder_of_the_kernel():
    # Nobody can create files in /proc, not even root.
    assert "DATA_DIR /proc/summit is not" in one_sentence(start(DATA_DIR="/proc/summit"))


def test_project_folder_not_writable():
    with pytest.raises(Stop, match=r"^The project folder /proc/\w+ cannot be written to"):
        writable_folder(Path("/proc/self"), "The project folder")


def test_python_that_is_nowhere():
    if not environment.UV.exists():
        pytest.skip("uv is installed by make")
    with pytest.raises(Stop, match=r"^there is no Python 3\.99 on this machine"):
        environment.find_python("3.99")


def executable(path: Path, text: str) -> Path:
    """Write a shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_venv_module_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "TOOLS", tmp_path / "tools")
    monkeypatch.setattr(sys, "executable", str(executable(tmp_path / "python", "exit 1")))
    with pytest.raises(Stop, match="apt-get install python3-venv"):
        environment.install_uv()


def test_packages_not_to_be_had(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(environment, "UV", executable(tmp_path / "uv", "echo no route; exit 2"))
    monkeypatch.setattr(environment, "VENV", tmp_path)
    with pytest.raises(Stop, match="is the Python package index reachable"):
        environment.install_packages("base")
    assert "no route" in capsys.readouterr().out
    assert not (tmp_path / "stamp").exists()


def test_no_python_for_the_scripts():
    done = subprocess.run(
        ["make", "PYTHON3=", "run"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode
    assert "apt-get install python3 python3-venv" in done.stderr


def test_gettext_missing():
    done = start(module="messages", PATH="/nowhere")
    assert "`make messages` needs xgettext" in one_sentence(done)


def test_postgresql_missing():
    done = start("true", module="with_postgresql", PGPORT="1", PATH="/nowhere")
    assert "no PostgreSQL answers at 127.0.0.1:1" in one_sentence(done)


def test_browser_that_does_not_start(tmp_path, monkeypatch):
    broken = executable(tmp_path / "chromium", "exit 127")
    monkeypatch.setenv("CHROMIUM", str(broken))
    assert chromium.find() is None
    broken.write_text("#!/bin/sh\nexit 0\n")
    assert chromium.find() == str(broken)


def test_tests_left_out_are_named(tmp_path):
    done = start(
        "tests/browser/test_weight.py",
        "-n0",
        "-k",
        "scale",
        module="test",
        CHROMIUM="/nowhere/chromium",
        PATH="/nowhere",
        ARGS="",
        UV_OFFLINE="1",
        PLAYWRIGHT_BROWSERS_PATH=str(tmp_path),
        PLAYWRIGHT_DOWNLOAD_HOST="http://127.0.0.1:1",
    )
    assert done.returncode == 0, done
    assert "DID NOT RUN (1): NO CHROMIUM" in done.stdout
    assert "1  tests/browser/test_weight.py" in done.stdout


def test_what_only_postgresql_can_run_is_named_where_none_answers(tmp_path):
    database = f"sqlite:///{tmp_path}/none.sqlite3"
    parallel = "tests/signups/test_parallel.py"
    done = start(parallel, "-n0", module="test", ARGS="", PGPORT="1", DATABASE_URL=database)
    assert done.returncode == 0, done
    assert "DID NOT RUN (7): only PostgreSQL can run it" in done.stdout
    assert f"7  {parallel}" in done.stdout


def test_what_only_postgresql_can_run_is_run_where_one_answers(tmp_path):
    if start("--answers", module="with_postgresql").returncode:
        pytest.skip("no PostgreSQL answers")
    chosen = ("tests/signups/test_parallel.py", "tests/signups/test_fields.py", "--collect-only")
    database = f"sqlite:///{tmp_path}/none.sqlite3"
    done = start(*chosen, "-n0", "-q", module="test", ARGS="", DATABASE_URL=database)
    assert done.returncode == 0, done
    elsewhere, here = done.stdout.split("What only PostgreSQL can run, on the server that answers:")
    assert "test_fields.py::" in elsewhere
    assert "test_parallel.py::" not in elsewhere
    assert here.count("test_parallel.py::") == 7
    assert "test_fields.py::" not in here
