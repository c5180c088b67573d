from django.db import migrations

from wallet.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0001_initial"),
        ("wallet", "0002_append_only"),
    ]
    operations = [
        append_only("withdrawals_statuschange"),
        append_only("withdrawals_note"),
    ]
