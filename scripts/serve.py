"""The second part of `run.py`: prepare the site and serve it, in one process.

Loading Django and Wagtail takes most of the time of a second run, so it happens only once: the
process that prepared the database becomes the server.
"""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections
from gunicorn.app import wsgiapp

from peacesummit.settings.environment import WrongSettings
from peacesummit.settings.older_data import OlderDataError
from scripts.environment import PYTHON, REQUIREMENTS
from scripts.run import HOST, STEPS_BEFORE_SERVE, port_is_free
from scripts.toolbox import ROOT, Steps, Stop, become, digest, say, script, stamped

EXPLAINED = (CommandError, DatabaseError, ImproperlyConfigured)  # their messages are sufficient


class Below:
    """A text stream that indents lines below the step that writes them."""

    def write(self, text: str) -> None:
        for line in text.splitlines():
            say(f"     {line}")

    def flush(self) -> None:
        """Do nothing: lines are written immediately."""


@contextmanager
def trouble(what: str) -> Iterator[None]:
    """Turn any error into `Stop`; show a traceback only for unexpected ones."""
    try:
        yield
    except OlderDataError as error:
        raise Stop(str(error)) from None
    except WrongSettings as error:
        raise Stop(f"the settings are wrong. {' '.join(str(error).split())}") from None
    except EXPLAINED as error:
        raise Stop(f"{what}: {' '.join(str(error).split()).rstrip('.?')}.") from None
    except Exception:  # noqa: BLE001 - shown in full
        traceback.print_exc()
        raise Stop(f"{what} (see above).") from None


def main() -> None:
    wanted = sys.argv[1]
    port = int(os.environ["PORT"])
    steps = Steps(STEPS_BEFORE_SERVE + (2 if wanted == "serve" else 1), done=STEPS_BEFORE_SERVE)
    with steps("Database and sample content"), trouble("the database could not be prepared"):
        django.setup()
        call_command("seed" if wanted == "seed" else "prepare", stdout=Below())
    if wanted == "seed":
        return
    if wanted == "dev":
        from peacesummit.gunicorn import welcome

        say(welcome())
        start_worker()
        become([PYTHON, "manage.py", "runserver", f"{HOST}:{port}"], os.environ)
    with steps("Static files"), trouble("the static files could not be collected"):
        collect_static()
    port_is_free(port)  # the steps before may have taken minutes
    connections.close_all()  # a worker must not inherit a connection
    start_worker()
    sys.argv = ["gunicorn", "--config", str(ROOT / "peacesummit" / "gunicorn.py")]
    wsgiapp.run()


def start_worker() -> None:
    """Start the worker, which sends emails and runs other tasks; it ends with this process."""
    command = [str(PYTHON), "manage.py", "worker", "--parent", str(os.getpid())]
    subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL)


def collect_static() -> None:
    """Collect, hash and compress the static files, unless nothing changed since the last time."""
    packages = [path.parent for path in ROOT.glob("*/__init__.py")]
    files = sorted(p for package in packages for p in package.glob("static/**/*") if p.is_file())
    names = "\n".join(str(path.relative_to(ROOT)) for path in files)
    joining = ROOT / "peacesummit" / "style_sheet.py"
    wanted = digest(REQUIREMENTS / "base.txt", joining, names, *files)
    collected = Path(settings.STATIC_ROOT)
    stamp = collected.with_name(f"{collected.name}.stamp")
    if stamped(stamp, wanted) and (collected / "staticfiles.json").exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


if __name__ == "__main__":
    script(main)
