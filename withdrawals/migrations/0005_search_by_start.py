from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0004_roles"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="coinwithdrawal",
            index=models.Index(
                fields=["user_id"],
                name="by_user_start",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="coinwithdrawal",
            index=models.Index(
                fields=["upi_id"],
                name="by_upi_id_start",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
    ]
