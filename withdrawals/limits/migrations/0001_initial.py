from typing import Any

from django.db import migrations, models


def not_logged(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE limits_bucket SET UNLOGGED")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="SHA-256 of the limit and whose.",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "size",
                    models.BigIntegerField(
                        help_text="Microseconds from empty to full."
                    ),
                ),
                (
                    "full_at",
                    models.BigIntegerField(help_text="Microseconds since 1970."),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(not_logged, migrations.RunPython.noop),
    ]
