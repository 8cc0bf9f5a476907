"""Give owners the right to look after webhooks."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from staff.roles import keep_roles


def give_right(apps, schema_editor):
    # Django makes permissions only after all migrations.
    create_permissions(installed.get_app_config("webhooks"), verbosity=0, apps=apps)
    keep_roles(apps)


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_webhooks"), ("staff", "0002_roles")]

    operations = [migrations.RunPython(give_right, migrations.RunPython.noop)]
