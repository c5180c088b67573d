from django.db import migrations, models

from wallet.triggers import install, uninstall
from withdrawals.history_refusals import AUDIT_REFUSALS
from withdrawals.refusals import KINDS, REFUSALS


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0018_keys_by_age"),
        ("wallet", "0006_test_accounts"),
    ]

    operations = [
        uninstall(AUDIT_REFUSALS),
        uninstall(REFUSALS),
        migrations.RemoveConstraint(
            model_name="auditentry",
            name="audit_act_known",
        ),
        migrations.AddField(
            model_name="coinwithdrawal",
            name="is_test",
            field=models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Of a test account: no money is due.",
                verbose_name="test",
            ),
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
                    ("key_created", "API key made"),
                    ("key_rotated", "API key replaced"),
                    ("key_revoked", "API key revoked"),
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
                            "key_created",
                            "key_rotated",
                            "key_revoked",
                        ],
                    )
                ),
                name="audit_act_known",
            ),
        ),
        migrations.AddIndex(
            model_name="coinwithdrawal",
            index=models.Index(
                name="test_by_time",
                fields=["created_at", "id"],
                condition=models.Q(("is_test", True)),
            ),
        ),
        install(REFUSALS),
        install(AUDIT_REFUSALS),
        install(KINDS),
    ]
