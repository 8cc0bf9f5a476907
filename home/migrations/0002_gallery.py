import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="homepage",
            name="gallery",
            field=models.ForeignKey(
                blank=True,
                help_text="Its first photos are shown, and the way to all of them.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="media.gallerypage",
                verbose_name="gallery",
            ),
        ),
    ]
