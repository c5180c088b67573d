"""Paying by hand: a link and a QR code for those who pay."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
import segno
from django.contrib.auth.models import Permission

from tests.conftest import staff
from tests.crowd import make, row
from tests.queue_page import html, words
from withdrawals.portal.upi_link import Payment
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status


def link_of(**others):
    return Payment(row(PROCESSING, **others)).url


def test_link_is_what_upi_apps_read():
    assert link_of(coins=12345, reference="WD23456789") == (
        "upi://pay?pa=alice@okhdfcbank&pn=alice@okhdfcbank&am=1234.50&cu=INR"
        "&tr=WD23456789&tn=WD23456789"
    )


@pytest.mark.parametrize("upi_id", ["a&am=9999@ybl", "a b@ybl", "a#x@ybl", "ह%@ybl"])
def test_no_character_of_the_upi_id_adds_to_the_link(upi_id):
    link = urlsplit(link_of(upi_id=upi_id, reference="WD1"))
    assert dict(parse_qsl(link.query, strict_parsing=True))["pa"] == upi_id
    assert (
        len(parse_qsl(link.query)) == 6 and not link.fragment and "+" not in link.query
    )


def test_code_is_the_code_of_the_link():
    payment = Payment(row(PROCESSING, reference="WD1"))
    code = segno.make_qr(payment.url, error="m", boost_error=False)
    assert dark_of(payment.qr) == {
        (x, y)
        for y, line in enumerate(code.matrix)
        for x, module in enumerate(line)
        if module
    }
    assert "style" not in payment.qr


def dark_of(svg):
    """The dark modules that the path draws, without the quiet zone of four."""
    dark, x, y = set(), 0, 0.0
    for way, dx, dy in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", svg):
        if way == "h":
            dark |= {(each - 4, int(y) - 4) for each in range(x, x + int(dx))}
        x, y = (int(dx), float(dy)) if way == "M" else (x + int(dx), y + float(dy or 0))
    return dark


@pytest.fixture
def ask(client):
    def ask(person, withdrawal):
        client.force_login(person)
        return client.get(f"/portal/requests/{withdrawal.id}/")

    return ask


def test_payer_scans_and_types_the_utr_below(ask, pavan, db):
    asked = make(row(PROCESSING))[0]
    page = ask(pavan, asked)
    assert f'href="{Payment(asked).url}"' in unescape(html(page))
    assert "₹50.00 to alice@okhdfcbank Scan with a UPI app" in words(page)
    assert html(page).index("pay-by-hand") < html(page).index("id_utr")


@pytest.mark.parametrize("status", [PENDING, COMPLETED, FAILED, CANCELLED])
def test_only_what_is_to_be_paid_has_a_code(ask, meera, db, status):
    assert "upi://" not in html(ask(meera, make(row(status))[0]))


def test_who_does_not_pay_or_sees_no_upi_id_has_no_code(ask, rita, asha, db):
    asked = make(row(PROCESSING))[0]
    blind = staff("blind")
    blind.user_permissions.set(
        Permission.objects.filter(
            codename__in=["view_coinwithdrawal", "pay_coinwithdrawal"]
        )
    )
    for person in (rita, asha, blind):
        assert "upi://" not in html(ask(person, asked))
    assert "Mark as paid" in html(ask(blind, asked))
