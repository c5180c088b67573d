from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEES = [
    (
        "withdrawals",
        "coinwithdrawal",
        "view_coinwithdrawal",
        "Can view coin withdrawal",
    ),
    ("wallet", "usercoins", "view_usercoins", "Can view coin account"),
    ("wallet", "cointransaction", "view_cointransaction", "Can view coin transaction"),
]
REVIEWS = (
    "withdrawals",
    "coinwithdrawal",
    "review_coinwithdrawal",
    "Can approve, release or reject a request",
)
PAYS = (
    "withdrawals",
    "coinwithdrawal",
    "pay_coinwithdrawal",
    "Can complete, fail or reverse a payment",
)
ROLES = {"Reviewers": [*SEES, REVIEWS], "Payers": [*SEES, PAYS], "Auditors": SEES}


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The groups with their permissions, which Django itself makes only later."""
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    type_model = apps.get_model("contenttypes", "ContentType")
    for role, rights in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        for app, model, codename, name in rights:
            kind, _ = type_model.objects.get_or_create(app_label=app, model=model)
            permission, _ = permission_model.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": name}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0003_upi_handles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
