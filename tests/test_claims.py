"""Taking a request: a sign for the others that ends by itself and forbids nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from tests.conftest import RequestIn, submitted
from tests.everything import nothing_changes
from wallet import clock
from wallet.models import new_id
from withdrawals import claims, transitions
from withdrawals.actors import Actor
from withdrawals.exceptions import (
    Held,
    IllegalTransition,
    NotAllowed,
    WithdrawalNotFound,
)
from withdrawals.models import AuditAct, AuditEntry, Claim, Note
from withdrawals.states import ActorKind, Right, Status


def take(withdrawal, person, **more):
    return claims.take(withdrawal.id, actor=Actor.staff(person), **more)


def holder(withdrawal):
    claim = claims.of(withdrawal.id)
    return claim and claim.holder


def later(minutes):
    return clock.at(timezone.now() + timedelta(minutes=minutes))


def test_who_takes_a_request_has_it_for_a_quarter_of_an_hour(pending, rita):
    claim = take(pending, rita)
    assert (claim.holder, claim.minutes_left) == ("rita", 15)
    with later(14):
        assert holder(pending) == "rita"
    with later(16):
        assert holder(pending) is None


def test_taking_it_again_begins_anew(pending, rita):
    take(pending, rita)
    with later(10):
        take(pending, rita)
    with later(20):
        assert holder(pending) == "rita"
    assert Claim.objects.count() == 1


def test_what_another_has_is_not_taken(pending, rita, pavan):
    take(pending, pavan)
    with nothing_changes(), pytest.raises(Held) as error:
        take(pending, rita)
    assert error.value.claim.holder == "pavan"


def test_what_another_had_is_free(pending, rita, pavan):
    take(pending, pavan)
    with later(16):
        take(pending, rita)
        assert holder(pending) == "rita"
    assert not AuditEntry.objects.filter(act=AuditAct.TAKEN_OVER).exists()


def test_taking_over_is_kept_in_history_and_audit_log(pending, rita, pavan):
    take(pending, pavan)
    take(pending, rita, over="pavan", ip="127.0.0.1")
    assert holder(pending) == "rita"
    note = Note.objects.get(kind=Note.Kind.TAKEOVER)
    assert (note.actor, note.text) == ("rita", "From pavan")
    entry = AuditEntry.objects.get(act=AuditAct.TAKEN_OVER)
    assert (entry.actor, entry.target) == ("rita", pending.reference)
    assert (entry.details, entry.ip) == ({"holder": "pavan"}, "127.0.0.1")


def test_taking_over_from_one_does_not_take_from_another(pending, rita, pavan, meera):
    take(pending, meera)
    with nothing_changes(), pytest.raises(Held):
        take(pending, rita, over="pavan")


def test_only_its_holder_gives_it_back(pending, rita, pavan):
    take(pending, pavan)
    claims.give_back(pending.id, actor=Actor.staff(rita))
    assert holder(pending) == "pavan"
    claims.give_back(pending.id, actor=Actor.staff(pavan))
    assert holder(pending) is None


def test_claim_forbids_no_move_and_ends_with_it(pending, rita, pavan):
    take(pending, pavan)
    transitions.start(pending.id, actor=Actor.staff(rita))
    assert not Claim.objects.exists()


@pytest.mark.parametrize("status", [Status.COMPLETED, Status.FAILED, Status.CANCELLED])
def test_what_is_done_is_not_taken(request_in: RequestIn, rita, status):
    withdrawal = request_in(status)
    with nothing_changes(), pytest.raises(IllegalTransition):
        take(withdrawal, rita)


@pytest.mark.parametrize("act", [claims.take, claims.give_back])
def test_who_only_looks_takes_nothing(pending, asha, act):
    with nothing_changes(), pytest.raises(NotAllowed):
        act(pending.id, actor=Actor.staff(asha))


@pytest.mark.parametrize("act", [claims.take, claims.give_back])
def test_request_that_is_none(rita, act):
    with pytest.raises(WithdrawalNotFound):
        act(new_id(), actor=Actor.staff(rita))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("over", ["", "pavan"], ids=["free", "taken over"])
def test_of_many_at_once_one_has_it(alice, over):
    for _ in range(8):
        withdrawal = submitted(coins=100)
        if over:
            claims.take(withdrawal.id, actor=_person(over))
        results = _race(withdrawal.id, 6, over)
        won = [each for each in results if isinstance(each, Claim)]
        assert len(won) == 1
        assert holder(withdrawal) == won[0].holder
    assert Note.objects.count() == (8 if over else 0)


def _person(name):
    return Actor(ActorKind.STAFF, name, frozenset({Right.REVIEW}))


def _race(withdrawal_id, number, over):
    start = Barrier(number)

    def run(name):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return claims.take(withdrawal_id, actor=_person(name), over=over)
        except Held as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(run, [f"person{each}" for each in range(number)]))
