"""The queue's columns."""

from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from project import amounts
from withdrawals.models import CoinWithdrawal


def _classes(td: str, th: str = "") -> dict[str, dict[str, str]]:
    return {"td": {"class": td}, "th": {"class": th}}


class WithdrawalTable(tables.Table):
    """One page of requests. `me` is the login whose name is written "you"."""

    reference = tables.Column("Request", attrs=_classes("ref"))
    user_id = tables.Column("User", attrs=_classes("clip user"))
    upi_id = tables.Column("UPI ID", attrs=_classes("clip upi"))
    coins_amount = tables.Column("Amount", attrs=_classes("num amount", "num"))
    status = tables.Column(attrs=_classes("state"))
    started_by = tables.Column(
        "Reviewer", default="–", attrs=_classes("wide-only", "wide-only")
    )
    created_at = tables.Column("Age", attrs=_classes("num age", "num"))

    class Meta:
        model = CoinWithdrawal
        fields = (
            "reference",
            "user_id",
            "upi_id",
            "coins_amount",
            "status",
            "started_by",
            "created_at",
        )
        orderable = False  # pages by key: the view orders, see queue.py

    def __init__(
        self, rows: list[CoinWithdrawal], me: str, query: str = "", opened: str = ""
    ) -> None:
        super().__init__(rows)
        if not any(row.is_open for row in rows):
            self.columns["created_at"].column.verbose_name = "Requested"
        self.me, self.query, self.opened = me, query, opened

    def render_reference(self, record: CoinWithdrawal) -> SafeString:
        """A link to the page; with a script and room, it fills the pane instead."""
        url = reverse("portal:request", args=[record.pk]) + self.query
        current = ' aria-current="true"' if str(record.pk) == self.opened else ""
        return format_html(
            '<a id="open-{}" href="{}" hx-get="{}" hx-target="#pane"{}>{}</a>',
            record.pk,
            url,
            url,
            SafeString(current),
            record.reference,
        )

    def render_user_id(self, value: str) -> SafeString:
        users = reverse("portal:users")
        query = urlencode({"user_id": value})
        return format_html('<a href="{}?{}">{}</a>', users, query, value)

    def render_coins_amount(self, record: CoinWithdrawal) -> str:
        return amounts.rupees(record.rupees_amount)

    def render_status(self, record: CoinWithdrawal) -> SafeString:
        return format_html(
            '<span class="status status-{}">{}</span>',
            record.status,
            record.get_status_display(),
        )

    def render_started_by(self, value: str) -> str:
        return "you" if value == self.me else value

    def render_created_at(self, record: CoinWithdrawal) -> SafeString:
        """How long an open request has waited; the day of one that is done."""
        local = timezone.localtime(record.created_at)
        words = amounts.age(local) if record.is_open else f"{local:%-d %b, %H:%M}"
        late = SafeString(' <span class="late">late</span>') if record.is_late else ""
        return format_html(
            '<time datetime="{}" title="{}">{}</time>{}',
            local.isoformat(timespec="seconds"),
            f"{local:%-d %b %Y, %H:%M} IST",
            words,
            late,
        )
