"""How long a request usually takes, as the latest payments tell."""

from datetime import timedelta

import pytest

from tests.conftest import give, submitted
from wallet import clock
from withdrawals import estimates, transitions
from withdrawals.actors import Actor
from withdrawals.estimates import Estimate, estimate, usual_time
from withdrawals.states import Status

HOUR = timedelta(hours=1)


@pytest.fixture
def paid(alice, meera):
    """Let requests be paid so many hours after they were made."""
    boss = Actor.staff(meera)
    give("alice", 100_000)
    start = clock.now() - timedelta(days=30)

    def pay(*hours: float) -> None:
        for number, took in enumerate(hours):
            with clock.at(start + number * HOUR):
                asked = submitted(coins=100)
                transitions.start(asked.id, actor=boss)
                with clock.at(clock.now() + took * HOUR):
                    transitions.complete(asked.id, utr=f"EST{number:05}", actor=boss)

    return pay


def test_nine_in_ten_were_paid_within_the_time(paid):
    paid(*range(1, 21))
    assert usual_time() == 18 * HOUR


def test_too_few_payments_tell_nothing(paid):
    paid(*[1] * 19)
    assert usual_time() is None


def test_only_the_latest_payments_count(paid, monkeypatch):
    monkeypatch.setattr(estimates, "SAMPLE", 20)
    paid(*[9] * 20, *[2] * 40)
    assert usual_time() == 2 * HOUR


def test_it_is_looked_up_once_in_a_while(paid, django_assert_num_queries):
    paid(*[1] * 20)
    with django_assert_num_queries(1):
        for _ in range(3):
            assert usual_time() == HOUR


def test_that_there_are_too_few_is_remembered_too(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [usual_time(), usual_time()] == [None, None]


@pytest.mark.parametrize("status", Status)
def test_only_an_open_request_has_an_estimate(paid, request_in, status):
    paid(*[5] * 20)
    asked = request_in(status)
    found = estimate(asked)
    if status in (Status.PENDING, Status.PROCESSING):
        assert found == Estimate(asked.created_at, 5 * HOUR)
        assert found.until == asked.created_at + 5 * HOUR
    else:
        assert found is None


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.1, "5 minutes"),
        (5, "5 minutes"),
        (26, "30 minutes"),
        (55, "55 minutes"),
        (56, "1 hour"),
        (60, "1 hour"),
        (61, "2 hours"),
        (48 * 60, "48 hours"),
        (48 * 60 + 1, "3 days"),
        (60 * 24 * 9, "9 days"),
    ],
)
def test_the_time_in_words(minutes, words):
    assert Estimate(clock.now(), timedelta(minutes=minutes)).words == words


def test_the_status_page_tells_it(paid, client, alice):
    paid(*[5] * 20)
    client.force_login(alice)
    asked = submitted()
    page = client.get(f"/withdraw/{asked.id}/").content.decode()
    assert "Usually paid within 5 hours" in page
    with clock.at(clock.now() - 6 * HOUR):
        late = submitted()
    page = client.get(f"/withdraw/{late.id}/").content.decode()
    assert "Usually paid within 5 hours. This one takes longer." in page


def test_the_status_page_promises_nothing_it_does_not_know(client, alice):
    client.force_login(alice)
    page = client.get(f"/withdraw/{submitted().id}/").content.decode()
    assert "Usually" not in page
