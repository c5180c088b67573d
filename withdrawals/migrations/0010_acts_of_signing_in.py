from django.db import migrations, models

from wallet.triggers import install, uninstall
from withdrawals.history_refusals import AUDIT_REFUSALS


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0009_upi_ids_masked"),
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
                    ("revealed", "UPI ID revealed"),
                    ("exported", "Exported"),
                    ("imported", "Coins imported"),
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
                            "revealed",
                            "exported",
                            "imported",
                        ],
                    )
                ),
                name="audit_act_known",
            ),
        ),
        install(AUDIT_REFUSALS),
    ]
