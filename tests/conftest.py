"""People, coins and requests for every test.

alice owns, bob is someone else; rita reviews, pavan pays, meera does both, asha
audits, ada is admin.
"""

import itertools
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.db import connection

from project.login import sessions
from tests.api import APP_KEY, Server, let_in
from tests.as_migrated import copied, flushed_to
from tests.browser import browse, chromium  # noqa: F401 (fixtures)
from tests.engines import chromium_page, engine, node  # noqa: F401 (fixtures)
from wallet import ledger
from wallet.models import TransactionType
from withdrawals import submission, transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.states import Status

_numbers = itertools.count(1)

RequestIn = Callable[[Status], CoinWithdrawal]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first: at the end no process waits for another's last test."""
    items.sort(key=lambda item: not _takes_long(item))


def _takes_long(item: pytest.Item) -> bool:
    """Whether it starts processes on the test's database, or lives many lives."""
    starts = "found_by_processes" in getattr(item, "fixturenames", ())
    return starts or item.get_closest_marker("torture") is not None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a transactional test the database is again as the migrations left it.

    At once, not only before the next test of that kind: any other may follow where the
    processes share the tests.
    """
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            put_back = stack.enter_context(copied())
        stack.enter_context(flushed_to(put_back))
        yield


@pytest.fixture(scope="session", autouse=True)
def _force_login_is_a_login():
    """It leaves in the session what the login page leaves, as time and proof."""

    def begin(request, user, **_):
        if request.path:  # the login page itself, which does so
            return
        sessions.begin(request, user)
        record_authentication(request, user, "password")

    user_logged_in.connect(begin)
    yield
    user_logged_in.disconnect(begin)


@pytest.fixture(autouse=True)
def _nothing_is_known_by_heart():
    """What one test let the product remember is none of the next one's business."""
    cache.clear()


def give(user_id: str, coins: int) -> None:
    """Let `user_id` earn coins."""
    ledger.credit(
        ledger.Movement(
            user_id,
            coins,
            TransactionType.EARNED,
            "Earned in a test",
            f"credit:test-{next(_numbers)}",
        )
    )


def staff(name: str, *roles: str) -> User:
    user = User.objects.create_user(name, password="demo", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


@pytest.fixture(
    params=["step by step", "one statement"][: 1 + (connection.vendor == "postgresql")]
)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How requests are asked for: each way that this database has."""
    chosen: str = request.param
    monkeypatch.setattr(submission, "has_functions", lambda: chosen != "step by step")
    return chosen


@pytest.fixture
def alice(db) -> User:
    """A user with 2,000 coins."""
    give("alice", 2000)
    return User.objects.create_user("alice", password="demo")


@pytest.fixture
def bob(db) -> User:
    """Another user, with 500 coins."""
    give("bob", 500)
    return User.objects.create_user("bob", password="demo")


@pytest.fixture
def rita(db) -> User:
    return staff("rita", "Reviewers")


@pytest.fixture
def pavan(db) -> User:
    return staff("pavan", "Payers")


@pytest.fixture
def meera(db) -> User:
    return staff("meera", "Reviewers", "Payers")


@pytest.fixture
def asha(db) -> User:
    return staff("asha", "Auditors")


@pytest.fixture
def ada(db) -> User:
    return User.objects.create_superuser("ada", password="demo")


def submitted(user_id: str = "alice", coins: int = 500) -> CoinWithdrawal:
    """A pending request of `user_id`, who has the coins."""
    actor = Actor.user(user_id)
    return transitions.submit(
        user_id, coins, f"{user_id}@okhdfcbank", actor=actor
    ).withdrawal


@pytest.fixture
def request_in(alice, meera) -> RequestIn:
    """Make a request of alice's (500 coins, ₹50.00) in any status."""
    boss = Actor.staff(meera)
    ways: dict[Status, Callable[[CoinWithdrawal], object]] = {
        Status.PENDING: lambda w: None,
        Status.PROCESSING: lambda w: transitions.start(w.id, actor=boss),
        Status.COMPLETED: lambda w: (
            transitions.start(w.id, actor=boss),
            transitions.complete(w.id, utr=f"6{next(_numbers):011d}", actor=boss),
        ),
        Status.FAILED: lambda w: transitions.fail(
            w.id, reason="UPI ID not found", actor=boss
        ),
        Status.CANCELLED: lambda w: transitions.cancel(
            w.id, actor=Actor.user(w.user_id)
        ),
    }

    def make(status: Status) -> CoinWithdrawal:
        withdrawal = submitted()
        ways[status](withdrawal)
        withdrawal.refresh_from_db()
        return withdrawal

    return make


@pytest.fixture
def pending(request_in: RequestIn) -> CoinWithdrawal:
    return request_in(Status.PENDING)


@pytest.fixture
def processing(request_in: RequestIn) -> CoinWithdrawal:
    """Started by meera."""
    return request_in(Status.PROCESSING)


@pytest.fixture
def completed(request_in: RequestIn) -> CoinWithdrawal:
    return request_in(Status.COMPLETED)


@pytest.fixture
def api(db) -> Server:
    """The app's server, called "app", with its key."""
    let_in()
    return Server(APP_KEY)
