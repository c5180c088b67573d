"""What a person types wrong on a request: told, kept, and nothing changed."""

import re
from html import escape

import pytest
from django.urls import reverse

from tests.everything import nothing_changes
from tests.queue_page import html, htmx, words
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED = Status.PENDING, Status.PROCESSING, Status.COMPLETED


@pytest.fixture
def press(client, meera):
    """Press a button on a request as meera, as the browser does."""
    client.force_login(meera)

    def press(name, withdrawal, /, headers=None, **typed):
        url = reverse(f"portal:{name}", args=[withdrawal.id])
        sent = {"version": withdrawal.version} | typed
        sent = {key: value for key, value in sent.items() if value is not None}
        return client.post(url, sent, headers=headers)

    return press


def errors(page):
    """What the errors beside the fields say."""
    found = re.findall(r'<p class="invalid-feedback"[^>]*>(.*?)</p>', html(page))
    return [re.sub(r"<[^>]+>", "", each) for each in found if each]


@pytest.mark.parametrize("headers", [None, htmx("request")], ids=["plain", "htmx"])
@pytest.mark.parametrize("utr", ["", "12345-6789"])
def test_transaction_id_that_is_none(press, processing, utr, headers):
    with nothing_changes():
        response = press("complete", processing, headers=headers, utr=utr)
    assert response.status_code == 422
    assert errors(response)
    assert f'name="utr" value="{utr}"' in html(response)


@pytest.mark.parametrize("headers", [None, htmx("request")], ids=["plain", "htmx"])
def test_transaction_id_of_another_payment_names_it(press, request_in, headers):
    other, processing = request_in(COMPLETED), request_in(PROCESSING)
    with nothing_changes():
        response = press("complete", processing, headers=headers, utr=f" {other.utr}")
    assert response.status_code == 422
    assert errors(response) == [
        f"This transaction ID is the payment of {other.reference}."
    ]
    assert f'<a href="/portal/requests/{other.id}/">{other.reference}</a>' in html(
        response
    )
    assert other.utr in re.findall(r'name="utr" value="([^"]*)"', html(response))[0]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"reason": "Because"},
        {"reason": "\0"},
        {"reason": "Other"},
        {"reason": "Other", "detail": "\u200b"},
        {"reason": "UPI ID not found", "detail": "bell\a"},
    ],
    ids=ascii,
)
@pytest.mark.parametrize("status", [PENDING, PROCESSING])
def test_failing_needs_a_reason(press, request_in, status, typed):
    withdrawal = request_in(status)
    with nothing_changes():
        response = press("fail", withdrawal, **typed)
    assert response.status_code == 422
    assert errors(response)


def test_failing_keeps_what_was_chosen_and_written(press, processing):
    response = press("fail", processing, reason="UPI ID not found", detail="x" * 501)
    assert re.search('value="UPI ID not found"[^>]*checked', html(response))
    assert f">{'x' * 501}</textarea>" in html(response)


@pytest.mark.parametrize("name", ["note", "message"])
def test_text_too_long_is_kept_for_its_writer(press, pending, name):
    text = "<b>" + "x" * 2000
    response = press(name, pending, headers=htmx("request"), **{name: text})
    assert errors(response)
    assert f"{escape(text)}</textarea>" in html(response)


@pytest.mark.parametrize("text", ["हिन्दी 💸", "<script>alert(1)</script>"])
@pytest.mark.parametrize("name", ["note", "message"])
def test_any_other_text_is_kept_and_shown_as_words(press, pending, name, text):
    response = press(name, pending, headers=htmx("request"), **{name: text})
    assert response.status_code == 200
    assert "<script>alert" not in html(response)
    assert re.sub(r"\s+", " ", text.split("<")[-1]) in words(response) or "<" in text


@pytest.mark.parametrize("version", [None, "x"])
def test_form_without_its_version_changes_nothing(press, pending, version):
    with nothing_changes():
        response = press("start", pending, version=version)
    assert response.status_code == 422
    assert errors(response) == [
        "The form did not arrive whole. Nothing was changed: try again."
    ]
