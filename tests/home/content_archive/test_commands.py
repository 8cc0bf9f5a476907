"""The two commands, as somebody at a terminal meets them."""

import io
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Page

from home.models import PlainPage
from media.models import ClinicImage
from tests.builders import make_image, make_plain_page
from tests.home.content_archive.sites import brought_in, client_photo, exported, files_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(command: str, *words: str, out: io.StringIO | None = None) -> tuple[str, str]:
    """Return what a command writes, and what it writes to those who only want to hear of trouble."""
    out, errors = out or io.StringIO(), io.StringIO()
    call_command(command, *words, stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


@pytest.fixture
def archive(home, tmp_path) -> Path:
    make_plain_page(home, "Prices")
    make_image()
    file = tmp_path / "site.zip"
    said("export_content", str(file), "--quiet")
    return file


def test_writes_what_only_its_owner_can_read(archive):
    assert archive.read_bytes() == exported()
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert list(archive.parent.iterdir()) == [archive]


def test_says_what_was_written_and_brought_in(archive):
    out, errors = said("export_content", str(archive))
    assert "2 pages, 1 photos" in out
    assert not errors
    Page.objects.get(slug="prices").delete()
    assert said("import_content", str(archive), "--dry-run") == (
        "This would happen. Added: 1 pages. Changed: nothing.\n",
        "",
    )
    assert said("import_content", str(archive)) == ("Added: 1 pages. Changed: nothing.\n", "")
    assert said("import_content", str(archive)) == ("Added: nothing. Changed: nothing.\n", "")


def test_keeps_quiet_when_asked(archive):
    assert said("import_content", str(archive), "--quiet") == ("", "")
    PlainPage.objects.update(locked=True, summary="Written here since")
    assert said("import_content", str(archive), "--quiet") == ("", "“Prices” is locked, and stays as it is here.\n")


def test_shows_how_far_it_is_on_a_terminal_only(archive):
    assert "█" in said("import_content", str(archive), out=Terminal())[0]
    assert "2 of 2" in said("export_content", str(archive), out=Terminal())[0]
    assert "█" not in said("import_content", str(archive), "--quiet", out=Terminal())[0]
    assert "\r" not in said("import_content", str(archive))[0]


def test_says_why_nothing_was_done(home, tmp_path):
    (tmp_path / "no.zip").write_text("no zip")
    with pytest.raises(CommandError, match=r"no archive of a site.*Nothing was changed\.$"):
        said("import_content", str(tmp_path / "no.zip"))
    with pytest.raises(CommandError, match="could not be read"):
        said("import_content", str(tmp_path / "nothing.zip"))
    with pytest.raises(CommandError, match="could not be written"):
        said("export_content", str(tmp_path / "no folder" / "site.zip"))


def test_names_photos_whose_file_is_lost(home, tmp_path):
    make_image("Room")
    ClinicImage.objects.update(file="original_images/lost.jpg")
    errors = said("export_content", str(tmp_path / "site.zip"))[1]
    assert errors == "“Room” was left out: its file is not in the storage.\n"
    assert not [name for name in files_of((tmp_path / "site.zip").read_bytes()) if name.startswith("photos")]


def test_refuses_what_an_archive_cannot_tell_apart(home, tmp_path):
    root = Collection.get_first_root_node()
    root.add_child(name="Rooms")
    Collection.get_first_root_node().add_child(name="Rooms")
    with pytest.raises(CommandError, match="Two collections are called “Root › Rooms”"):
        said("export_content", str(tmp_path / "site.zip"))
    assert not list(tmp_path.iterdir())


def test_personal_data_needs_the_option_on_both_sides(home, tmp_path):
    client_photo(consented=True)
    file = tmp_path / "site.zip"
    said("export_content", str(file), "--with-personal-data")
    assert any(name.startswith("consents/") for name in files_of(file.read_bytes()))
    assert brought_in(file.read_bytes()).left == []
