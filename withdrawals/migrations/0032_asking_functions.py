from django.db import migrations

from wallet import triggers
from wallet.functions import install
from withdrawals.cancel_function import CANCEL
from withdrawals.functions import SUBMIT
from withdrawals.refusals import GUARDS


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0011_moving_functions"),
        ("withdrawals", "0031_merged_triggers"),
    ]
    operations = [
        triggers.uninstall(GUARDS),
        triggers.install(GUARDS),
        install(SUBMIT, CANCEL),
    ]
