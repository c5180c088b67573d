from django.db import migrations

from wallet.functions import install
from withdrawals.functions import SUBMIT


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0007_functions"),
        ("withdrawals", "0021_live_indexes"),
    ]
    operations = [install(SUBMIT)]
