from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def let_auditors_check(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The permission itself is made by Django only later."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wallet", model="ledgerverification"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename="verify_ledger",
        defaults={"name": "Can check the whole ledger"},
    )
    auditors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Auditors")
    auditors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0005_search_by_start"),
        ("wallet", "0003_seals"),
    ]
    operations = [migrations.RunPython(let_auditors_check, migrations.RunPython.noop)]
