import django.db.models.deletion
from django.db import migrations, models

import wallet.clock
import wallet.models


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("withdrawals", "0012_claims"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wallet.models.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                ("actor", models.CharField(max_length=150)),
                ("reason", models.TextField(blank=True)),
                (
                    "view",
                    models.TextField(
                        blank=True, help_text="The queue's address, to go back to."
                    ),
                ),
                ("created_at", models.DateTimeField(default=wallet.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="BulkLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=wallet.models.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0, help_text="That the person saw."
                    ),
                ),
                (
                    "utr",
                    models.CharField(
                        blank=True, max_length=35, verbose_name="transaction ID (UTR)"
                    ),
                ),
                (
                    "pasted",
                    models.TextField(
                        blank=True, help_text="The line as it was pasted."
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Not done yet"),
                            ("done", "Done"),
                            ("refused", "Not changed"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    models.TextField(blank=True, help_text="Why it was not changed."),
                ),
                (
                    "withdrawal",
                    models.ForeignKey(
                        help_text="None for a pasted line that names no request.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="withdrawals.coinwithdrawal",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="portal.bulkrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "place"), name="one_line_per_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["waiting", "done", "refused"])
                        ),
                        name="bulk_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "refused"),
                            ("withdrawal__isnull", False),
                            _connector="OR",
                        ),
                        name="bulk_act_has_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "refused"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bulk_refusal_has_words",
                    ),
                ],
            },
        ),
    ]
