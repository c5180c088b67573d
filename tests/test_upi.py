"""What is a UPI ID, which ones are known, and what is suggested for the others."""

import pytest

from withdrawals import upi
from withdrawals.exceptions import InvalidUPIID, UnknownHandle
from withdrawals.models import UPIHandle

VALID = [
    "user@okhdfcbank",
    "name@ybl",
    "mobile@airtel",
    "username@ibl",
    "contact@upi",
    "a@upi",
    "9876543210@ybl",
    "ravi.kumar-2_x@okaxis",
    "ravi_@okicici",
    "x" * 96 + "@upi",  # 100 characters
]

NORMALISED = {
    "  Its.Singh@OKHDFCBANK ": "its.singh@okhdfcbank",
    "\u00a0john@ybl\u2003": "john@ybl",
    "john@ybl\r\n": "john@ybl",
    "ｊｏｈｎ＠ｙｂｌ": "john@ybl",
    "john\uff0ek@ybl": "john.k@ybl",
}

INVALID = [
    # of the specification
    "username#bank",
    "@bank",
    "user@",
    # no name, no handle, more than one @
    "",
    " ",
    "@",
    "user",
    "user@@ybl",
    "user@ybl@ybl",
    # too long
    "x" * 97 + "@upi",
    "x" * 300 + "@ybl",
    "x@" + "y" * 65,
    # dots
    ".user@ybl",
    "user.@ybl",
    "us..er@ybl",
    "user@y.bl",
    "user@ybl.",
    "a@gmail.com",
    "12345@HDFC0000001.ifsc.npci",
    "HDFC0000001",
    # signs at the wrong end
    "-user@ybl",
    "_user@ybl",
    "+user@ybl",
    "user@1ybl",
    "user@y",
    "user@y-bl",
    "user@y_bl",
    # never repaired: blanks, invisible and look-alike characters inside
    "us er@ybl",
    "user @ybl",
    "user@ ybl",
    "us\u00a0er@ybl",
    "us\ter@ybl",
    "us\ner@ybl",
    "user@ybl\nx",
    "us\u200ber@ybl",
    "\u200buser@ybl",
    "user\u202e@ybl",
    "\ufeffuser@ybl",
    "us\0er@ybl",
    "user@ybl\0",
    "us\u0430er@ybl",  # Cyrillic
    "us\u0435r@ybl",
    "stra\u00dfe@ybl",  # casefold would make it strasse
    "jos\u00e9@ybl",
    "us\u0130r@ybl",
    "\u0967\u0968@ybl",  # Devanagari digits
    "user😀@ybl",
    # things that are meant for someone else
    "'user'@ybl",
    'us"er@ybl',
    "=cmd()@ybl",
    "<script>@ybl",
    "pa=user@ybl&am=1",
    "upi://pay?pa=user@ybl",
    "user@ybl?am=1",
    "user@ybl,b@ybl",
    "user%00@ybl",
    "{{7*7}}@ybl",
    "\ud800@ybl",
]


@pytest.mark.parametrize("text", VALID)
def test_a_known_upi_id_is_taken_as_it_is(db, text):
    assert str(upi.check(text)) == text


def test_a_handle_may_hold_digits():
    assert upi.parse("user@kotak811") == upi.UPIID("user", "kotak811")


@pytest.mark.parametrize("text", NORMALISED)
def test_case_width_and_outer_blanks_do_not_matter(db, text):
    assert str(upi.check(text)) == NORMALISED[text]


@pytest.mark.parametrize("text", INVALID, ids=lambda text: ascii(text)[:30])
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
