from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attempts",
            fields=[
                (
                    "key",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("count", models.PositiveSmallIntegerField()),
                ("since", models.DateTimeField(db_index=True)),
                (
                    "told",
                    models.BooleanField(
                        default=False, help_text="The audit log has it."
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
