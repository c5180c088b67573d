"""The users' form: ask, check, and watch."""

import re

import pytest
from django.urls import reverse

from tests.conftest import give, submitted
from wallet import ledger
from wallet.models import CoinTransaction
from withdrawals.models import CoinWithdrawal, IdempotencyKey, UPIHandle

FORM, CHECK = "/withdraw/", "/withdraw/check/"
UPI_ID = "alice@okhdfcbank"


def answers(client, coins="500", upi_id=UPI_ID):
    """The fields of the form that this client has open."""
    return {"coins": coins, "upi_id": upi_id, "token": token_on(client.get(FORM))}


def token_on(page):
    return page.content.decode().split('name="token" value="')[1].split('"')[0]


def text_of(response):
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", words)


@pytest.fixture
def web(client, alice):
    """alice's browser."""
    client.force_login(alice)
    return client


def test_form_shows_balance_and_limits(web):
    page = text_of(web.get(FORM))
    assert "2,000 coins worth ₹200.00" in page
    assert "From 100 to 2,000 coins" in page


def test_form_offers_no_more_than_a_request_may_have(web):
    give("alice", 250_000)
    assert "From 100 to 1,00,000 coins" in text_of(web.get(FORM))


def test_form_offers_the_upi_id_used_last(web):
    submitted()
    assert 'value="alice@okhdfcbank"' in web.get(FORM).content.decode()


def test_form_shows_the_latest_requests_of_this_user_only(web, bob):
    submitted("bob", 120)
    submitted("alice", 340)
    page = text_of(web.get(FORM))
    assert "₹34.00 Waiting" in page
    assert "₹12.00" not in page


@pytest.mark.parametrize("coins", [0, 99])
def test_too_few_coins_read_calm_words_and_no_form(client, django_user_model, coins):
    client.force_login(django_user_model.objects.create_user("carol"))
    if coins:
        give("carol", coins)
    page = client.get(FORM)
    assert "You can withdraw from 100 coins" in text_of(page)
    assert b'name="coins"' not in page.content


def test_good_answers_are_shown_to_be_checked(web):
    response = web.post(FORM, answers(web, "500", " Alice@OKHDFCBANK "), follow=True)
    page = text_of(response)
    assert response.redirect_chain == [(CHECK, 302)]
    assert "You get ₹50.00 For 500 coins" in page
    assert "alice@okhdfcbank" in page and "Google Pay · HDFC Bank" in page
    assert "Coins left 1,500" in page


def test_nothing_is_made_before_the_second_yes(web):
    web.post(FORM, answers(web), follow=True)
    assert not CoinWithdrawal.objects.exists()


def test_change_finds_the_answers_again(web):
    web.post(FORM, answers(web, "700", "alice@ybl"))
    page = web.get(FORM).content.decode()
    assert 'value="700"' in page and 'value="alice@ybl"' in page


def test_check_page_without_answers_leads_to_the_form(web):
    assert web.get(CHECK).url == FORM


def test_check_page_that_the_balance_no_longer_covers_leads_to_the_form(web):
    web.post(FORM, answers(web, "2000"))
    submitted()
    assert web.get(CHECK).url == FORM


def test_second_yes_makes_the_request_and_takes_the_coins(web):
    response = web.post(CHECK, answers(web))
    made = CoinWithdrawal.objects.get()
    assert response.url == f"/withdraw/{made.id}/"
    assert (made.user_id, made.coins_amount, made.upi_id) == ("alice", 500, UPI_ID)
    assert ledger.balance("alice") == 1500
    assert "We have your request" in text_of(web.get(response.url))


def test_request_is_in_the_log_without_the_upi_id(web, caplog):
    with caplog.at_level("INFO"):
        web.post(CHECK, answers(web))
    assert "[WITHDRAW] alice asked for 500 coins to al***@okhdfcbank" in caplog.text
    assert UPI_ID not in caplog.text


