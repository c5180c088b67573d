"""What is a UPI ID, which ones are known, and what is suggested for the others."""

import pytest

from withdrawals import upi
from withdrawals.exceptions import InvalidUPIID, UnknownHandle
from withdrawals.models import UPIHandle


def test_a_handle_may_hold_digits():
    assert upi.parse("user@kotak811") == upi.UPIID("user", "kotak811")


def test_a_known_upi_id_is_taken_in_its_one_form(db):
    assert str(upi.check(" Its.Singh@OKHDFCBANK ")) == "its.singh@okhdfcbank"


@pytest.mark.parametrize("text", ["username#bank", "user@\ud800ybl", "us\0er@ybl"])
def test_anything_else_is_refused_and_never_repaired(db, text):
    with pytest.raises(InvalidUPIID) as error:
        upi.check(text)
    assert error.type is InvalidUPIID


SUGGESTED = {
    "user@bank": None,
    "user@nowhere": None,
    "user@okhdfc": "user@okhdfcbank",
    "user@okaxs": "user@okaxis",
    "user@okicic": "user@okicici",
    "user@oksbii": "user@oksbi",
    "User@PaytmM": "user@paytm",
}


@pytest.mark.parametrize("text", SUGGESTED)
def test_an_unknown_handle_is_refused_with_the_nearest_known(db, text):
    with pytest.raises(UnknownHandle) as error:
        upi.check(text)
    assert error.value.suggestion == SUGGESTED[text]
    assert error.value.handle == text.partition("@")[2].casefold()


def test_finance_can_add_a_handle(db):
    UPIHandle.objects.create(handle="newbank", active=True)
    assert str(upi.check("user@newbank")) == "user@newbank"


def test_a_handle_that_nobody_confirmed_is_refused(db):
    assert UPIHandle.objects.get(handle="amazonpay").active is False
    with pytest.raises(UnknownHandle):
        upi.check("user@amazonpay")


def test_a_retired_handle_is_neither_taken_nor_suggested(db):
    UPIHandle.objects.filter(handle="okaxis").update(active=False)
    for text in ("user@okaxis", "user@okaxs"):
        with pytest.raises(UnknownHandle) as error:
            upi.check(text)
        assert error.value.suggestion != "user@okaxis"
