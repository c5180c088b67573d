import django.db.models.deletion
from django.db import migrations, models

from wallet.refusals import GUARDS, KINDS, REFUSALS
from wallet.triggers import install, uninstall


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0009_credit_function"),
    ]

    operations = [
        uninstall(KINDS),
        uninstall(REFUSALS),
        migrations.AlterField(
            model_name="cointransaction",
            name="user_coins",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transactions",
                to="wallet.usercoins",
            ),
        ),
        install(GUARDS),
    ]
