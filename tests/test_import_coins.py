"""manage.py import_coins: a whole file of credits or nothing."""

import io
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from wallet import batches, coin_rows, ledger
from wallet.models import CoinTransaction, TransactionType, UserCoins

HEADER = "user_id,amount,reason,reference\n"
GOOD = (
    HEADER + "alice,500,Quiz of the week,q-1\nbob,20,Streak,q-2\nalice,7,Streak,q-3\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "coins.csv"


@pytest.fixture
def load(db, file, capsys: pytest.CaptureFixture[str]):
    """Import a text or bytes as a file, and return what the command says."""

    def run(content: str | bytes, *options: str) -> str:
        data = content if isinstance(content, bytes) else content.encode()
        file.write_bytes(data)
        call_command("import_coins", str(file), *options)
        return capsys.readouterr().out

    return run


def refusal(load, content: str | bytes, *options: str) -> list[str]:
    """The lines of the error; nothing was written."""
    before = CoinTransaction.objects.count()
    with pytest.raises(CommandError) as caught:
        load(content, *options)
    assert CoinTransaction.objects.count() == before
    first, *problems = str(caught.value).splitlines()
    assert first == "Nothing was credited."
    return problems


def test_file_is_credited(load):
    assert load(GOOD) == "3 rows credited.\n"
    assert (ledger.balance("alice"), ledger.balance("bob")) == (507, 20)
    row = CoinTransaction.objects.get(reference="credit:q-1")
    assert row.transaction_type == TransactionType.EARNED
    assert row.reason == "Quiz of the week"


def test_same_file_twice_changes_nothing(load):
    load(GOOD)
    assert load(GOOD) == "Nothing new: all 3 rows were credited before.\n"
    assert ledger.balance("alice") == 507


def test_longer_file_credits_only_what_is_new(load):
    load(GOOD)
    said = load(GOOD + "carol,9,Streak,q-4\n")
    assert said == "1 row credited, 3 were credited before.\n"
    assert ledger.balance("carol") == 9


@pytest.mark.parametrize(
    "row",
    ["bob,500,Quiz,q-1", "alice,501,Quiz,q-1", "ALICE,500,Quiz,q-1"],
)
def test_same_reference_with_other_coins_is_refused(load, row):
    load(GOOD)
    assert refusal(load, f"{HEADER}zoe,5,Streak,q-9\n{row}\n") == [
        "Line 3: 'credit:q-1' has been credited with 500 coins (earned) to 'alice'."
    ]


def test_same_reference_with_another_type_is_refused(load):
    load(GOOD)
    assert len(refusal(load, GOOD, "--type", "referral_bonus")) == 3


@pytest.mark.parametrize("kind", ["earned", "referral_bonus", "adjustment_credit"])
def test_type_is_stored(load, kind):
    load(GOOD, "--type", kind)
    assert set(CoinTransaction.objects.values_list("transaction_type", flat=True)) == {
        kind
    }


@pytest.mark.parametrize("kind", ["refund", "withdrawal", "adjustment_debit", "gift"])
def test_other_types_are_refused(load, kind):
    with pytest.raises(CommandError, match="invalid choice"):
        load(GOOD, "--type", kind)


def test_dry_run_credits_nothing(load):
    assert load(GOOD, "--dry-run") == "3 rows are right. Nothing was credited.\n"
    assert not UserCoins.objects.exists()


def test_columns_come_in_any_order(load):
    load("reference,reason,user_id,amount\nq-1,Quiz,alice,500\n")
    assert ledger.balance("alice") == 500


@pytest.mark.parametrize("amount", ["", "10.5", '"1,000"', "=1+1", "1000000000001"])
def test_amount_is_digits(load, amount):
    (problem,) = refusal(load, f"{HEADER}alice,{amount},Quiz,q-1\n")
    assert problem.startswith("Line 2: amount '")
    assert problem.endswith("from 1 to 1000000000000, in the digits 0 to 9 only.")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("ali\0ce,5,Quiz,q-1", "user_id"),
        ("alice,5,Qu\x1b[2Jiz,q-1", "reason"),
        (f"alice,5,Quiz,{'q' * 101}", "reference"),
    ],
)
def test_text_is_plain_and_short(load, row, column):
    (problem,) = refusal(load, f"{HEADER}{row}\n")
    assert problem.startswith(f"Line 2: {column} '")
    assert problem.isprintable()


def test_every_problem_is_named_up_to_fifty(load):
    rows = "".join(f"alice,x,Quiz,q-{n}\n" for n in range(70))
    problems = refusal(load, f"{HEADER}{rows},0,,\n")
    assert problems[49].startswith("Line 51: amount 'x'")
    assert problems[50:] == ["And 24 more."]


def test_balance_that_would_be_too_large_is_refused(load):
    rows = "".join(f"alice,1000000000000,Quiz,q-{n}\n" for n in range(1001))
    assert refusal(load, HEADER + rows) == ["The balance of alice would be too large."]


def test_what_was_credited_before_a_refusal_is_taken_back(load, monkeypatch):
    monkeypatch.setattr(coin_rows, "CHUNK", 2)
    monkeypatch.setattr(batches, "MAX_BALANCE", 1000)
    rows = "alice,10,Quiz,q-1\nbob,20,Quiz,q-2\nzoe,1001,Quiz,q-3\n"
    assert refusal(load, HEADER + rows) == ["The balance of zoe would be too large."]


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_file_that_cannot_be_read(db, tmp_path, name):
    with pytest.raises(CommandError, match=r"No such file|Is a directory"):
        call_command("import_coins", str(tmp_path / name))


def test_standard_input_is_read(db, monkeypatch, capsys):
    stdin = SimpleNamespace(buffer=io.BytesIO(GOOD.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    call_command("import_coins", "-")
    assert capsys.readouterr().out == "3 rows credited.\n"


def test_large_file_is_credited_in_one_go(load, capsys):
    rows = "".join(f"u-{n % 900},{1 + n % 9},Quiz,q-{n}\n" for n in range(4500))
    assert load(HEADER + rows) == "4500 rows credited.\n"
    assert capsys.readouterr().err == ""  # no progress outside a terminal
    call_command("verify_ledger")
