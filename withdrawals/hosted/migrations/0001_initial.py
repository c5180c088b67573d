import django.db.models.deletion
from django.db import migrations, models

import wallet.clock
import wallet.models.coins


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("integrations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Link",
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
                ("user_id", models.CharField(max_length=500)),
                ("is_test", models.BooleanField()),
                ("return_url", models.CharField(max_length=500)),
                ("state", models.CharField(blank=True, max_length=500)),
                (
                    "amount",
                    models.PositiveIntegerField(
                        help_text="Coins, to begin with.", null=True
                    ),
                ),
                ("upi_id", models.CharField(blank=True, max_length=100)),
                ("created_at", models.DateTimeField(default=wallet.clock.now)),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "visit",
                    models.BinaryField(
                        help_text="SHA-256 of its secret.",
                        max_length=32,
                        null=True,
                        unique=True,
                    ),
                ),
                ("visit_ends_at", models.DateTimeField(null=True)),
                ("draft", models.JSONField(default=dict)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("created", "Created"),
                            ("cancelled", "Cancelled"),
                            ("closed", "Closed"),
                        ],
                        default="closed",
                        help_text="So far.",
                        max_length=10,
                    ),
                ),
                ("withdrawal_id", models.UUIDField(null=True)),
                (
                    "app",
                    models.ForeignKey(
                        help_text="None: this machine.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="integrations.app",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
    ]
