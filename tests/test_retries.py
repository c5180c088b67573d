"""PostgreSQL itself asks for another try, and is given four at most."""

import threading

import pytest
from django.db import IntegrityError, OperationalError, connection

from tests.conftest import give
from tests.everything import nothing_changes
from tests.test_busy_database import locked
from tests.test_races import earn, race
from wallet import ledger
from wallet.models import UserCoins
from wallet.retries import TRIES, Busy, atomic_with_retry, keyed_with_retry

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="asks PostgreSQL"),
]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def counted(sql: str = "", keyed: bool = False):
    """A credit for alice that runs `sql` first, and the list of its tries."""
    tries: list[int] = []

    def act() -> None:
        tries.append(1)
        if sql and len(tries) == 1:
            execute(sql)
        ledger.credit(earn("credit:1"))

    return (keyed_with_retry if keyed else atomic_with_retry)(act), tries


def test_a_server_that_became_read_only_is_left_for_the_new_one():
    act, tries = counted()
    execute("SET default_transaction_read_only = on")  # of this connection alone
    act()
    assert (len(tries), ledger.balance("alice")) == (2, 100)


def test_a_failover_that_lasts_ends_after_four_tries():
    name = connection.settings_dict["NAME"]
    act, tries = counted()
    execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    connection.close()
    try:
        with nothing_changes(), pytest.raises(Busy, match="read-only"):
            act()
    finally:
        execute("SET default_transaction_read_only = off")
        execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
        connection.close()
    assert len(tries) == TRIES
    act()
    assert ledger.balance("alice") == 100


def test_a_lock_that_nobody_gives_back_ends_after_four_tries():
    give("alice", 100)
    act, tries = counted()
    with locked(), nothing_changes(), pytest.raises(Busy, match="lock timeout"):
        act()
    assert len(tries) == TRIES


def test_one_of_two_serializable_writers_is_repeated():
    give("alice", 100)
    meeting = threading.Barrier(2)

    def writing(number: int):
        tries: list[int] = []

        @atomic_with_retry
        def act() -> int:
            tries.append(number)
            execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            UserCoins.objects.get(user_id="alice")
            if len(tries) == 1:
                meeting.wait(timeout=10)
            ledger.credit(earn(f"credit:{number}"))
            return len(tries)

        return act

    assert sorted(race(writing(1), writing(2))) == [1, 2]
    assert ledger.balance("alice") == 300


@pytest.mark.parametrize(
    ("sql", "error"),
    [
        ("SELECT pg_terminate_backend(pg_backend_pid())", OperationalError),
        ("SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)", OperationalError),
        ("INSERT INTO wallet_usercoins SELECT * FROM wallet_usercoins", IntegrityError),
    ],
)
def test_what_may_not_be_repeated_is_tried_once(sql, error):
    give("alice", 100)
    act, tries = counted(sql)
    with nothing_changes(), pytest.raises(error) as raised:
        act()
    assert not isinstance(raised.value, Busy)
    assert len(tries) == 1
    connection.close()


def test_what_has_a_key_survives_a_killed_connection():
    act, tries = counted("SELECT pg_terminate_backend(pg_backend_pid())", keyed=True)
    act()
    assert (len(tries), ledger.balance("alice")) == (2, 100)
