from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RETURN = (
    "The bank sent the payment back",
    "The account is closed or blocked",
    "The account does not take UPI payments",
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    text_model = apps.get_model("withdrawals", "CannedText")
    text_model.objects.bulk_create(
        text_model(kind="return", text=text, place=10 * number)
        for number, text in enumerate(RETURN, 1)
    )


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("withdrawals", "CannedText").objects.filter(kind="return").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0029_cancel_function"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="cannedtext",
            name="canned_kind_known",
        ),
        migrations.AlterField(
            model_name="cannedtext",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reject", "Reason to reject"),
                    ("fail", "Reason of a failed payment"),
                    ("return", "Reason of a returned payment"),
                    ("release", "Reason to release"),
                    ("message", "Message to the user"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["reject", "fail", "return", "release", "message"])
                ),
                name="canned_kind_known",
            ),
        ),
        migrations.RunPython(fill, empty),
    ]