def test_coins_spent_meanwhile_are_an_error_that_keeps_the_answers(web):
    sent = answers(web, "2000")
    submitted()
    response = web.post(CHECK, sent)
    assert response.status_code == 422
    assert "You have 1,500 coins. Ask for 1,500 or fewer." in text_of(response)
    assert 'value="2000"' in response.content.decode()
    assert CoinWithdrawal.objects.count() == 1


def test_handle_closed_meanwhile_is_an_error(web):
    sent = answers(web)
    UPIHandle.objects.filter(handle="okhdfcbank").update(active=False)
    assert web.post(CHECK, sent).status_code == 422
    assert not CoinWithdrawal.objects.exists()


def test_same_form_sent_again_is_the_same_request(web):
    sent = answers(web)
    urls = {web.post(CHECK, sent).url for _ in range(3)}
    assert urls == {f"/withdraw/{CoinWithdrawal.objects.get().id}/"}
    assert CoinTransaction.objects.filter(transaction_type="withdrawal").count() == 1


def test_form_that_took_all_coins_can_be_sent_again(web):
    sent = answers(web, "2000")
    assert web.post(CHECK, sent).url == web.post(CHECK, sent).url
    assert ledger.balance("alice") == 0


def test_answers_typed_otherwise_are_the_same_request(web):
    sent = answers(web)
    first = web.post(CHECK, sent)
    again = sent | {"coins": " 500 ", "upi_id": "ALICE@okhdfcbank"}
    assert web.post(CHECK, again).url == first.url


def test_form_open_in_two_tabs_makes_one_request(web):
    first, second = answers(web), answers(web)
    assert web.post(CHECK, first).url == web.post(CHECK, second).url
    assert CoinWithdrawal.objects.count() == 1


def test_going_back_after_sending_makes_nothing(web):
    web.post(FORM, answers(web))
    web.post(CHECK, answers(web))
    assert web.get(CHECK).url == FORM
    assert CoinWithdrawal.objects.count() == 1


def test_sent_form_with_other_answers_is_told_so_and_offered_anew(web):
    sent = answers(web)
    web.post(CHECK, sent)
    response = web.post(CHECK, sent | {"coins": "700"})
    made = CoinWithdrawal.objects.get()
    assert response.status_code == 409
    assert "withdrawal of ₹50.00 to alice@okhdfcbank" in text_of(response)
    assert reverse("web:status", args=[made.id]) in response.content.decode()
    assert 'value="700"' in response.content.decode()
    assert token_on(response) != sent["token"]


def test_form_offered_anew_makes_a_second_request(web):
    sent = answers(web)
    web.post(CHECK, sent)
    told = web.post(CHECK, sent | {"coins": "700"})
    web.post(CHECK, {"coins": "700", "upi_id": UPI_ID, "token": token_on(told)})
    assert CoinWithdrawal.objects.count() == 2
    assert ledger.balance("alice") == 800


def test_next_form_is_another_act(web):
    web.post(CHECK, answers(web))
    web.post(CHECK, answers(web))
    assert CoinWithdrawal.objects.count() == 2


def test_token_of_someone_else_is_no_use(client, web, bob):
    sent = answers(web)
    web.post(CHECK, sent)
    client.force_login(bob)
    client.post(CHECK, sent | {"coins": "100"})
    assert CoinWithdrawal.objects.of_user("bob").get().coins_amount == 100


@pytest.mark.parametrize("token", ["", "x", "1", "0" * 33, "\0", None])
def test_form_without_its_token_makes_nothing(web, token):
    sent = answers(web) | {"token": token}
    if token is None:
        del sent["token"]
    response = web.post(CHECK, sent)
    assert response.status_code == 422
    assert "This page was out of date" in text_of(response)
    assert not IdempotencyKey.objects.exists()
    assert web.post(CHECK, sent | {"token": token_on(response)}).status_code == 302
