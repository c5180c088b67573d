"""What the staff portal's pages cost among many requests, beside Django's own admin.

ROWS=1000000 ROUNDS=9 make bench
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote

import django
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()

from allauth.mfa.models import Authenticator

from project.settings import BASE_DIR
from tests.conftest import staff
from tests.many_requests import SOME_OPEN, fill, indexes_off
from tests.plain_admin import EMPTY, LIST, ROWS
from tests.stopwatch import measure
from wallet import clock
from withdrawals.models import SLA, CoinWithdrawal, StatusChange
from withdrawals.portal import keyset
from withdrawals.portal.tabs import TABS, Viewer
from withdrawals.states import Status

Get = Callable[[str], None]
A_YEAR = 365 * 24 * 60 * 60
DEEP = 10_000  # pages
ME = "staff3"
QUEUE = f"/portal/?rows={ROWS}"
# As a server in production has it; with files that were not collected.
SERVER = override_settings(
    DEBUG=False,
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF="tests.plain_admin",
    STAFF_TOTP_REQUIRED=True,
    STATIC_ROOT=BASE_DIR / "static",
    WHITENOISE_AUTOREFRESH=False,
    WHITENOISE_USE_FINDERS=False,
)


class Case(NamedTuple):
    """A page of the portal, and what the admin shows of the same requests."""

    name: str
    portal: str
    admin: str


def main() -> None:
    rows = int(os.environ.get("ROWS", "1000000"))
    call_command("migrate", verbosity=0)
    say(f"Making {rows:,} requests")
    make(rows)
    run(int(os.environ.get("ROUNDS", "9")))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def a_year_ago() -> datetime:
    return clock.now() - timedelta(seconds=A_YEAR)


def make(rows: int) -> None:
    """Requests of a year until now; 85 % are paid."""
    since = f"{a_year_ago():%Y-%m-%d %H:%M}"
    with indexes_off(CoinWithdrawal, StatusChange):
        fill(
            rows,
            since=since,
            every=A_YEAR / rows,
            of=SOME_OPEN,
            users=rows // 20,
            reviewer="'staff' || n % 8",
        )


def run(rounds: int) -> None:
    """Print the table of ratios; each line is measured in turns."""
    row = CoinWithdrawal.objects.filter(status=Status.COMPLETED).newest_first()[99]
    with SERVER:
        get = browser()
        say(f"{'':28}{'portal':>10}{'admin':>10}{'faster':>10}{'at most':>10}")
        for case in (*tabs(), *filters(row), *searches(row), *others(row)):
            urls = {"portal": case.portal, "admin": case.admin, "empty": EMPTY}
            took = compare(get, rounds, **urls)
            ours, theirs, least = took["portal"], took["admin"], took["empty"]
            times = f"{theirs / ours:9.1f}x{theirs / least:9.1f}x"
            say(f"{case.name:28}{ms(ours)}{ms(theirs)}{times}")
        say("At most: where it took no longer than an empty page behind that login.")
        say(f"\n{'':28}{'page 1':>10}{'deep':>10}{'slower':>10}")
        for tab in ("review", "completed", "all"):
            page, deep = deep_page(tab)
            took = compare(get, rounds, first=f"{QUEUE}&tab={tab}", deep=deep)
            first, far = took["first"], took["deep"]
            name = f"{TABS[tab].label}, page {page:,}"
            say(f"{name:28}{ms(first)}{ms(far)}{far / first:9.2f}x")


def ms(seconds: float) -> str:
    return f"{seconds * 1000:7.1f} ms"


def browser() -> Get:
    """Of a member of staff with a second factor, who reviews and pays."""
    me = staff(ME, "Reviewers", "Payers")
    Authenticator.objects.create(user=me, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(me)
    client.get(QUEUE)  # which sets the cookie of the forms' token
    cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())
    server = WSGIHandler()

    def get(url: str) -> None:
        """Not by the client itself, which copies each template's context."""
        environ = RequestFactory().get(url, headers={"cookie": cookies}).environ
        answer = server(environ, start_response)
        assert answer.status_code == HTTPStatus.OK, (url, answer)
        for _ in answer:
            pass
        answer.close()

    return get


def start_response(status: str, headers: object, error: object = None) -> Any:
    """What a WSGI server would answer with."""


