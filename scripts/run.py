"""`make run`, `make dev` and `make seed`: run the site with its sample content on this machine.

    python3 -m scripts.run [serve|dev|seed]

Finished steps are skipped, so a second run starts in seconds. Edited content is never overwritten:
`prepare` adds sample content only to an empty site. This script installs Python and packages, then
runs `serve.py` with them.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from pathlib import Path

from scripts.environment import PYTHON, STEPS, child_env, compile_messages, install
from scripts.toolbox import Steps, Stop, become, script, writable_folder

HOST = "127.0.0.1"
STEPS_BEFORE_SERVE = STEPS + 1


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "serve"
    data_dir = Path(os.environ.get("DATA_DIR") or "var").resolve()
    port = wanted_port()
    writable_folder(data_dir, "DATA_DIR")
    if wanted != "seed":
        port_is_free(port)  # check before the long work

    steps = Steps(STEPS_BEFORE_SERVE + {"serve": 2, "dev": 1, "seed": 1}[wanted])
    install(steps, "dev" if wanted == "dev" else "base")
    with steps("Translations of the interface"):
        compile_messages()
    become(
        [PYTHON, "-m", "scripts.serve", wanted],
        child_env(
            DATA_DIR=str(data_dir),
            PORT=str(port),
            DJANGO_SETTINGS_MODULE=f"peacesummit.settings.{'dev' if wanted == 'dev' else 'demo'}",
        ),
    )


def wanted_port() -> int:
    """Return the port from the environment, 8000 by default."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def port_is_free(port: int) -> None:
    """Stop if the server could not listen on this port."""
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


if __name__ == "__main__":
    script(main)
