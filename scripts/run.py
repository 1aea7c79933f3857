"""`make run`, `make dev` and `make seed`: the site with its sample content on this machine.

    python3 -m scripts.run [serve|dev|seed]

Does what is not done yet and skips what is, so that a second run starts in seconds. What
somebody edited is never overwritten: `prepare` puts sample content only into an empty site.
"""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from scripts.environment import (
    PYTHON,
    REQUIREMENTS,
    STEPS,
    child_env,
    compile_messages,
    install,
    manage,
)
from scripts.toolbox import (
    ROOT,
    Steps,
    Stop,
    become,
    digest,
    loudly,
    say,
    script,
    stamped,
    writable_folder,
)

HOST = "127.0.0.1"
WELCOME = """
import django
django.setup()
from peacesummit.gunicorn import welcome
print(welcome())
"""


def main() -> int | None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "serve"
    settings = "dev" if wanted == "dev" else "demo"
    # SIGTERM ends the long work like Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    data_dir = Path(os.environ.get("DATA_DIR") or "var").resolve()
    port = wanted_port()
    writable_folder(data_dir, "DATA_DIR")
    if wanted != "seed":
        port_is_free(port)
    env = child_env(
        DATA_DIR=str(data_dir),
        PORT=str(port),
        DJANGO_SETTINGS_MODULE=f"peacesummit.settings.{settings}",
    )

    steps = Steps(STEPS + {"serve": 3, "dev": 2, "seed": 2}[wanted])
    install(steps, "dev" if wanted == "dev" else "base")
    with steps("Translations of the interface"):
        compile_messages()
    if wanted == "seed":
        with steps("Sample content"):
            management("seed", settings, env, "the sample content could not be made (see above).")
        return 0
    with steps("Database and sample content"):
        management("prepare", settings, env, "the database could not be prepared (see above).")
    if wanted == "dev":
        say(welcome(env))
        become(manage("runserver", f"{HOST}:{port}", settings=settings), env)
    with steps("Static files"):
        collect_static(data_dir, env)
    port_is_free(port)  # the work may have taken minutes
    say("     Starting the server")
    become([PYTHON, "-m", "gunicorn", "--config", ROOT / "peacesummit" / "gunicorn.py"], env)
    return None


def wanted_port() -> int:
    """The port from the environment, 8000 by default."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def port_is_free(port: int) -> None:
    """Stop if the server could not listen there; asked first, before the long work."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind((HOST, port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Stop(
                    f"port {port} is taken by another program; "
                    f"end that, or choose another port: `make run PORT={port % 65535 + 1}`."
                ) from None
            raise Stop(f"port {port} cannot be used: {error.strerror}.") from None


def management(command: str, settings: str, env: dict[str, str], trouble: str) -> None:
    """Run a management command and pass on its progress, indented below the step."""
    process = subprocess.Popen(
        [str(part) for part in manage(command, settings=settings)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout  # noqa: S101 - for the type checker
    for line in process.stdout:
        say(f"     {line.rstrip()}")
    if process.wait():
        raise Stop(trouble)


def collect_static(data_dir: Path, env: dict[str, str]) -> None:
    """Collect, hash and compress the static files, unless nothing changed since the last time."""
    packages = [path.parent for path in ROOT.glob("*/__init__.py")]
    files = sorted(p for package in packages for p in package.glob("static/**/*") if p.is_file())
    names = "\n".join(str(path.relative_to(ROOT)) for path in files)
    wanted = digest(REQUIREMENTS / "base.txt", names, *files)
    stamp = data_dir / "static.stamp"
    if stamped(stamp, wanted) and (data_dir / "static" / "staticfiles.json").exists():
        return
    stamp.unlink(missing_ok=True)
    command = manage("collectstatic", "--no-input", "--verbosity=0", settings="demo")
    if loudly(command, env):
        raise Stop("the static files could not be collected (see above).")
    stamp.write_text(wanted)


def welcome(env: dict[str, str]) -> str:
    """The addresses and sample sign-ins, from the one place that knows them."""
    command = [str(PYTHON), "-c", WELCOME]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    script(main)
