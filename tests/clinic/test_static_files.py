"""Static files as production serves them."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from clinic.static_files import StaticFiles


def test_scripts_import_each_other_by_names_that_change_with_their_content(tmp_path):
    storage = StaticFiles(location=tmp_path)
    names = ["media/contact_sheet.js"]
    folder = Path(finders.find("media/contact_sheet"))
    names += [f"media/contact_sheet/{path.name}" for path in folder.glob("*.js")]
    for name in names:
        with open(finders.find(name), "rb") as file:
            storage.save(name, file)
    assert all(outcome is True for _name, _stored, outcome in storage.post_process({n: (storage, n) for n in names}))
    imported = set()
    for name in names:
        stored = Path(storage.path(storage.stored_name(name)))
        for address in re.findall(r'from "(\..+?)";', stored.read_text()):
            imported.add((stored.parent / address).resolve())
    hashed = {Path(storage.path(storage.stored_name(name))) for name in names}
    assert imported == hashed - {Path(storage.path(storage.stored_name("media/contact_sheet.js")))}
    assert not imported & {tmp_path / name for name in names}
