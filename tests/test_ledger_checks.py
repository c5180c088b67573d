"""A check that is asked for on the page: one at a time, by a process of its own."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import give
from tests.ledger_processes import found_by_processes  # noqa: F401 (a fixture)
from tests.patience import wait_until
from tests.queue_page import html, words
from tests.test_races import race
from wallet import checking, clock, examination
from wallet.models import CheckState, LedgerCheck, LedgerVerification

LEDGER = "/portal/ledger/"
LINE = {"HX-Request": "true", "HX-Target": "check-running"}
transactional = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def asked(client, asha):
    """asha has pressed the button; her check's process has not come yet."""
    client.force_login(asha)
    assert client.post(f"{LEDGER}check/").url == LEDGER
    return LedgerCheck.objects.get()


def silent(check, age=checking.LEASE + timedelta(seconds=1)):
    """Let the process have been silent for so long."""
    LedgerCheck.objects.filter(pk=check.pk).update(seen_at=clock.now() - age)


def states():
    return list(LedgerCheck.objects.order_by("id").values_list("state", flat=True))


def test_page_says_since_when_and_for_whom_a_check_runs(asked, client):
    page = client.get(LEDGER)
    assert "Checking since" in words(page)
    assert "asked for by asha" in words(page)
    assert 'class="btn btn-primary" disabled' in html(page)


def test_page_says_what_the_check_is_doing(asked, client):
    LedgerCheck.objects.update(doing="Hash chain of movements: 1,000 of 5,000 rows")
    assert "Hash chain of movements: 1,000 of 5,000 rows" in words(client.get(LEDGER))


def test_second_click_changes_nothing(asked, client):
    assert client.post(f"{LEDGER}check/").url == LEDGER
    assert LedgerCheck.objects.get() == asked


def test_line_asks_again_until_the_check_is_done(asked, client):
    line = client.get(LEDGER, headers=LINE)
    assert "Checking since" in words(line)
    assert "<h1>" not in html(line)
    checking.carry_out(asked.id)
    assert client.get(LEDGER, headers=LINE)["HX-Refresh"] == "true"
    assert "No differences" in words(client.get(LEDGER))
    assert states() == [CheckState.DONE]


def test_check_whose_process_is_gone_has_failed(asked, client):
    silent(asked)
    page = words(client.get(LEDGER))
    assert "A check stopped without a result" in page
    assert "Checking since" not in page
    client.post(f"{LEDGER}check/")
    assert states() == [CheckState.FAILED, CheckState.RUNNING]


def test_failure_is_forgotten_once_a_check_has_come_through(asked, client):
    silent(asked)
    call_command("verify_ledger")
    assert "stopped without a result" not in words(client.get(LEDGER))


def test_check_that_breaks_says_so_and_lets_the_next_one_begin(asked, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(checking, "examine", broken)
    with pytest.raises(RuntimeError):
        checking.carry_out(asked.id)
    assert states() == [CheckState.FAILED]
    assert checking.ask("ada")


def test_process_that_was_given_up_takes_nothing_from_the_next_one(asked):
    silent(asked)
    assert checking.ask("ada")
    with pytest.raises(LedgerCheck.DoesNotExist):
        checking.carry_out(asked.id)
    checking._update(asked, state=CheckState.DONE)
    assert states() == [CheckState.FAILED, CheckState.RUNNING]


def test_unknown_check_is_refused_by_the_command(db):
    with pytest.raises(CommandError, match="No such check is waiting"):
        call_command("verify_ledger", asked=uuid4())


@transactional
def test_clicks_at_the_same_time_start_one_check(monkeypatch):
    monkeypatch.setattr(checking, "_run", lambda check_id: None)
    assert sorted(race(*[lambda: checking.ask("asha")] * 6)) == [False] * 5 + [True]
    assert states() == [CheckState.RUNNING]


@transactional
def test_check_gives_signs_of_life_while_it_runs(monkeypatch):
    monkeypatch.setattr(checking, "BEAT", timedelta(milliseconds=20))
    monkeypatch.setattr(checking, "_run", lambda check_id: None)
    checking.ask("asha")
    check = LedgerCheck.objects.get()
    silent(check)

    def slow(by, doing):
        doing("Hash chain")
        wait_until(lambda: LedgerCheck.objects.get().seen_at > check.asked_at)
        return examination.examine(by)

    monkeypatch.setattr(checking, "examine", slow)
    checking.carry_out(check.id)
    check.refresh_from_db()
    assert check.seen_at > check.asked_at
    assert check.doing == "Hash chain"
    assert check.state == CheckState.DONE


@transactional
@pytest.mark.usefixtures("found_by_processes")
def test_check_is_carried_out_by_a_process_of_its_own():
    give("alice", 10)
    assert checking.ask("asha")
    wait_until(lambda: states() != [CheckState.RUNNING])
    assert states() == [CheckState.DONE]
    assert LedgerVerification.objects.get().counts["movements"] == 1
