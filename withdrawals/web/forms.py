"""The answers of a withdrawal. Their rules are the domain's; here are their words."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from project.amounts import coins as grouped
from wallet.exceptions import InsufficientCoins
from withdrawals import upi
from withdrawals.amounts import MAX_COINS, MIN_COINS, check_amount
from withdrawals.exceptions import AmountOutOfRange, InvalidUPIID
from withdrawals.web.words import OUT_OF_DATE, UPI_ID_FORM, WHOLE_NUMBER, why

REFUSALS = (AmountOutOfRange, InsufficientCoins, InvalidUPIID)

# ASCII digits only: whatever else can be a number ("1e3", "0500", "१००") is a typo.
_DIGITS = re.compile(r"0|[1-9][0-9]{0,999}")


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except REFUSALS as refusal:
        raise ValidationError(why(refusal)) from refusal


def _errors(words: str) -> dict[str, str]:
    return {"required": words, "null_characters_not_allowed": words}


class ConfirmedForm(forms.Form):
    """What the check page sends back: read here, judged by the domain alone.

    So a form that is sent again, after its coins have left, still names the same act.
    """

    coins = forms.CharField(error_messages=_errors(WHOLE_NUMBER))
    upi_id = forms.CharField(label="UPI ID", error_messages=_errors(UPI_ID_FORM))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def clean_coins(self) -> int:
        if not _DIGITS.fullmatch(self.cleaned_data["coins"]):
            raise ValidationError(WHOLE_NUMBER)
        return int(self.cleaned_data["coins"])

    def clean_upi_id(self) -> str:
        with _in_words():
            return str(upi.parse(self.cleaned_data["upi_id"]))

    def clean(self) -> None:
        if "token" in self.errors:
            raise ValidationError(OUT_OF_DATE)


class AnswersForm(ConfirmedForm):
    """The form's first page, which knows the balance (in coins)."""

    def __init__(self, *args: Any, balance: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.balance, self.most = balance, min(balance, MAX_COINS)
        coins, upi_id = self.fields["coins"], self.fields["upi_id"]
        coins.help_text = (
            f"From {MIN_COINS} to {grouped(self.most)} coins. 10 coins are ₹1."
        )
        coins.widget.attrs |= {
            "class": "form-control",
            "inputmode": "numeric",
            "autocomplete": "off",
            "data-coins": "rupees",
        }
        upi_id.help_text = (
            "Like name@okhdfcbank. Your UPI app shows it in your profile."
        )
        upi_id.widget.attrs |= {
            "class": "form-control",
            "autocapitalize": "none",
            "autocorrect": "off",
            "spellcheck": "false",
        }

    def clean_coins(self) -> int:
        coins = super().clean_coins()
        with _in_words():
            check_amount(coins)
            if coins > self.balance:
                raise InsufficientCoins(self.balance, coins)
        return coins

    def clean_upi_id(self) -> str:
        with _in_words():
            return str(upi.check(self.cleaned_data["upi_id"]))

    @property
    def is_open(self) -> bool:
        """Whether the balance covers a withdrawal at all."""
        return self.balance >= MIN_COINS

    @property
    def suggestions(self) -> list[int]:
        """Round amounts for one tap, up to half of what may be asked for."""
        return [
            each
            for each in (100, 500, 1000, 5000, 10_000, 50_000)
            if 2 * each <= self.most
        ][-2:]
