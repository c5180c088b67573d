"""What the migrations leave in an empty database."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction

from wallet.models import CoinTransaction
from withdrawals.actors import Actor
from withdrawals.models import Note, StatusChange, UPIHandle
from withdrawals.notes import add_note


def test_roles_exist_with_their_rights(db):
    rights = {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }
    sees = {"view_coinwithdrawal", "view_usercoins", "view_cointransaction"}
    assert rights == {
        "Reviewers": sees | {"review_coinwithdrawal", "see_upi_coinwithdrawal"},
        "Payers": sees | {"pay_coinwithdrawal", "see_upi_coinwithdrawal"},
        "Auditors": sees
        | {"verify_ledger", "view_auditentry", "reveal_upi_coinwithdrawal"},
    }


@pytest.mark.parametrize("handle", ["okhdfcbank", "ybl", "airtel", "ibl", "upi"])
def test_handles_of_the_specification_are_active(db, handle):
    assert UPIHandle.objects.get(handle=handle).active


@pytest.mark.parametrize("model", [CoinTransaction, StatusChange, Note])
def test_history_cannot_be_changed_or_deleted(pending, meera, model):
    add_note(pending.id, "Called the user.", actor=Actor.staff(meera))
    rows = model.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(created_at=None)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows._raw_delete(rows.db)
