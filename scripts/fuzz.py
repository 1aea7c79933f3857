"""`make fuzz`: run all tests with random examples for some minutes, with a new seed each round.

    python3 -m scripts.fuzz [arguments for pytest]

`make fuzz MINUTES=30` (default: 10) starts rounds until the time is over; it takes seeds from the
clock, prints them, and ends after the first round that fails. `make fuzz SEED=1764450000` runs one
round again without a time limit. In `make test` the examples never change.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time

from scripts import test as tests
from scripts.environment import STEPS, child_env, compile_messages, install
from scripts.toolbox import Steps, Stop, say, script

LEAVING = 60  # seconds a round has to finish when the time is over
# Hypothesis marks its own. The profile is in tests/conftest.py; tests/seeds.py reads FUZZ_SEED.
CHOSEN = ["-m", "hypothesis or random", "--hypothesis-profile=fuzz"]


def main() -> int:
    arguments = shlex.split(os.environ.get("ARGS", "")) + sys.argv[1:]
    seed, minutes = number("SEED", 0), number("MINUTES", 10)
    install(Steps(STEPS), "dev")
    compile_messages()
    if seed:
        return one_round(seed, arguments, None)
    end = time.monotonic() + minutes * 60
    rounds = 0
    while (left := end - time.monotonic()) > 0:
        rounds += 1
        seed = int(time.time())
        if code := one_round(seed, arguments, left):
            say(f"\nRound {rounds} failed. The same again: make fuzz SEED={seed}")
            return code
    say(f"\nNothing found in {minutes} minutes ({rounds} rounds, the last one as far as it came).")
    return 0


def number(name: str, default: int) -> int:
    """Return a whole number from the environment. Raise Stop if it is not a number."""
    text = os.environ.get(name) or str(default)
    if not text.isdecimal():
        raise Stop(f"{name} must be a whole number, not “{text}”.")
    return int(text)


def one_round(seed: int, arguments: list[str], seconds: float | None) -> int:
    """Run the tests with a seed for at most `seconds`; return the exit code.

    Tests that have not failed by then count as passed.
    """
    say(f"\nSeed {seed}")
    env = child_env(DJANGO_SETTINGS_MODULE="peacesummit.settings.test", FUZZ_SEED=str(seed))
    env.pop("DATA_DIR", None)
    command = tests.pytest([*CHOSEN, "-x", f"--hypothesis-seed={seed}", *arguments])
    process = subprocess.Popen(command, env=env)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        say("\nThe time is over.")
    process.send_signal(signal.SIGINT)
    try:
        code = process.wait(LEAVING)
    except subprocess.TimeoutExpired:
        process.kill()
        code = process.wait()
    return 1 if code == 1 else 0


if __name__ == "__main__":
    script(main)
