"""What people did beside the moves: logins, refusals, changes of rights, looks."""

from django.db import models

from withdrawals.models.history import HistoryRow
from withdrawals.states import ActorKind


class AuditAct(models.TextChoices):
    LOGIN = "login", "Signed in"
    LOGIN_FAILED = "login_failed", "Sign-in failed"
    LOGOUT = "logout", "Signed out"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    FACTOR_SET = "factor_set", "Second factor set up"
    FACTOR_REMOVED = "factor_removed", "Second factor removed"
    CODES_MADE = "codes_made", "Recovery codes made"
    REFUSED = "refused", "Refused"
    ROLE_CHANGED = "role_changed", "Rights changed"
    HANDLE_CHANGED = "handle_changed", "UPI handle changed"
    TEXT_CHANGED = "text_changed", "Canned text changed"
    TAKEN_OVER = "taken_over", "Request taken over"
    REVEALED = "revealed", "UPI ID revealed"
    EXPORTED = "exported", "Exported"
    IMPORTED = "imported", "Coins imported"
    APP_CREATED = "app_created", "App made"
    APP_CHANGED = "app_changed", "App changed"
    KEY_CREATED = "key_created", "API key made"
    KEY_ROTATED = "key_rotated", "API key replaced"
    KEY_REVOKED = "key_revoked", "API key revoked"
    WEBHOOK_CREATED = "webhook_created", "Webhook set up"
    WEBHOOK_CHANGED = "webhook_changed", "Webhook changed"
    WEBHOOK_DELETED = "webhook_deleted", "Webhook deleted"
    WEBHOOK_REVEALED = "webhook_revealed", "Webhook secret read"
    WEBHOOK_SENT = "webhook_sent", "Webhook sent by hand"
    JOB_RETRIED = "job_retried", "Job retried"
    JOB_DROPPED = "job_dropped", "Job dropped"


class AuditEntry(HistoryRow):
    """Only withdrawals.audit writes it. Without an actor nobody was signed in."""

    actor_kind = models.CharField(max_length=10, choices=ActorKind, blank=True)
    actor = models.CharField(max_length=500, blank=True)
    act = models.CharField(max_length=20, choices=AuditAct)
    target = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict, help_text="No secret, no whole UPI ID.")
    ip = models.CharField("address", max_length=45, blank=True)

    class Meta:
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                name="audit_act_known",
                condition=models.Q(act__in=AuditAct.values),
            )
        ]
        indexes = [
            models.Index(name="audit_by_time", fields=["created_at", "id"]),
            models.Index(name="audit_by_actor", fields=["actor", "created_at", "id"]),
            models.Index(name="audit_by_act", fields=["act", "created_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.target}".strip()
