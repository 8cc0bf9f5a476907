"""The site in processes of its own, as `make run` starts it, on a folder that a test gives it."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]


def environment_on(var_dir: Path, **more: str) -> dict[str, str]:
    """Return the variables for a process whose database and uploads are in `var_dir`, and no others of this one."""
    return {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(var_dir),
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "clinic.settings.local",
        **more,
    }
