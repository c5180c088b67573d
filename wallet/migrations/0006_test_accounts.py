from django.db import migrations, models

from wallet.refusals import KINDS, REFUSALS
from wallet.triggers import install, uninstall


class Migration(migrations.Migration):
    dependencies = [
        ("wallet", "0005_quick_checks"),
    ]

    operations = [
        uninstall(REFUSALS),
        migrations.AddField(
            model_name="usercoins",
            name="is_test",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Opened to try things out: its coins are not money. Never changes.",
                verbose_name="test",
            ),
        ),
        migrations.AddIndex(
            model_name="usercoins",
            index=models.Index(
                name="test_accounts",
                fields=["user_id"],
                condition=models.Q(("is_test", True)),
            ),
        ),
        install(REFUSALS),
        install(KINDS),
    ]
