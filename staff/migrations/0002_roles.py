"""Make the roles and their approvals, out of the groups and the workflow that Wagtail begins with."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from staff.roles import keep_roles


def make_roles(apps, schema_editor):
    # Django makes permissions only after all migrations.
    for config in installed.get_app_configs():
        create_permissions(config, verbosity=0, apps=apps)
    replace_wagtails_own(apps)
    keep_roles(apps)


def replace_wagtails_own(apps):
    """Turn Wagtail's two groups into roles of ours, with their members, and put away its workflow."""
    groups = apps.get_model("auth", "Group").objects
    if not groups.filter(name="Publishers").exists():
        groups.filter(name="Moderators").update(name="Publishers")
    for group in groups.filter(name__in=["Editors", "Publishers"]):
        group.permissions.clear()
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group_id=group.pk).delete()
    workflows = apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval")
    apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow__in=workflows).delete()
    tasks = apps.get_model("wagtailcore", "Task").objects.filter(name="Moderators approval")
    if apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow__in=workflows).exists():
        workflows.update(active=False)
        tasks.update(active=False)
    else:
        workflows.delete()
        tasks.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
        ("staff", "0001_approval_task"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("enquiries", "0001_initial"),
        ("home", "0001_initial"),
        ("media", "0001_initial"),
        ("services", "0003_approve_clinical_pages"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
