from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0025_utr_of_its_kind"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["holder", "until"], name="claim_holder_until"),
        ),
    ]
