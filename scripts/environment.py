"""Install everything the project needs in its own folder: uv, Python and packages.

Nothing is installed system-wide. Each part writes a stamp with a fingerprint of its sources, so
that a second run is fast and a changed lock file is noticed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.toolbox import (
    ROOT,
    Steps,
    Stop,
    digest,
    quietly,
    say,
    stamped,
    writable_folder,
)

TOOLS = ROOT / ".tools"
UV = TOOLS / "bin" / "uv"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
STEPS = 3  # number of steps in `install`


# The first two point to another Python. With the third, each new process would compile Django and
# Wagtail again: 8 s instead of 3.
FOREIGN = ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")


def child_env(**more: str) -> dict[str, str]:
    """Return the environment for child processes, without what misleads or slows their Python."""
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    env.setdefault("PYTHONUNBUFFERED", "1")
    if not os.access(Path.home(), os.W_OK):
        env.setdefault("UV_CACHE_DIR", str(TOOLS / "cache"))
    env.update(more)
    return env


def python_version() -> str:
    """Return the Python version of the site, from `.python-version`."""
    return (ROOT / ".python-version").read_text().strip()


def install(steps: Steps, requirements: str = "base") -> None:
    """Make `.venv` contain exactly `requirements/<requirements>.txt`.

    `dev` includes `base` at the same versions, so a finished `dev` also satisfies `base`.
    """
    writable_folder(ROOT, "The project folder")
    with steps("Tools (uv, in .tools)"):
        install_uv()
    version = python_version()
    with steps(f"Python {version}"):
        make_venv(version)
    with steps(f"Packages (requirements/{requirements}.txt; the first time takes a while)"):
        install_packages(requirements)


def install_uv() -> None:
    """Install the pinned uv in its own virtual environment."""
    locked = REQUIREMENTS / "tools.txt"
    stamp, wanted = TOOLS / "stamp", digest(locked)
    if stamped(stamp, wanted) and UV.exists():
        return
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    if subprocess.run(probe, capture_output=True).returncode:
        raise Stop(
            "Python's venv module is missing; "
            "as root, run `apt-get install python3-venv`, then try again."
        )
    quietly(
        [sys.executable, "-m", "venv", "--clear", TOOLS],
        child_env(),
        "the folder .tools could not be made (see above).",
    )
    quietly(
        [TOOLS / "bin" / "python", "-m", "pip", "install", "--require-hashes", "-r", locked],
        child_env(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1"),
        "uv could not be installed (see above); is the Python package index reachable?",
    )
    stamp.write_text(wanted)


def make_venv(version: str) -> None:
    """Create `.venv` with the required Python, unless a working one exists."""
    if PYTHON.exists() and runs(PYTHON, version):
        return
    quietly(
        [UV, "venv", "--quiet", "--clear", "--no-project", "--python", find_python(version), VENV],
        child_env(),
        f"the folder .venv could not be made with Python {version} (see above).",
    )


def find_python(version: str) -> str:
    """Return the path of a Python of this version: the machine's, or one in `.tools/python`."""
    own = child_env(UV_PYTHON_INSTALL_DIR=str(TOOLS / "python"))
    find = [str(UV), "python", "find", "--no-project", "--system", version]
    for env in (child_env(UV_PYTHON_DOWNLOADS="never"), own | {"UV_PYTHON_DOWNLOADS": "never"}):
        found = subprocess.run(find, env=env, capture_output=True, text=True)
        if not found.returncode:
            return found.stdout.strip()
    fetch = [str(UV), "python", "install", "--no-bin", "--no-progress", version]
    fetched = subprocess.run(fetch, env=own, capture_output=True, text=True)
    if fetched.returncode:
        last = (fetched.stderr.strip().splitlines() or ["for no reason told"])[-1]
        why = re.sub(r"^\W*(error|cause|Caused by): ", "", last.strip()).rstrip(".")
        raise Stop(
            f"there is no Python {version} on this machine and it could not be fetched ({why}); "
            f"connect to the network or install Python {version}, then try again."
        )
    return quietly(find, own, f"Python {version} was fetched but does not run.").strip()


def runs(python: Path, version: str) -> bool:
    """Return whether this interpreter starts and has this version (moving the folder breaks it)."""
    probe = "import sys; print('.'.join(map(str, sys.version_info[:3])))"
    try:
        done = subprocess.run([str(python), "-c", probe], capture_output=True, text=True)
    except OSError:
        return False
    return not done.returncode and f"{done.stdout.strip()}.".startswith(f"{version}.")


def install_packages(requirements: str) -> None:
    """Sync the installed packages with the lock file, checking hashes."""
    base, dev = REQUIREMENTS / "base.txt", REQUIREMENTS / "dev.txt"
    stamp, fingerprints = VENV / "stamp", {"base": digest(base), "dev": digest(base, dev)}
    satisfied_by = [fingerprints["dev"]] + [fingerprints["base"]] * (requirements == "base")
    if any(stamped(stamp, fingerprint) for fingerprint in satisfied_by):
        return
    stamp.unlink(missing_ok=True)
    sync: list[str | Path] = [UV, "pip", "sync", "--quiet", "--require-hashes"]
    sync += ["--python", PYTHON, REQUIREMENTS / f"{requirements}.txt"]
    quietly(
        sync,
        child_env(),
        "the packages could not be installed (see above); is the Python package index reachable?",
    )
    stamp.write_text(fingerprints[requirements])


def compile_messages() -> None:
    """Compile the interface translations whose compiled file is missing or older."""
    stale = [
        source
        for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").stat().st_mtime <= source.stat().st_mtime
    ]
    if stale:
        quietly(
            [PYTHON, "-m", "scripts.compile_messages", *stale],
            child_env(),
            "the translations of the interface could not be compiled (see above).",
        )


def manage(command: str, *arguments: str, settings: str) -> list[str | Path]:
    """Return the command line of a management command with the given settings module."""
    return [PYTHON, "manage.py", command, *arguments, f"--settings=peacesummit.settings.{settings}"]


def need(program: str, package: str, purpose: str) -> None:
    """Stop unless a system program is installed."""
    if not shutil.which(program):
        raise Stop(
            f"{purpose} needs {program}; as root, run `apt-get install {package}`, then try again."
        )


def apt_install(package: str) -> bool:
    """Install a Debian package if possible (as root, with apt-get); return whether it worked."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    say(f"     Installing Debian's package {package}")
    env = child_env(DEBIAN_FRONTEND="noninteractive")
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", package]):
        command = ["apt-get", *arguments]
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True)
    return not done.returncode
