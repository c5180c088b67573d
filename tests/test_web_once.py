"""One form makes one request, however many senders there are at one moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.test_web import CHECK, UPI_ID, answers
from wallet import ledger
from wallet.models import CoinTransaction
from withdrawals.models import CoinWithdrawal

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("way"),
]

SENDERS = 8


def at_once(acts: list[Callable[[], object]]) -> list[Any]:
    """Run all acts in threads that start at the same moment."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def sender(session, url, fields):
    client = Client()
    client.cookies["sessionid"] = session
    return lambda: client.post(url, fields)


def test_button_pressed_many_times_makes_one_request(client, alice):
    client.force_login(alice)
    session, sent = client.cookies["sessionid"].value, answers(client, "300")
    found = at_once([sender(session, CHECK, sent) for _ in range(SENDERS)])
    made = CoinWithdrawal.objects.get()
    assert {each.url for each in found} == {f"/withdraw/{made.id}/"}
    assert ledger.balance("alice") == 1700


def test_one_form_with_many_amounts_makes_one_request(client, alice):
    client.force_login(alice)
    session, sent = client.cookies["sessionid"].value, answers(client)
    amounts = range(100, 100 + SENDERS)
    acts = [sender(session, CHECK, sent | {"coins": str(n)}) for n in amounts]
    statuses = sorted(each.status_code for each in at_once(acts))
    assert statuses == [302] + [409] * (SENDERS - 1)
    assert CoinWithdrawal.objects.count() == 1


def test_many_forms_never_take_more_than_there_is(client, alice):
    client.force_login(alice)
    session = client.cookies["sessionid"].value
    acts = [
        sender(
            session,
            CHECK,
            {"coins": "700", "upi_id": UPI_ID, "token": f"{n:032x}"},
        )
        for n in range(SENDERS)
    ]
    statuses = sorted(each.status_code for each in at_once(acts))
    assert statuses == [302, 302] + [422] * (SENDERS - 2)
    assert ledger.balance("alice") == 600


def test_cancelling_many_times_refunds_once(client, alice):
    client.force_login(alice)
    session = client.cookies["sessionid"].value
    url = client.post(CHECK, answers(client)).url
    found = at_once([sender(session, f"{url}cancel/", {}) for _ in range(SENDERS)])
    assert {each.url for each in found} == {url}
    assert CoinTransaction.objects.filter(transaction_type="refund").count() == 1
    assert ledger.balance("alice") == 2000
