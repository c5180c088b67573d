"""What a person types wrong on a request: told, kept, and nothing changed."""

import re
from html import escape

import pytest
from django.urls import reverse

from tests.everything import nothing_changes
from tests.queue_page import html, htmx, words
from withdrawals.portal.forms import FAIL_REASONS
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED = Status.PENDING, Status.PROCESSING, Status.COMPLETED
PLACES = {"message": PENDING, "note": PENDING, "fail": PENDING, "reverse": COMPLETED}


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
@pytest.mark.parametrize(
    "utr",
    ["", " ", "12345", "1" * 36, "1" * 101, "12345-6789", "६३१२४५६७८९०१", "a\0bcdefg"],
)
def test_transaction_id_that_is_none(press, processing, utr, headers):
    with nothing_changes():
        response = press("complete", processing, headers=headers, utr=utr)
    assert response.status_code == 422
    assert errors(response)
    assert f'name="utr" value="{utr}"'.replace("\0", "") in html(response).replace(
        "\0", ""
    )


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
    [{}, {"reason": ""}, {"reason": "Because"}, {"reason": "\0"}, {"reason": "Other"}]
    + [
        {"reason": "Other", "detail": each}
        for each in (" ", "a\0b", "x" * 501, "\u200b")
    ]
    + [{"reason": "UPI ID not found", "detail": "bell\a"}],
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
    response = press("fail", processing, reason=FAIL_REASONS[0], detail="x" * 501)
    assert re.search(rf'value="{FAIL_REASONS[0]}"[^>]*checked', html(response))
    assert f">{'x' * 501}</textarea>" in html(response)


TEXTS = {
    "empty": "",
    "blank": " \n ",
    "invisible": "\u200b\u2060",
    "1 MB": "x" * 1_000_000,
    "too long": "x" * 2001,
    "NUL": "a\0b",
    "bell": "a\ab",
    "escape": "\x1b[31m",
    "delete": "a\x7fb",
    "C1": "a\x85b",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(
    ("name", "field"),
    [("note", "note"), ("message", "message"), ("reverse", "reason")],
)
def test_text_that_cannot_be_kept(press, request_in, name, field, text):
    withdrawal = request_in(PLACES[name])
    with nothing_changes():
        response = press(name, withdrawal, **{field: text})
    assert response.status_code == (400 if len(text) == 1_000_000 else 422)


@pytest.mark.parametrize("name", ["note", "message"])
def test_text_too_long_is_kept_for_its_writer(press, pending, name):
    text = "<b>" + "x" * 2000
    response = press(name, pending, headers=htmx("request"), **{name: text})
    assert errors(response)
    assert f"{escape(text)}</textarea>" in html(response)


@pytest.mark.parametrize(
    "raw", [b"note=%ED%A0%80", b"note=%FF%FE%00x", b"\xff", b"note"]
)
def test_bytes_that_are_no_text_are_no_server_error(client, meera, pending, raw):
    client.force_login(meera)
    url = reverse("portal:note", args=[pending.id])
    form = "application/x-www-form-urlencoded"
    response = client.post(url, raw, content_type=form)
    assert response.status_code in (302, 422)


@pytest.mark.parametrize(
    "text", ["हिन्दी 💸", "a\r\nb", "<script>alert(1)</script>", "=cmd()"]
)
@pytest.mark.parametrize("name", ["note", "message"])
def test_any_other_text_is_kept_and_shown_as_words(press, pending, name, text):
    response = press(name, pending, headers=htmx("request"), **{name: text})
    assert response.status_code == 200
    assert "<script>alert" not in html(response)
    assert re.sub(r"\s+", " ", text.split("<")[-1]) in words(response) or "<" in text


@pytest.mark.parametrize("version", [None, "", "x", "-1", "1.5", "9" * 30, "NaN", "\0"])
@pytest.mark.parametrize(
    ("name", "status", "typed"),
    [
        ("start", PENDING, {}),
        ("complete", PROCESSING, {"utr": "512345678901"}),
        ("release", PROCESSING, {"reason": "Mine"}),
        ("fail", PENDING, {"reason": "Suspected misuse"}),
        ("reverse", COMPLETED, {"reason": "Back"}),
        ("message", PENDING, {"message": "Soon"}),
    ],
)
def test_form_without_its_version_changes_nothing(
    press, request_in, name, status, typed, version
):
    withdrawal = request_in(status)
    with nothing_changes():
        response = press(name, withdrawal, **typed | {"version": version})
    assert response.status_code == 422
    assert errors(response)
