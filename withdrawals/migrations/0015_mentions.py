import django.db.models.deletion
from django.db import migrations, models

import wallet.clock
import wallet.models.coins


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0014_canned_texts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wallet.models.coins.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="login")),
                ("created_at", models.DateTimeField(default=wallet.clock.now)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="withdrawals.note",
                    ),
                ),
                (
                    "withdrawal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="withdrawals.coinwithdrawal",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["name", "created_at"],
                        name="mentions_to_see",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("note", "name"), name="mentioned_once"
                    )
                ],
            },
        ),
    ]
