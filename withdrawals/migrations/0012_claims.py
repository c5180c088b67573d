import django.db.models.deletion
from django.db import migrations, models

import wallet.clock
from wallet.triggers import install, uninstall
from withdrawals.history_refusals import AUDIT_REFUSALS, REFUSALS


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0011_dashboard_indexes"),
    ]

    operations = [
        uninstall(AUDIT_REFUSALS),
        uninstall(REFUSALS),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "withdrawal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="withdrawals.coinwithdrawal",
                    ),
                ),
                ("holder", models.CharField(max_length=150)),
                ("taken_at", models.DateTimeField(default=wallet.clock.now)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="audit_act_known",
        ),
        migrations.RemoveConstraint(
            model_name="note",
            name="note_kind_known",
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="act",
            field=models.CharField(
                choices=[
                    ("login", "Signed in"),
                    ("login_failed", "Sign-in failed"),
                    ("logout", "Signed out"),
                    ("password_changed", "Password changed"),
                    ("factor_set", "Second factor set up"),
                    ("factor_removed", "Second factor removed"),
                    ("codes_made", "Recovery codes made"),
                    ("refused", "Refused"),
                    ("role_changed", "Rights changed"),
                    ("handle_changed", "UPI handle changed"),
                    ("taken_over", "Request taken over"),
                    ("revealed", "UPI ID revealed"),
                    ("exported", "Exported"),
                    ("imported", "Coins imported"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="note",
            name="kind",
            field=models.CharField(
                choices=[
                    ("internal", "Internal note"),
                    ("message", "Message to the user"),
                    ("takeover", "Taken over"),
                ],
                default="internal",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="auditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        [
                            "login",
                            "login_failed",
                            "logout",
                            "password_changed",
                            "factor_set",
                            "factor_removed",
                            "codes_made",
                            "refused",
                            "role_changed",
                            "handle_changed",
                            "taken_over",
                            "revealed",
                            "exported",
                            "imported",
                        ],
                    )
                ),
                name="audit_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["internal", "message", "takeover"])),
                name="note_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("holder", ""), _negated=True),
                name="claim_has_holder",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("taken_at"))),
                name="claim_ends_after_it_begins",
            ),
        ),
        install(REFUSALS),
        install(AUDIT_REFUSALS),
    ]
