from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RELEASE = (
    "Another reviewer should decide",
    "Waiting for the user's answer",
    "End of my shift",
)


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    text_model = apps.get_model("withdrawals", "CannedText")
    text_model.objects.bulk_create(
        text_model(kind="release", text=text, place=10 * number)
        for number, text in enumerate(RELEASE, 1)
    )


def empty(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("withdrawals", "CannedText").objects.filter(kind="release").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0027_submit_function"),
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
                    ("release", "Reason to release"),
                    ("message", "Message to the user"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="cannedtext",
            name="text",
            field=models.CharField(
                help_text="The user reads it; why a request is released, staff only.",
                max_length=500,
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["reject", "fail", "release", "message"])
                ),
                name="canned_kind_known",
            ),
        ),
        migrations.RunPython(fill, empty),
    ]
