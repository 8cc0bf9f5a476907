#!/usr/bin/env python
"""Run Django's management commands with the project package in ./site importable."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # Python's own module `site` forbids importing site.clinic, so ./site itself goes on the path.
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
