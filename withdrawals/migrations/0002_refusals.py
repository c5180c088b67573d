from django.db import migrations

from wallet.triggers import install
from withdrawals.refusals import REFUSALS


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0001_initial"),
        ("wallet", "0002_refusals"),
    ]
    operations = [install(REFUSALS)]
