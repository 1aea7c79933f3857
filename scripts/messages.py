"""`make messages`: collect the texts of our code and templates in `locale/*/LC_MESSAGES/*.po`.

Languages come from the settings, so a new one gets its file automatically. The content of the files
depends only on sources and translations: a second run changes nothing.
"""

from __future__ import annotations

import subprocess

from scripts.environment import PYTHON, STEPS, child_env, compile_messages, install, manage, need
from scripts.toolbox import ROOT, Steps, Stop, loudly, quietly, script

LANGUAGES = (
    "from django.conf import settings as s\n"
    "from django.utils.translation import to_locale\n"
    "print(*(to_locale(code) for code, _ in s.LANGUAGES if code != s.LANGUAGE_CODE))"
)
NOT_OURS = ("var", "staticfiles", "static", "node_modules", "tests", "benchmarks", "scripts")


def main() -> None:
    need("xgettext", "gettext", "`make messages`")
    steps = Steps(STEPS + 2)
    install(steps, "dev")
    with steps("Collecting texts"):
        collect()
    with steps("Compiling"):
        compile_messages()


def collect() -> None:
    """Write the files of all languages. Raise Stop if the sources cannot be read."""
    env = child_env(DJANGO_SETTINGS_MODULE="peacesummit.settings.test")
    asked = subprocess.run([str(PYTHON), "-c", LANGUAGES], env=env, capture_output=True, text=True)
    if asked.returncode:
        raise Stop(f"the settings do not load: {asked.stderr.strip().splitlines()[-1]}.")
    arguments = [f"--locale={code}" for code in asked.stdout.split()]
    arguments += [f"--ignore={folder}/*" for folder in NOT_OURS]
    (ROOT / "locale").mkdir(exist_ok=True)
    command = manage(
        "makemessages", "--add-location=file", "--no-obsolete", *arguments, settings="test"
    )
    if loudly(command, env):
        raise Stop("the texts could not be collected (see above).")
    files = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    tidy = [str(PYTHON), "-m", "scripts.tidy_messages", *map(str, files)]
    quietly(tidy, child_env(), "the files of the texts could not be written (see above).")


if __name__ == "__main__":
    script(main)
