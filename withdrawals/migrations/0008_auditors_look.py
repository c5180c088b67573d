from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RIGHTS = [
    ("auditentry", "view_auditentry", "Can view audit entry"),
]


def let_auditors_look(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Auditors read the audit log."""
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Auditors")
    permission_model = apps.get_model("auth", "Permission")
    type_model = apps.get_model("contenttypes", "ContentType")
    for model, codename, name in RIGHTS:
        kind, _ = type_model.objects.get_or_create(app_label="withdrawals", model=model)
        permission, _ = permission_model.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0007_audit")]
    operations = [migrations.RunPython(let_auditors_look, migrations.RunPython.noop)]
