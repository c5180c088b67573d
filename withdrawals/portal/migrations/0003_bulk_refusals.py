from django.db import migrations, models

from wallet.triggers import install
from withdrawals.portal.bulk.refusals import REFUSALS


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_bulk_runs")]

    operations = [
        migrations.AddIndex(
            model_name="bulkrun",
            index=models.Index(fields=["-created_at"], name="bulk_runs_of_a_day"),
        ),
        install(REFUSALS),
    ]
