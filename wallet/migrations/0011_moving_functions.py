from django.db import migrations

from wallet.functions import FUNCTIONS, install


class Migration(migrations.Migration):
    dependencies = [("wallet", "0010_merged_triggers")]
    operations = [install(*FUNCTIONS)]