def compare(get: Get, rounds: int, **urls: str) -> dict[str, float]:
    acts = {name: partial(get, url) for name, url in urls.items()}
    measure(acts, 1)  # what the first visit alone pays for
    return measure(acts, rounds, after_itself=True)


LIVE = "is_test__exact=0"  # else the admin could use none of the queue's indexes
_KIND = {"test": "is_test__exact=1"}


def tabs() -> list[Case]:
    late = quote((clock.now() - SLA).isoformat())
    asked = {
        "review": "status__exact=pending",
        "pay": "status__exact=processing",
        "mine": f"status__exact=processing&started_by__exact={ME}",
        "late": f"status__in=pending,processing&created_at__lt={late}",
        "failed": "status__exact=failed",
        "completed": "status__exact=completed",
        "all": "",
        "test": "",
    }
    return [
        Case(
            tab.label,
            f"{QUEUE}&tab={key}",
            f"{LIST}?{asked[key]}&{_KIND.get(key, LIVE)}",
        )
        for key, tab in TABS.items()
    ]


_TIMES = "00:00", "12:00", "13:00", "23:59:59"  # of a day in India


def filters(row: CoinWithdrawal) -> list[Case]:
    """On the tab "All", around a payment of some time ago."""
    day = timezone.localdate(row.created_at) - timedelta(days=1)
    start, noon, one, end = (f"{day}T{time}%2B05:30" for time in _TIMES)
    asked = {
        "user": (f"user={row.user_id}", f"user_id__exact={row.user_id}"),
        "UPI ID": (f"upi_id={row.upi_id}", f"upi_id__exact={row.upi_id}"),
        "reviewer": (f"reviewer={ME}", f"started_by__exact={ME}"),
        "two statuses": (
            "status=pending&status=failed",
            "status__in=pending,failed",
        ),
        "amount": ("least=5000&most=5010", _between("coins_amount", 50000, 50100)),
        "day": (f"since={day}&until={day}", _between("created_at", start, end)),
        "hour": (
            f"hour={day}T12",
            _between("created_at", noon, one),
        ),
        "paid on a day": (
            f"dated=paid&since={day}&until={day}",
            _between("completed_at", start, end),
        ),
        "failed on a day": (
            f"dated=failed&since={day}&until={day}",
            f"status__exact=failed&{_between('created_at', start, end)}",
        ),
        "reason": ("reason=Reason%203", "failure_reason__exact=Reason%203"),
        # The admin has no such filter: who paid is in the history.
        "paid by": (f"payer={ME}", f"status__exact=completed&started_by__exact={ME}"),
    }
    return [
        Case(f"Filter: {name}", f"{QUEUE}&tab=all&{ours}", f"{LIST}?{theirs}&{LIVE}")
        for name, (ours, theirs) in asked.items()
    ]


def _between(field: str, least: object, below: object) -> str:
    return f"{field}__gte={least}&{field}__lt={below}"


def searches(row: CoinWithdrawal) -> list[Case]:
    texts = {
        "reference": row.reference,
        "transaction ID": row.utr,
        "user": row.user_id,
        "UPI ID": row.upi_id,
        "nothing": "nobody",
    }
    return [
        Case(f"Search: {name}", f"{QUEUE}&tab=all&q={text}", f"{LIST}?q={text}&{LIVE}")
        for name, text in texts.items()
    ]


def others(row: CoinWithdrawal) -> list[Case]:
    pending = CoinWithdrawal.objects.to_review().newest_first()[0].pk
    return [
        Case("List with a request open", f"{QUEUE}&open={pending}", f"{LIST}?{LIVE}"),
        Case("One request", f"/portal/requests/{pending}/", f"{LIST}{pending}/change/"),
        Case("Dashboard", "/portal/dashboard/", f"{LIST}?{LIVE}"),
    ]


def deep_page(tab: str) -> tuple[int, str]:
    """Its number and address: DEEP, or the middle of what is not that deep."""
    rows, order = TABS[tab].of(Viewer(ME)), TABS[tab].order
    page = max(2, min(DEEP, rows.count() // ROWS // 2))
    last = rows.order_by(*order.fields())[(page - 1) * ROWS - 1]
    after = keyset.Cursor(getattr(last, order.field), last.pk)
    return page, f"{QUEUE}&tab={tab}&after={after}"


if __name__ == "__main__":
    main()
