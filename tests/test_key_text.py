"""The text of a key: one form, all else is none, and what may be seen of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from withdrawals.integrations.key_text import KeyText
from withdrawals.masking import mask_all

FORM = re.compile(r"cw_(live|test)_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}")
WHOLE = f"cw_live_0Aa9Zz5Mm1Bb_{'Xy7' * 14}Q"


@given(st.booleans())
def test_a_new_key_is_read_as_what_it_is(is_test):
    text = KeyText.new(is_test=is_test)
    assert FORM.fullmatch(str(text))
    assert KeyText.parse(str(text)) == text
    assert str(text).startswith("cw_test_" if is_test else "cw_live_")


@given(st.text() | st.text("cw_livetest0Aa", min_size=60, max_size=70))
def test_any_other_text_is_no_key(text):
    assert (KeyText.parse(text) is not None) == bool(FORM.fullmatch(text))


@given(st.integers(0, len(WHOLE) - 1), st.characters())
def test_a_key_with_one_letter_changed_has_another_digest(place, letter):
    changed = KeyText.parse(WHOLE[:place] + letter + WHOLE[place + 1 :])
    right = KeyText.parse(WHOLE)
    assert right
    if changed and changed != right:
        assert changed.digest != right.digest


@pytest.mark.parametrize(
    "text",
    [
        WHOLE + "\n",
        " " + WHOLE,
        WHOLE.replace("live", "LIVE"),
        WHOLE[:-1] + "é",
        WHOLE[:-1] + "٣",  # a digit, elsewhere
    ],
)
def test_a_key_is_ascii_and_nothing_beside(text):
    assert KeyText.parse(text) is None


def test_keys_do_not_repeat_and_use_every_letter():
    keys = [KeyText.new(is_test=True) for _ in range(500)]
    assert len({key.public_id for key in keys}) == len(keys)
    assert len(set("".join(key.secret for key in keys))) == 62


def test_the_secret_is_in_no_repr():
    text = KeyText.new(is_test=True)
    assert text.secret not in repr(text)


@given(st.text(max_size=20), st.text(max_size=20))
def test_in_a_log_line_a_key_is_masked(before, after):
    secret = WHOLE.rpartition("_")[2]
    assert secret not in mask_all(f"{before} {WHOLE}{after}")
    assert secret not in mask_all(f"{before}?key={WHOLE.replace('_', '%5F')}&{after}")


def test_what_is_masked_once_stays_as_it_is():
    masked = mask_all(f"GET /?key={WHOLE} from {WHOLE}.")
    assert masked == f"GET /?key={WHOLE[:12]}… from {WHOLE[:12]}…."
    assert mask_all(masked) == masked
