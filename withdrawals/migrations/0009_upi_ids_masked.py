from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEES = ("see_upi_coinwithdrawal", "Can see every UPI ID whole")
REVEALS = (
    "reveal_upi_coinwithdrawal",
    "Can have one UPI ID shown, which the audit log keeps",
)
ROLES = {"Reviewers": SEES, "Payers": SEES, "Auditors": REVEALS}


def let_them_read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who works with UPI IDs sees them; auditors have one shown at a time."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="withdrawals", model="coinwithdrawal"
    )
    for role, (codename, name) in ROLES.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0008_auditors_look")]
    operations = [
        migrations.AlterModelOptions(
            name="coinwithdrawal",
            options={
                "permissions": [
                    (
                        "review_coinwithdrawal",
                        "Can approve, release or reject a request",
                    ),
                    ("pay_coinwithdrawal", "Can complete, fail or reverse a payment"),
                    (
                        "release_any_coinwithdrawal",
                        "Can release a request that someone else started",
                    ),
                    SEES,
                    REVEALS,
                ],
                "verbose_name": "coin withdrawal",
            },
        ),
        migrations.RunPython(let_them_read, migrations.RunPython.noop),
    ]
