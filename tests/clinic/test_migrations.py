"""The migrations say what the models say."""

from importlib import import_module

from django.apps import apps
from django.core.management import call_command

from services.models import BodyArea


def test_no_model_changed_without_a_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_body_areas_can_be_taken_back_and_made_again(db):
    migration = import_module("services.migrations.0002_body_areas")
    migration.remove_areas(apps, None)
    assert not BodyArea.objects.exists()
    migration.make_areas(apps, None)
    assert BodyArea.objects.first().slug == "head"
