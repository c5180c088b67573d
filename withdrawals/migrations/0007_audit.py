from django.db import migrations, models

import wallet.clock
import wallet.models
import wallet.triggers
import withdrawals.history_refusals


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0006_auditors_check"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
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
                ("created_at", models.DateTimeField(default=wallet.clock.now)),
                (
                    "actor_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("user", "User"),
                            ("app", "App"),
                            ("staff", "Staff"),
                            ("system", "System"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor", models.CharField(blank=True, max_length=500)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("login", "Signed in"),
                            ("login_failed", "Sign-in failed"),
                            ("logout", "Signed out"),
                            ("refused", "Refused"),
                            ("role_changed", "Rights changed"),
                            ("handle_changed", "UPI handle changed"),
                            ("revealed", "UPI ID revealed"),
                            ("exported", "Exported"),
                            ("imported", "Coins imported"),
                        ],
                        max_length=20,
                    ),
                ),
                ("target", models.CharField(blank=True, max_length=500)),
                (
                    "details",
                    models.JSONField(
                        default=dict, help_text="No secret, no whole UPI ID."
                    ),
                ),
                (
                    "ip",
                    models.CharField(blank=True, max_length=45, verbose_name="address"),
                ),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit entries",
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["created_at", "id"], name="audit_by_time"),
                    models.Index(
                        fields=["actor", "created_at", "id"], name="audit_by_actor"
                    ),
                    models.Index(
                        fields=["act", "created_at", "id"], name="audit_by_act"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "login",
                                    "login_failed",
                                    "logout",
                                    "refused",
                                    "role_changed",
                                    "handle_changed",
                                    "revealed",
                                    "exported",
                                    "imported",
                                ],
                            )
                        ),
                        name="audit_act_known",
                    )
                ],
            },
        ),
        wallet.triggers.install(withdrawals.history_refusals.AUDIT_REFUSALS),
    ]
