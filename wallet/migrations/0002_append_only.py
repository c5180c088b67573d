from django.db import migrations

from wallet.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("wallet", "0001_initial")]
    operations = [append_only("wallet_cointransaction")]
