from django.db import migrations, models
from django.db.models.functions import Substr
from django.db.models.lookups import Exact

from wallet.triggers import install, uninstall
from withdrawals.refusals import KINDS, REFUSALS


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0024_secrets_read"),
    ]

    operations = [
        uninstall(KINDS),
        uninstall(REFUSALS),
        migrations.AddConstraint(
            model_name="coinwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("utr__isnull", True),
                    ("is_test", Exact(Substr("utr", 1, 4), "TEST")),
                    _connector="OR",
                ),
                name="utr_of_its_kind",
            ),
        ),
        install(REFUSALS),
        install(KINDS),
    ]
