"""Bad input to the users' form: a clear error, nothing lost, nothing changed."""

from html import unescape
from urllib.parse import quote

import pytest

from tests.test_web import CHECK, FORM, UPI_ID, answers, text_of, token_on
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
    "0": LEAST,
    "00": WHOLE,
    "0500": WHOLE,
    "50": LEAST,
    "99": LEAST,
    "-0": WHOLE,
    "-1": WHOLE,
    "+500": WHOLE,
    "1e3": WHOLE,
    "500.0": WHOLE,
    "10.5": WHOLE,
    "1_000": WHOLE,
    "1,000": WHOLE,
    "1 000": WHOLE,
    "0x1F4": WHOLE,
    "five hundred": WHOLE,
    "NaN": WHOLE,
    "Infinity": WHOLE,
    "true": WHOLE,
    "null": WHOLE,
    "[500]": WHOLE,
    "५००": WHOLE,
    "５００": WHOLE,
    "²00": WHOLE,
    "500\0": WHOLE,
    "500\n600": WHOLE,
    "500\u200b": WHOLE,
    "₹500": WHOLE,
    "=500": WHOLE,
    "<script>": WHOLE,
    "2001": "You have 2,000 coins. Ask for 2,000 or fewer.",
    "100000": "You have 2,000 coins. Ask for 2,000 or fewer.",
    "100001": MOST,
    str(2**31): MOST,
    str(2**53 + 1): MOST,
    str(2**63): MOST,
    "1" + "0" * 400: MOST,
    "9" * 5000: WHOLE,
}

UPI_IDS = [
    "",
    " ",
    "alice",
    "@okhdfcbank",
    "alice@",
    "alice@@okhdfcbank",
    "alice@ybl@upi",
    "alice#okhdfcbank",
    "al ice@okhdfcbank",
    "alice@ok hdfcbank",
    "alice\u00a0x@ybl",
    "ali\u200bce@okhdfcbank",
    "alice\u202e@okhdfcbank",
    "аlice@okhdfcbank",  # noqa: RUF001 (a Cyrillic letter)
    ".alice@okhdfcbank",
    "alice.@okhdfcbank",
    "ali..ce@okhdfcbank",
    "😀@okhdfcbank",
    "alice\0@okhdfcbank",
    "alice@okhdfcbank\0",
    "alice\n@okhdfcbank",
    "alice'@okhdfcbank",
    '"alice"@okhdfcbank',
    "=cmd()@okhdfcbank",
    "<script>@okhdfcbank",
    "alice@gmail.com",
    "12345@HDFC0000001.ifsc.npci",
    "pa=alice@okhdfcbank&am=1",
    "upi://pay?pa=alice@okhdfcbank",
    "a" * 300 + "@okhdfcbank",
]

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


@pytest.mark.parametrize("coins", ["500", " 500 ", "100", "2000"])
def test_good_coins(web, coins):
    assert web.post(FORM, answers(web, coins)).url == CHECK


@pytest.mark.parametrize(
    "upi_id", ["user@okhdfcbank", "name@ybl", "9876543210@airtel", "ａ.b-c_1@UPI"]
)
def test_good_upi_ids(web, upi_id):
    assert web.post(FORM, answers(web, "500", upi_id)).url == CHECK


RAW = {
    "a lone surrogate": b"coins=500&upi_id=%ED%A0%80alice@ybl&token=",
    "broken UTF-8": b"coins=%FF%FE&upi_id=alice@ybl&token=",
    "nothing": b"",
    "no field": b"&&&===",
    "doubled fields": b"coins=500&coins=5&upi_id=alice@ybl&upi_id=x&token=",
    "JSON": b'{"coins": 500}',
}


@pytest.mark.parametrize("url", [FORM, CHECK])
@pytest.mark.parametrize("body", RAW.values(), ids=RAW)
def test_raw_bodies(web, url, body):
    if body.endswith(b"token="):
        body += token_on(web.get(FORM)).encode()
    response = web.post(url, body, "application/x-www-form-urlencoded")
    assert response.status_code == 422
    assert not CoinWithdrawal.objects.exists()


TOO_MUCH = {
    "1 MB of coins": {"coins": "1" * 1_000_000, "upi_id": UPI_ID},
    "1 MB of UPI ID": {"coins": "500", "upi_id": "a" * 1_000_000},
    "10,000 fields": {f"field{n}": "" for n in range(10_000)},
}


@pytest.mark.parametrize("url", [FORM, CHECK])
@pytest.mark.parametrize("fields", TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_a_calm_400(web, url, fields):
    body = "&".join(f"{name}={quote(value)}" for name, value in fields.items())
    response = web.post(url, body, "application/x-www-form-urlencoded")
    assert response.status_code == 400
    assert "Nothing was changed" in text_of(response)
    assert not CoinWithdrawal.objects.exists()


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=nonsense",
        "application/json",
        "text/plain",
        "",
    ],
)
def test_content_types(web, content_type):
    response = web.generic("POST", FORM, b"coins=500", content_type)
    assert response.status_code in (400, 422)
    assert not CoinWithdrawal.objects.exists()


def test_too_many_fields_of_a_small_body(web):
    body = "&".join(f"f{n}=" for n in range(1000))
    response = web.post(FORM, body, "application/x-www-form-urlencoded")
    assert response.status_code == 400


IDS = ["1", "-1", "null,null", "%00", "..%2f..", "0" * 40, "A" * 10_000, "%ED%A0%80"]


@pytest.mark.parametrize("wanted", IDS, ids=range(len(IDS)))
@pytest.mark.parametrize("page", ["/withdraw/{}/", "/withdraw/{}/cancel/"])
def test_bad_ids_in_the_address_are_not_found(web, page, wanted):
    assert web.get(page.format(wanted)).status_code == 404
    assert web.post(page.format(wanted)).status_code in (404, 405)


@pytest.mark.parametrize("before", IDS, ids=range(len(IDS)))
def test_bad_place_in_the_history_is_not_found(web, before):
    assert web.get(f"/withdraw/history/?before={before}").status_code == 404
