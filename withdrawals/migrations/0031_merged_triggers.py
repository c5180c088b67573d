import django.db.models.deletion
from django.db import migrations, models

from wallet.indexes import drop_like
from wallet.triggers import install, uninstall
from withdrawals.refusals import GUARDS, KINDS, REFUSALS


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0010_merged_triggers"),
        ("withdrawals", "0030_reasons_of_returns"),
    ]

    operations = [
        uninstall(KINDS),
        uninstall(REFUSALS),
        migrations.AlterField(
            model_name="statuschange",
            name="withdrawal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="status_changes",
                to="withdrawals.coinwithdrawal",
            ),
        ),
        migrations.AlterField(
            model_name="note",
            name="withdrawal",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notes",
                to="withdrawals.coinwithdrawal",
            ),
        ),
        drop_like("withdrawals", "CoinWithdrawal", "reference"),
        install(GUARDS),
    ]
