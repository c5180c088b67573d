from django.db import migrations

from wallet.functions import install
from withdrawals.functions import SUBMIT


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0003_functions"),
        ("wallet", "0008_debit_function"),
        ("withdrawals", "0026_claims_of_a_person"),
    ]
    operations = [install(SUBMIT)]
