from django.db import migrations

from wallet.functions import DEBIT, install


class Migration(migrations.Migration):
    dependencies = [("wallet", "0007_functions")]
    operations = [install(DEBIT)]
