from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0015_mentions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="statuschange",
            index=models.Index(
                condition=models.Q(("actor_kind", "staff")),
                fields=["actor", "created_at", "id"],
                name="moves_of_staff",
            ),
        ),
        migrations.AddIndex(
            model_name="statuschange",
            index=models.Index(
                condition=models.Q(("actor_kind", "staff")),
                fields=["created_at", "id"],
                name="moves_by_time",
            ),
        ),
    ]
