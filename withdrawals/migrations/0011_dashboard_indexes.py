from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0010_acts_of_signing_in"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="coinwithdrawal",
            index=models.Index(
                condition=models.Q(("status", "completed")),
                fields=["completed_at", "created_at", "coins_amount"],
                name="paid_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="coinwithdrawal",
            index=models.Index(
                condition=models.Q(("status", "failed")),
                fields=["failure_reason", "created_at", "id"],
                name="failed_by_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="statuschange",
            index=models.Index(
                condition=models.Q(("to_status", "failed")),
                fields=["created_at", "withdrawal"],
                name="failures_by_time",
            ),
        ),
        migrations.AddIndex(
            model_name="statuschange",
            index=models.Index(
                condition=models.Q(("to_status", "completed")),
                fields=["actor", "withdrawal"],
                name="payments_by_actor",
            ),
        ),
    ]
