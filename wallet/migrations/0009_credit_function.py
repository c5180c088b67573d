from django.db import migrations

from wallet.functions import CREDIT, install


class Migration(migrations.Migration):
    dependencies = [("wallet", "0008_debit_function")]
    operations = [install(CREDIT)]
