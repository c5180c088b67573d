from django.db import migrations

from wallet import triggers
from wallet.functions import FUNCTIONS, install
from wallet.refusals import GUARDS


class Migration(migrations.Migration):
    dependencies = [("wallet", "0010_merged_triggers")]
    operations = [
        triggers.uninstall(GUARDS),
        triggers.install(GUARDS),
        install(*FUNCTIONS),
    ]
