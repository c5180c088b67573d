from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import wallet.models.coins
from wallet.triggers import install, uninstall
from withdrawals.history_refusals import AUDIT_REFUSALS

TEXTS = {
    "reject": (
        "UPI ID not found",
        "Name at the bank does not match",
        "Suspected misuse",
    ),
    "fail": (
        "UPI ID not found",
        "Bank declined the payment",
        "Beneficiary bank is offline",
        "Limit of the account reached",
    ),
    "message": (
        "We are checking your request. It takes up to one working day.",
        "The bank has not confirmed the payment yet. We will tell you here.",
        "Please check your UPI ID in your UPI app, then ask again with the right one.",
    ),
}


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What the portal offered before admins could change it, and three messages."""
    text_model = apps.get_model("withdrawals", "CannedText")
    text_model.objects.bulk_create(
        text_model(kind=kind, text=text, place=10 * number)
        for kind, texts in TEXTS.items()
        for number, text in enumerate(texts, 1)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("withdrawals", "0013_to_decide_by"),
    ]

    operations = [
        uninstall(AUDIT_REFUSALS),
        migrations.CreateModel(
            name="CannedText",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reject", "Reason to reject"),
                            ("fail", "Reason of a failed payment"),
                            ("message", "Message to the user"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "text",
                    models.CharField(help_text="The user reads it.", max_length=500),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        default=100, help_text="The smallest comes first."
                    ),
                ),
                (
                    "active",
                    models.BooleanField(
                        default=True,
                        help_text="Offered. Requests keep the words they were given.",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "place", "id"],
            },
        ),
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
                        ],
                    )
                ),
                name="audit_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["reject", "fail", "message"])),
                name="canned_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="canned_text_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="cannedtext",
            constraint=models.UniqueConstraint(
                fields=("kind", "text"), name="canned_once"
            ),
        ),
        install(AUDIT_REFUSALS),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
