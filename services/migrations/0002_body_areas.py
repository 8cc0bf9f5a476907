"""Make the body areas that the finder's figure is drawn with."""

from django.db import migrations

AREAS = [
    ("head", "Head"),
    ("neck", "Neck"),
    ("shoulders", "Shoulders"),
    ("upper-back", "Upper back"),
    ("lower-back", "Lower back"),
    ("chest", "Chest"),
    ("arms", "Arms and elbows"),
    ("hands", "Hands and wrists"),
    ("hips", "Hips"),
    ("legs", "Legs and knees"),
    ("feet", "Feet and ankles"),
    ("whole-body", "Whole body"),
]


def make_areas(apps, schema_editor):
    BodyArea = apps.get_model("services", "BodyArea")
    BodyArea.objects.bulk_create(
        BodyArea(slug=slug, name=name, position=position) for position, (slug, name) in enumerate(AREAS)
    )


def remove_areas(apps, schema_editor):
    apps.get_model("services", "BodyArea").objects.filter(slug__in=[slug for slug, _ in AREAS]).delete()


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial")]

    operations = [migrations.RunPython(make_areas, remove_areas)]
