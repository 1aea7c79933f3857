"""The second part of `keys.py`: create the key pair, save the private key, print the public one."""

from __future__ import annotations

import argparse
import getpass
import os
import shlex
from pathlib import Path

from nacl.public import PrivateKey

from peacesummit.private_key import protect, public_text, write_new
from scripts.toolbox import Stop, say, script
from signups.privacy.sealing import key_name

DEFAULT = "private/summit-private-key.txt"  # git ignores the folder
SHORTEST = 12  # characters of a passphrase


def main() -> None:
    parser = argparse.ArgumentParser(prog="make keys", allow_abbrev=False)
    parser.add_argument("--key", default=os.environ.get("KEY") or DEFAULT)
    parser.add_argument("--passphrase-file", default=os.environ.get("PASSPHRASE_FILE"))
    wanted = parser.parse_args()
    path = Path(wanted.key).expanduser().resolve()
    if path.exists():  # check before anyone thinks of a passphrase
        raise taken(path)
    passphrase = (
        read_passphrase(wanted.passphrase_file) if wanted.passphrase_file else ask_for_new()
    )
    if len(passphrase) < SHORTEST:
        raise Stop(
            f"the passphrase is too short: at least {SHORTEST} characters are needed, for example "
            "five words that do not belong together."
        )
    key = PrivateKey.generate()
    try:
        write_new(path, protect(key, passphrase))
    except FileExistsError:
        raise taken(path) from None
    say(report(key, path))


def taken(path: Path) -> Stop:
    return Stop(f"{path} exists and is not overwritten; choose another file: `make keys KEY=…`.")


def ask_for_new() -> str:
    """Ask for a passphrase twice, without showing it."""
    say("The private key is kept in a file that a passphrase protects: five words that do not")
    say("belong together, for example. Nobody can replace it. What you type is not shown.")
    try:
        first = getpass.getpass("Passphrase: ")
        again = getpass.getpass("The same again: ")
    except EOFError:
        raise Stop("no passphrase was typed; in a script, use PASSPHRASE_FILE=….") from None
    if first != again:
        raise Stop("the two were not the same; nothing was made.")
    return first


def read_passphrase(path: str) -> str:
    """Return the first line of a file."""
    lines = Path(path).expanduser().read_text(encoding="utf-8").splitlines()
    return lines[0] if lines else ""


def report(key: PrivateKey, path: Path) -> str:
    """Return instructions for the two keys."""
    return f"""
The key pair {key_name(key.public_key)} is made.

The PRIVATE half, which opens sensitive answers, lies in
     {path}
     Keep two copies offline, for example on two USB sticks in two places, and the passphrase
     somewhere else. Whoever loses all copies or the passphrase loses the answers: nobody can
     open them again. Never send the file to anybody, never copy it to the server.

The PUBLIC half is not secret. Give this line to whoever runs the site, who sets it there:

SEALING_PUBLIC_KEY={public_text(key)}

     Compare it by voice once it is set: whoever replaced it on the way would read the answers.
     From then on, open what the site exports with:
     make open FILE=export.csv KEY={shlex.quote(str(path))}
"""


if __name__ == "__main__":
    script(main)
