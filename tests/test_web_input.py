"""Bad input to the users' form: a clear error, nothing lost, nothing changed."""

from html import unescape

import pytest

from tests.test_web import CHECK, FORM, UPI_ID, answers, text_of
from wallet import ledger
from wallet.models import CoinTransaction
from withdrawals.models import CoinWithdrawal, IdempotencyKey

WHOLE = "Enter a whole number of coins, like 500"
LEAST = "Enter a number of coins, 100 or more"
MOST = "Enter a number of coins, 1,00,000 or fewer"
LIKE = "Enter a UPI ID like name@okhdfcbank"

COINS = {
    "": WHOLE,
    "   ": WHOLE,
    "0500": WHOLE,
    "500\0": WHOLE,
    "9" * 5000: WHOLE,
    "<script>": WHOLE,
    "0": LEAST,
    "99": LEAST,
    "2001": "You have 2,000 coins. Ask for 2,000 or fewer.",
    "100000": "You have 2,000 coins. Ask for 2,000 or fewer.",
    "100001": MOST,
    "1" + "0" * 400: MOST,
}
UPI_IDS = ["", "alice", "alice\0@okhdfcbank", '"alice"@okhdfcbank', "a" * 300 + "@ybl"]

UNKNOWN = {
    "alice@okhdfc": "We do not know “okhdfc”. Did you mean alice@okhdfcbank?",
    "alice@okaxs": "We do not know “okaxs”. Did you mean alice@okaxis?",
    "user@bank": "We do not know “bank”. Enter a UPI ID like name@okhdfcbank",
}


@pytest.fixture
def web(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def refused(web):
    """Send answers to a page, and see that they were refused without a trace."""

    def send(url, coins, upi_id):
        response = web.post(url, answers(web, coins, upi_id))
        assert response.status_code == 422
        assert text_of(response).strip().startswith("Error: Withdraw coins")
        assert CoinWithdrawal.objects.count() == IdempotencyKey.objects.count() == 0
        assert CoinTransaction.objects.count() == 1
        assert ledger.balance("alice") == 2000
        return response

    return send


@pytest.mark.parametrize("url", [FORM, CHECK])
@pytest.mark.parametrize(("coins", "words"), COINS.items(), ids=range(len(COINS)))
def test_bad_coins(refused, url, coins, words):
    page = refused(url, coins, UPI_ID)
    assert unescape(text_of(page)).count(words) == 2  # the summary and the field
    assert f'value="{UPI_ID}"' in page.content.decode()
    if not coins.isspace() and coins:
        assert f'value="{coins}"' in unescape(page.content.decode())


@pytest.mark.parametrize("url", [FORM, CHECK])
@pytest.mark.parametrize("upi_id", UPI_IDS, ids=range(len(UPI_IDS)))
def test_bad_upi_ids(refused, url, upi_id):
    page = refused(url, "500", upi_id)
    assert unescape(text_of(page)).count(LIKE) == 2
    assert 'value="500"' in page.content.decode()
    if upi_id.strip():
        assert f'value="{upi_id}"' in unescape(page.content.decode())


@pytest.mark.parametrize("url", [FORM, CHECK])
@pytest.mark.parametrize(("upi_id", "words"), UNKNOWN.items())
def test_unknown_handles(refused, url, upi_id, words):
    assert text_of(refused(url, "500", upi_id)).count(words) == 2


def test_every_mistake_is_told_at_once(refused):
    page = refused(FORM, "50", "alice")
    assert 'href="#id_coins"' in page.content.decode()
    assert 'href="#id_upi_id"' in page.content.decode()


def test_mistake_is_tied_to_its_field(refused):
    field = refused(FORM, "50", UPI_ID).content.decode().split('name="coins"')[1]
    field = field.split(">")[0]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_coins_helptext id_coins_error"' in field
