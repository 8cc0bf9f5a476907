"""Give each photo an id that stays the same when it moves to another library."""

from uuid import uuid4

from django.db import migrations, models


def give_ids(apps, schema_editor):
    photos = apps.get_model("media", "ClinicImage").objects
    for number in photos.values_list("pk", flat=True).iterator():
        photos.filter(pk=number).update(uuid=uuid4())


class Migration(migrations.Migration):
    dependencies = [("media", "0001_initial")]

    operations = [
        migrations.AddField("clinicimage", "uuid", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(give_ids, migrations.RunPython.noop),
        migrations.AlterField(
            "clinicimage",
            "uuid",
            models.UUIDField(
                default=uuid4,
                editable=False,
                help_text="What other libraries know it by, whatever its file.",
                unique=True,
            ),
        ),
    ]
