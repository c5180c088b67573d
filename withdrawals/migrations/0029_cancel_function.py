from django.db import migrations

from wallet.functions import install
from withdrawals.cancel_function import CANCEL


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0009_credit_function"),
        ("withdrawals", "0028_reasons_to_release"),
    ]
    operations = [install(CANCEL)]
