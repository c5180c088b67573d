"""The demo's month: complete, true to the ledger, and the same each time."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from outbox.models import Job
from tests.api import Server
from wallet import clock, ledger, seal_check
from wallet.models import CoinTransaction, LedgerVerification
from withdrawals.demo import people
from withdrawals.demo.hours import IST
from withdrawals.demo.plan import stories
from withdrawals.integrations.models import App
from withdrawals.models import CoinWithdrawal, Note, StatusChange
from withdrawals.states import Status

MADE = {"from_status": ""}
NOON = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
MOMENTS = [NOON, NOON.replace(hour=18, minute=31), NOON + timedelta(days=40, hours=9)]


@pytest.fixture(scope="module")
def month(django_db_setup, django_db_blocker) -> Iterator[str]:
    """The demo at NOON, made once for this file.

    What the command printed.
    """
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(NOON), override_settings(WEBHOOK_LOOPBACK=True):
            call_command("demo", "--force", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def filled(month, db, settings) -> None:
    settings.API_REQUIRE_KEY = False


def test_demo_is_what_the_documents_promise(filled):
    requests = CoinWithdrawal.objects.all()
    assert Counter(each.status for each in requests) == {
        Status.PENDING: 55,
        Status.PROCESSING: 20,
        Status.COMPLETED: 262,
        Status.FAILED: 45,
        Status.CANCELLED: 18,
    }
    starters = {each.started_by for each in requests.to_pay()}
    assert starters == {"reviewer", "priya", "arun"}
    with clock.at(NOON):
        assert requests.over_sla().count() == 9
    assert Note.objects.count() > 40


def test_ledger_of_the_demo_is_clean(filled, capsys):
    call_command("verify_ledger")
    assert capsys.readouterr().err == ""


def test_history_of_the_demo_is_sealed(filled):
    heads = seal_check.heads()
    assert [head.waiting for head in heads] == [0, 0, 0]
    assert all(head.rows for head in heads)


def test_demo_ends_with_a_ledger_check(filled):
    """So that the dashboard and the Ledger page have something to show at once."""
    check = LedgerVerification.objects.get()
    assert check.difference_count == 0 and check.coins


def test_nothing_happens_before_its_time(filled):
    oldest = NOON - timedelta(days=30)
    for model in (CoinWithdrawal, StatusChange, Note):
        moments = model.objects.values_list("created_at", flat=True)
        assert oldest < min(moments) <= max(moments) <= NOON
    assert max(CoinTransaction.objects.values_list("created_at", flat=True)) <= NOON


def test_the_app_of_the_demo_has_a_test_key_and_a_test_webhook(filled):
    one = App.objects.get()
    assert {one.name} == {each.actor for each in StatusChange.objects.filter(**MADE)}
    assert one.created_at < CoinWithdrawal.objects.earliest("created_at").created_at
    [key], [hook] = one.keys.all(), one.endpoints.all()
    assert (key.is_test, hook.is_test, key.works) == (True, True, True)
    assert hook.url.startswith("http://127.0.0.1:")
    assert not Job.objects.exists()  # the month before is told to nobody


def test_its_test_key_is_told_and_works(month, filled):
    key = month.strip().rpartition(" ")[2]
    answer = Server(key).balance(user_id="nobody-yet").json()
    assert answer["data"]["balance"] == 0


@pytest.mark.parametrize("user_id", people.FRESH_USERS)
def test_documented_users_are_untouched(filled, user_id):
    assert ledger.balance(user_id) == 2000
    assert not CoinWithdrawal.objects.of_user(user_id).exists()


@pytest.mark.parametrize(
    ("name", "is_staff"),
    [
        ("reviewer", True),
        ("payer", True),
        ("auditor", True),
        ("admin", True),
        ("user123", False),
        ("test_user", False),
        ("ananya.iyer", False),
    ],
)
def test_demo_logins_work(filled, name, is_staff):
    user = authenticate(username=name, password="demo")
    assert user
    assert user.is_staff is is_staff


def test_colleagues_cannot_log_in(filled):
    for user in User.objects.filter(username__in=people.COLLEAGUES):
        assert not user.has_usable_password()


def test_second_run_changes_nothing(filled, capsys):
    call_command("demo")
    assert "Demo data is there already." in capsys.readouterr().out
    assert CoinWithdrawal.objects.count() == 400


def test_utr_begins_with_the_year_and_the_day(filled):
    paid = CoinWithdrawal.objects.exclude(completed_at=None)
    for utr, moment in paid.values_list("utr", "completed_at"):
        assert utr and moment
        day = moment.astimezone(IST)
        assert len(utr) == 12
        assert utr.startswith(f"{day.year % 10}{day:%j}")


def facts(moment: datetime) -> list[object]:
    return [
        (each.user_id, each.coins, each.upi_id, [(s.name, s.by) for s in each.steps])
        for each in stories(moment)
    ]


@pytest.mark.parametrize("now", MOMENTS)
def test_people_amounts_and_ends_are_the_same_on_any_day(now):
    assert facts(now) == facts(NOON - timedelta(days=100))
    assert all(step.moment <= now for story in stories(now) for step in story.steps)


def open_ages(moment: datetime) -> list[timedelta]:
    return [moment - story.asked_at for story in stories(moment) if not story.steps]


@pytest.mark.parametrize("now", MOMENTS)
def test_ages_of_open_requests_are_the_same_on_any_day(now):
    assert open_ages(now) == open_ages(NOON)
