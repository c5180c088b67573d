from django.db import migrations, models

from wallet.triggers import install, uninstall
from withdrawals.history_refusals import AUDIT_REFUSALS


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0023_app_changed"),
    ]

    operations = [
        uninstall(AUDIT_REFUSALS),
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="audit_act_known",
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
                    ("text_changed", "Canned text changed"),
                    ("taken_over", "Request taken over"),
                    ("revealed", "UPI ID revealed"),
                    ("exported", "Exported"),
                    ("imported", "Coins imported"),
                    ("app_created", "App made"),
                    ("app_changed", "App changed"),
                    ("key_created", "API key made"),
                    ("key_rotated", "API key replaced"),
                    ("key_revoked", "API key revoked"),
                    ("webhook_created", "Webhook set up"),
                    ("webhook_changed", "Webhook changed"),
                    ("webhook_deleted", "Webhook deleted"),
                    ("webhook_revealed", "Webhook secret read"),
                    ("webhook_sent", "Webhook sent by hand"),
                    ("job_retried", "Job retried"),
                    ("job_dropped", "Job dropped"),
                ],
                max_length=20,
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
                            "text_changed",
                            "taken_over",
                            "revealed",
                            "exported",
                            "imported",
                            "app_created",
                            "app_changed",
                            "key_created",
                            "key_rotated",
                            "key_revoked",
                            "webhook_created",
                            "webhook_changed",
                            "webhook_deleted",
                            "webhook_revealed",
                            "webhook_sent",
                            "job_retried",
                            "job_dropped",
                        ],
                    )
                ),
                name="audit_act_known",
            ),
        ),
        install(AUDIT_REFUSALS),
    ]
