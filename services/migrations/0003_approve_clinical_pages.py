from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("services", "0002_body_areas")]

    operations = [
        migrations.AlterModelOptions(
            name="servicepage",
            options={
                "permissions": [("approve_servicepage", "Can approve services, conditions and techniques")],
                "verbose_name": "service",
                "verbose_name_plural": "services",
            },
        )
    ]
