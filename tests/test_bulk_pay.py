"""A pasted table of payments: what is understood, matched, and refused."""

import re
from decimal import Decimal

import pytest

from tests.conftest import give, submitted
from tests.crowd import make, row
from tests.everything import nothing_changes
from tests.queue_page import html, words
from tests.test_bulk import confirm, plan_of
from withdrawals import transitions
from withdrawals.actors import Actor
from withdrawals.models import CoinWithdrawal
from withdrawals.portal.bulk.models import BulkRun
from withdrawals.portal.bulk.pay_table import read
from withdrawals.states import Status

PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status
PAY, CHECK = "/portal/bulk/pay/", "/portal/bulk/pay/check/"
UTR, OTHER = "512345678901", "512345678902"
REF = "WD23456789"


@pytest.fixture
def portal(client, pavan):
    client.force_login(pavan)
    return client


@pytest.fixture
def due(meera, alice):
    """Approved requests of two people, ₹30.00 and ₹1,234.50."""
    found = []
    for name, coins in (("asif", 300), ("bela", 12345)):
        give(name, 20000)
        request = submitted(name, coins)
        transitions.start(request.id, actor=Actor.staff(meera))
        found.append(request)
    return found


def check(portal, *lines):
    return portal.post(CHECK, {"table": "\n".join(lines)})


def told(page):
    """What the preview says of each line."""
    cells = re.findall(r'<td role="cell" class="wrap why">(.*?)</td>', html(page), re.S)
    return [re.sub(r"<[^>]+>", "", each).strip() for each in cells]


@pytest.mark.parametrize(
    ("line", "who", "amount"),
    [
        (f"{REF}\t{UTR}", REF, None),
        (f"{REF} {UTR}", REF, None),
        (f"{REF},{UTR}", REF, None),
        (f"{REF};{UTR};", REF, None),
        (f"  {REF}\t₹1,00,000.50\t{UTR}\t\t", REF, "100000.50"),
        (f"{REF} ₹ 1,234 {UTR}", REF, "1234"),
        (f"{REF} Rs. 1,234.5 {UTR}", REF, "1234.5"),
        (f'{REF},"1,234.50",{UTR}', REF, "1234.50"),
        (f"{REF}, INR 100000.50, {UTR}", REF, "100000.50"),
        (f"{REF};100,000;{UTR}", REF, "100000"),
        (f"a@ybl 30 {UTR}", "a@ybl", "30"),
        (f"'{REF}\t\t'{UTR}", REF, None),
    ],
)
def test_line_is_read_however_it_is_parted(line, who, amount):
    (pasted,) = read(line)
    assert (pasted.who, pasted.utr, pasted.problem) == (who, UTR, "")
    assert pasted.amount == (Decimal(amount) if amount else None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (REF, "a line needs a reference"),
        (f"{REF},1,234.50,{UTR},x", "a line needs a reference"),
        (f"{REF},1,2,3,4,{UTR}", "a line needs a reference"),
        (f"{REF}\t1,23\t{UTR}", "“1,23” is not an amount in rupees"),
        (f"{REF}\t-30\t{UTR}", "“-30” is not an amount"),
        (f"{REF}\t१००\t{UTR}", "“१००” is not an amount"),
        (f"{REF}\t1e3\t{UTR}", "“1e3” is not an amount"),
        (f"{REF}\t30.000\t{UTR}", "“30.000” is not an amount"),
    ],
)
def test_line_that_is_not_understood_says_why(line, problem):
    (pasted,) = read(line)
    assert problem in pasted.problem


@pytest.mark.parametrize(
    "header",
    [
        "Reference\tAmount\tUTR",
        "reference,amount,transaction id",
        "Request;Amount;Transaction ID (UTR)",
    ],
)
def test_header_may_name_the_columns(header):
    mark = next(each for each in "\t;," if each in header)
    (pasted,) = read(f"\n{header}\n\n{mark.join([REF, '30', UTR])}\n")
    assert (pasted.number, pasted.who, pasted.utr) == (4, REF, UTR)


def test_header_gives_the_order_and_what_to_leave_out():
    table = f"UTR\tBranch\tUPI ID\tAmount\n{UTR}\tPune\ta@ybl\t30"
    (pasted,) = read(table)
    assert (pasted.upi_id, pasted.amount, pasted.utr) == ("a@ybl", Decimal(30), UTR)


def test_payments_are_shown_and_then_entered(portal, due):
    with nothing_changes():
        page = check(
            portal, f"{due[0].reference} {UTR}", f"bela@okhdfcbank 1,234.50 {OTHER}"
        )
    assert "Mark 2 requests as paid, ₹1,264.50" in words(page)
    result = confirm(portal, page)
    assert "2 marked as paid" in words(result)
    paid = CoinWithdrawal.objects.filter(status=COMPLETED).order_by("utr")
    assert [each.utr for each in paid] == [UTR, OTHER]


