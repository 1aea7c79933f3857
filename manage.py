#!/usr/bin/env python
"""Django's command line for this site."""

import os
import sys

from django.core.management import execute_from_command_line

from peacesummit.settings.environment import report_wrong_settings

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peacesummit.settings.dev")
    with report_wrong_settings():
        execute_from_command_line(sys.argv)
