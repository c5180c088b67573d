"""The database refuses what breaks the books, from whoever has the product's rights."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import (
    DataError,
    IntegrityError,
    ProgrammingError,
    connection,
    transaction,
)

from tests import (
    attacks_on_accounts,
    attacks_on_coins,
    attacks_on_history,
    attacks_on_requests,
)
from tests.conftest import give, submitted
from wallet import ledger, verification
from wallet.ledger import Movement
from wallet.models import TransactionType, UserCoins, new_id
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.notes import add_note
from withdrawals.states import TRANSITIONS, Status

SHELVES = (
    attacks_on_accounts,
    attacks_on_coins,
    attacks_on_history,
    attacks_on_requests,
)
HERE = "SQLITE" if connection.vendor == "sqlite" else "POSTGRESQL"
ATTACKS = {
    name: sql
    for shelf in SHELVES
    for name, sql in (shelf.ATTACKS | getattr(shelf, HERE)).items()
}
FOUND = {
    name: says for shelf in SHELVES for name, says in shelf.FOUND_ON_SQLITE.items()
}

# The rights that a product's login needs, without owning anything.
ROLE = """
    CREATE ROLE {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT TEMPORARY ON DATABASE {name} TO {role};
    SET LOCAL ROLE {role};
"""


def id_as_kept(uuid) -> str:
    return f"'{uuid if connection.vendor == 'postgresql' else uuid.hex}'"


@pytest.fixture
def facts(alice, bob, meera, request_in) -> dict[str, object]:
    """What the attacks are filled in with, after a life of every kind."""
    give("alice", 3000)
    requests = {str(status): request_in(status) for status in Status}
    requests["released"] = request_in(Status.PROCESSING)
    boss = Actor.staff(meera)
    transitions.release(requests["released"].id, reason="Oops", actor=boss)
    add_note(requests["pending"].id, "Called the user.", actor=boss)
    requests["bobs"] = submitted("bob")
    UserCoins.objects.create(user_id="carol")
    ledger.credit(Movement("alice", 5, TransactionType.EARNED, "Spare", "credit:spare"))
    ids = {name: each.id for name, each in requests.items()}
    ids |= {"fresh": new_id(), "nobody": new_id()}
    account = UserCoins.objects.get(user_id="alice")
    return (
        {name: id_as_kept(each) for name, each in ids.items()}
        | {f"{name}_name": str(each) for name, each in ids.items()}
        | {f"{name}_NAME".upper(): str(each).upper() for name, each in ids.items()}
        | {f"{name}_reference": each.reference for name, each in requests.items()}
        | {"balance": account.total_coins, "sequence": account.last_sequence}
        | {"utr": requests["completed"].utr, "now": "CURRENT_TIMESTAMP"}
    )


@contextmanager
def as_the_product() -> Iterator[None]:
    """Inside are only the product's rights, and its transaction is never kept."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            name = connection.settings_dict["NAME"]
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(ROLE.format(role=f"{name}_product", name=name))
        yield
        transaction.set_rollback(True)


def run(sql: str) -> None:
    """Run the attack up to what a COMMIT would check."""
    with connection.cursor() as cursor:
        for statement in sql.split("; "):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if connection.vendor == "sqlite":
        connection.check_constraints()


def is_refusal(error: Exception) -> bool:
    """Whether the database refused, rather than not understood."""
    lacks_the_right = getattr(error.__cause__, "sqlstate", "") == "42501"
    return isinstance(error, IntegrityError | DataError) or lacks_the_right


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_or_found(facts, name):
    sql = ATTACKS[name].format(**facts)
    with as_the_product():
        if connection.vendor == "sqlite" and name in FOUND:
            run(sql)
            found = "\n".join(verification.differences())
            assert FOUND[name].format(**facts) in found
            return
        with pytest.raises((IntegrityError, DataError, ProgrammingError)) as error:
            run(sql)
        assert is_refusal(error.value), error.value


def test_there_are_more_than_a_hundred_attacks():
    assert len(ATTACKS) > 100


@pytest.mark.parametrize("source", Status)
@pytest.mark.parametrize("target", Status)
def test_the_database_knows_the_legal_moves(facts, source, target):
    legal = {(step.source, step.target) for step in TRANSITIONS}
    move = attacks_on_history.change(f"status = '{target}'", source)
    refused = False
    with as_the_product(), connection.cursor() as cursor:
        try:
            cursor.execute(move.format(**facts))
        except IntegrityError as error:
            refused = "this move is not legal" in str(error)
    assert refused == (source != target and (source, target) not in legal)