def test_only_lines_that_are_certain_are_entered(portal, due):
    page = check(portal, f"{due[0].reference} {UTR}", f"WD22222222 {OTHER}")
    assert told(page) == ["Will be marked as paid", "no request has this reference"]
    text = words(confirm(portal, page))
    assert "1 marked as paid, 1 not changed" in text
    assert f"WD22222222 {OTHER}" in text and "no request has this reference" in text


def test_lines_that_are_not_certain_are_refused(portal, due, request_in):
    paid, waits = request_in(COMPLETED), request_in(PENDING)
    asif, bela = due
    upi_id = asif.upi_id
    lines = {
        f"{asif.reference} 31 {UTR}": "the line says ₹31.00, the request is for ₹30.00",
        f"{upi_id} 31 {UTR}": "open requests to this UPI ID ask for ₹30.00",
        f"{upi_id} {UTR}": "a UPI ID needs the amount beside it",
        f"nobody@ybl 30 {UTR}": "no open request is to this UPI ID",
        f"{bela.reference} {upi_id} 1234.50 {UTR}": "to another UPI ID",
        f"{waits.reference} {UTR}": "not approved yet",
        f"{paid.reference} {UTR}": "already paid",
        f"{asif.reference} 5.12E+11": "“5.12E+11” is not a transaction ID",
        f"{asif.reference} {paid.utr}": f"is the payment of {paid.reference}",
        f"x {UTR}": "no request has this reference",
    }
    for line, said in lines.items():
        page = check(portal, line)
        assert said in told(page)[0], line
        assert not plan_of(page)


def test_reused_transaction_id_links_to_its_payment(portal, due, request_in):
    paid = request_in(COMPLETED)
    page = html(check(portal, f"{due[0].reference} {paid.utr}"))
    assert f'<a href="/portal/requests/{paid.id}/">{paid.reference}</a>' in page


def test_two_open_requests_that_match_are_ambiguous(portal):
    first, second = make(
        row(PROCESSING, upi_id="a@ybl"), row(PENDING, upi_id="a@ybl", minutes=1)
    )
    (said,) = told(check(portal, f"a@ybl 50 {UTR}"))
    assert said == f"{first.reference}, {second.reference} match: give the reference"


def test_lines_that_name_the_same_are_all_refused(portal, due):
    asif, bela = due
    page = check(portal, f"{asif.reference} {UTR}", f"asif@okhdfcbank 30 {OTHER}")
    assert told(page) == ["lines 1, 2 name the same request"] * 2
    page = check(portal, f"{asif.reference} {UTR}", f"{bela.reference} {UTR}")
    assert told(page) == ["lines 1, 2 have the same transaction ID"] * 2


def test_transaction_id_used_after_the_preview(portal, due, meera):
    page = check(
        portal,
        *(f"{each.reference} {n}" for each, n in zip(due, (UTR, OTHER), strict=True)),
    )
    make(row(COMPLETED, utr=OTHER))
    text = words(confirm(portal, page))
    assert "1 marked as paid, 1 not changed" in text
    assert "the transaction ID is the payment of" in text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "Paste at least one line."),
        ("Reference\tUTR", "Paste at least one line below the header."),
        ("\n".join(["x y"] * 201), "At most 200 lines in one go; these are 201."),
        ("x" * 20001, "at most 20000 characters"),
    ],
)
def test_table_that_cannot_be_read_comes_back(portal, table, said):
    page = portal.post(CHECK, {"table": table})
    assert page.status_code == 422 and said in words(page)
    assert table.strip()[:100] in html(page)


def test_what_was_pasted_stays_beside_its_preview(portal, due):
    page = check(portal, "odd <b> line", f"{due[0].reference} {UTR}")
    assert f"odd &lt;b&gt; line\n{due[0].reference} {UTR}</textarea>" in html(page)


def test_longest_table_goes_through(portal):
    rows = make(*(row(PROCESSING, minutes=each) for each in range(200)))
    lines = [f"{each.reference}\t₹50.00\tUTR{n:032}" for n, each in enumerate(rows)]
    page = check(portal, *lines)
    assert "Mark 200 requests as paid, ₹10,000.00" in words(page)
    assert len(plan_of(page)) < 40_000


def test_paying_is_for_payers(client, rita, due):
    client.force_login(rita)
    assert client.get(PAY).status_code == 403
    assert check(client, f"{due[0].reference} {UTR}").status_code == 403
    assert "Enter payments" not in words(client.get("/portal/"))


def test_check_takes_a_fixed_number_of_queries(portal, django_assert_max_num_queries):
    rows = make(*(row(PROCESSING, minutes=each) for each in range(30)))
    lines = [f"{each.reference} UTR{n:06}" for n, each in enumerate(rows)]
    with django_assert_max_num_queries(14):
        check(portal, *lines)
    assert not BulkRun.objects.exists()
