"""A check that hashes only what no full check has proved, and says so."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.conftest import give
from tests.guards import triggers_off
from tests.queue_page import words
from wallet import examination
from wallet.management.commands import verify_ledger
from wallet.models import CoinTransaction, LedgerSeal, LedgerVerification, SealedRow


@pytest.fixture
def proved(alice, monkeypatch):
    """alice's first movement, sealed and proved by a full check; small is large."""
    monkeypatch.setattr(examination, "ALWAYS_FULL", 0)
    call_command("seal_ledger")
    call_command("verify_ledger", full=True)
    return CoinTransaction.objects.get()


@pytest.fixture
def newer(proved):
    """A movement that was sealed after the full check."""
    give("alice", 10)
    call_command("seal_ledger")
    return CoinTransaction.objects.latest("id")


def verify(**options):
    out = StringIO()
    call_command("verify_ledger", stdout=out, **options)
    return out.getvalue()


def forge(movement):
    """Change what no other check reads."""
    with triggers_off():
        CoinTransaction.objects.filter(pk=movement.pk).update(reason="Other")


def latest():
    return LedgerVerification.objects.latest("id")


def test_quick_check_hashes_what_was_sealed_since(newer):
    assert "Hashes: 1 rows, sealed since the full check of" in verify()
    assert "not the 1 before (--full does all)" in verify()
    assert (latest().proved, latest().proved_before) == (1, 1)
    assert latest().full_check == LedgerVerification.objects.earliest("id")


def test_full_check_hashes_all(newer):
    assert "Hashes: all 2 sealed rows" in verify(full=True)
    assert latest().full_check is None
    assert "Hashes: 0 rows" in verify()


def test_newer_row_that_was_changed_is_found(newer):
    forge(newer)
    with pytest.raises(CommandError, match="not clean"):
        verify()
    assert latest().differences == [f"{newer.named} is not as it was sealed"]


def test_older_row_that_was_changed_is_found_by_a_full_check(proved, newer):
    forge(proved)
    assert "Ledger clean" in verify()
    with pytest.raises(CommandError, match="not clean"):
        verify(full=True)
    assert latest().differences == [f"{proved.named} is not as it was sealed"]


def test_after_a_full_check_that_found_something_every_check_is_full(proved, newer):
    forge(proved)
    for full in (True, False):
        with pytest.raises(CommandError, match="not clean"):
            verify(full=full)
        assert latest().full_check is None


def test_few_rows_are_always_hashed_all(newer, monkeypatch):
    monkeypatch.setattr(examination, "ALWAYS_FULL", 3)
    assert "Hashes: all 2 sealed rows" in verify()


def test_head_that_was_kept_is_proved_by_all_rows(newer):
    head = LedgerSeal.objects.get(stream="movements", number=1)
    assert "Hashes: all 2 sealed rows" in verify(head=[head.hash])


def test_seals_made_anew_do_not_lead_to_what_was_proved(proved):
    forge(proved)
    with triggers_off():
        for model in (SealedRow, LedgerSeal):
            model.objects.all()._raw_delete("default")
    with pytest.raises(CommandError, match="not clean"):
        verify()
    assert latest().differences == [
        "seal 1 of movements: is gone since it was proved",
    ]
    call_command("seal_ledger")
    with pytest.raises(CommandError, match="not clean"):
        verify()
    assert latest().differences == [
        "seal 1 of movements: has another hash than when its rows were proved",
    ]


def test_page_says_what_a_quick_check_covers(newer, client, asha):
    client.force_login(asha)
    verify()
    page = words(client.get("/portal/ledger/"))
    assert "every row sealed since the full check of" in page
    assert "1 rows, sealed since the full check of" in page
    assert "That one proved the 1 before" in page
    verify(full=True)
    assert "2 rows: all that are sealed" in words(client.get("/portal/ledger/"))


def test_progress_names_each_check_and_counts_the_rows(newer):
    told: list[str] = []
    examination.examine("asha", full=True, doing=told.append)
    assert "The database guards the coins" in told
    assert "Hash chain of movements: 1 of 2 rows" in told
    assert told[-1] == "Sums for the report"


@pytest.mark.parametrize("asked", [True, False])
def test_progress_is_told_while_it_takes_long(proved, asked, monkeypatch):
    monkeypatch.setattr(verify_ledger, "PAUSE", timedelta(microseconds=1))
    err = StringIO()
    verify(progress=asked, stderr=err)
    assert bool(err.getvalue()) == asked
