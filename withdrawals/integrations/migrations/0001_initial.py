import django.db.models.deletion
from django.db import migrations, models

import wallet.clock
import wallet.models.coins
from wallet.triggers import install
from withdrawals.integrations.refusals import REFUSALS


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="App",
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
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "title",
                    models.CharField(help_text="What people read.", max_length=100),
                ),
                (
                    "colour",
                    models.CharField(
                        default="#0b5cad", help_text="#rrggbb", max_length=7
                    ),
                ),
                (
                    "return_urls",
                    models.JSONField(
                        default=list,
                        help_text="Where the hosted page may lead back to.",
                    ),
                ),
                ("created_by", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField(default=wallet.clock.now)),
            ],
            options={
                "permissions": [("manage_app", "Can manage apps and their keys")],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
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
                ("public_id", models.CharField(max_length=12, unique=True)),
                (
                    "digest",
                    models.CharField(
                        help_text="SHA-256 of the whole key.", max_length=64
                    ),
                ),
                ("is_test", models.BooleanField()),
                ("scopes", models.JSONField()),
                (
                    "networks",
                    models.JSONField(default=list, help_text="None: from anywhere."),
                ),
                ("slot", models.SmallIntegerField(null=True)),
                ("created_by", models.CharField(max_length=150)),
                ("created_at", models.DateTimeField(default=wallet.clock.now)),
                ("expires_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(blank=True, max_length=150)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "app",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keys",
                        to="integrations.app",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="KeyUse",
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
                ("scope", models.CharField(max_length=30)),
                (
                    "outcome",
                    models.CharField(
                        help_text="Or the code of the refusal.", max_length=50
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        blank=True, help_text="Of whom, and what.", max_length=300
                    ),
                ),
                (
                    "ip",
                    models.CharField(blank=True, max_length=45, verbose_name="address"),
                ),
                ("created_at", models.DateTimeField(default=wallet.clock.now)),
                (
                    "key",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="integrations.apikey",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.UniqueConstraint(
                fields=("app", "is_test", "slot"), name="one_key_per_slot"
            ),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slot__isnull", True), ("slot__in", (1, 2)), _connector="OR"
                ),
                name="key_slot_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slot__isnull", False),
                    ("expires_at__isnull", False),
                    ("revoked_at__isnull", False),
                    _connector="OR",
                ),
                name="working_key_has_slot",
            ),
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revoked_at__isnull", True),
                    ("slot__isnull", True),
                    _connector="OR",
                ),
                name="revoked_key_has_no_slot",
            ),
        ),
        migrations.AddIndex(
            model_name="keyuse",
            index=models.Index(fields=["key", "created_at", "id"], name="uses_of_key"),
        ),
        install(REFUSALS),
    ]
