"""Progress, error messages and child processes for all scripts."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAST_LINES = 25  # of the output of a failed command


class Stop(Exception):
    """End a script with one sentence that says what is wrong and what to do."""


class Steps:
    """Show progress: `with steps("Packages"):` prints `3/6 Packages` and, if slow, the time."""

    def __init__(self, total: int, done: int = 0) -> None:
        self.total = total
        self.number = done

    @contextlib.contextmanager
    def __call__(self, title: str) -> Iterator[None]:
        self.number += 1
        say(f"{self.number}/{self.total}  {title}")
        started = time.monotonic()
        yield
        seconds = time.monotonic() - started
        if seconds >= 2:
            say(f"     done in {seconds:.0f} s")


def say(text: str) -> None:
    """Print a line immediately, even if the output goes to a file or a pipe."""
    print(text, flush=True)


def script(main: Callable[[], int | None]) -> None:
    """Run `main` and exit with its code; turn errors into one sentence without a traceback."""
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as with Ctrl-C
    try:
        code = main() or 0
    except Stop as stop:
        sys.stdout.flush()
        print(f"\nStopped: {stop}", file=sys.stderr, flush=True)
        code = 1
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        sys.stdout.flush()
        print(f"\nStopped: {error.strerror or error}{where}.", file=sys.stderr, flush=True)
        code = 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr, flush=True)
        code = 130
    sys.exit(code)


def quietly(command: Sequence[str | Path], env: Mapping[str, str], trouble: str) -> str:
    """Run a command and return its output; if it fails, show the last lines and stop."""
    done = subprocess.run(
        [str(part) for part in command],
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode:
        for line in done.stdout.splitlines()[-LAST_LINES:]:
            say(f"     | {line}")
        raise Stop(trouble)
    return done.stdout


def loudly(command: Sequence[str | Path], env: Mapping[str, str]) -> int:
    """Run a command with visible output; return its exit code."""
    sys.stdout.flush()
    return subprocess.run([str(part) for part in command], env=dict(env)).returncode


def become(command: Sequence[str | Path], env: Mapping[str, str]) -> None:
    """Replace this process with the command, so that signals reach it directly. Never return."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(str(command[0]), [str(part) for part in command], dict(env))  # noqa: S606


def digest(*parts: str | Path) -> str:
    """Return a short fingerprint of texts and file contents."""
    sha = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if isinstance(part, Path) else part.encode()
        sha.update(len(data).to_bytes(8, "big"))
        sha.update(data)
    return sha.hexdigest()[:32]


def stamped(stamp: Path, value: str) -> bool:
    """Return whether the stamp file records exactly this work as finished."""
    try:
        return stamp.read_text() == value
    except OSError:
        return False


def writable_folder(folder: Path, name: str) -> None:
    """Create `folder` if missing and make sure that it is writable. Raise Stop if it is not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Stop(
            f"{name} {folder} is not a folder that can be written to ({error.strerror}); "
            "change its owner or set DATA_DIR to another one."
            if name == "DATA_DIR"
            else f"{name} {folder} cannot be written to ({error.strerror}); "
            "change its owner or clone into another one."
        ) from None
