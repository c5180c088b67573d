"""Exports of the queue: what is in a file, for whom, and what the log keeps of it."""

import csv
import io
import re
import time
import zipfile
from datetime import UTC, datetime, timedelta
from html import unescape
from secrets import token_hex
from typing import Any

import pytest
import time_machine
from django.db import connection
from openpyxl import load_workbook

from tests import bench_exports
from tests.corpus.values import UPI_IDS
from tests.crowd import NOON, make, row
from tests.many_movements import REQUESTS, fill
from tests.queue_page import html, words
from withdrawals.masking import mask, mask_all
from withdrawals.models import AuditEntry, CoinWithdrawal
from withdrawals.portal.exports import csv_file, csv_line, texts, xlsx_file
from withdrawals.portal.exports.columns import COLUMNS, Kind
from withdrawals.portal.exports.source import Source
from withdrawals.states import Status

NEW, PAGE = "/portal/exports/new/", "/portal/exports/"
PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = Status
IST = timedelta(hours=5, minutes=30)
ALL = [column.headed("IST") for column in COLUMNS.values()]


@pytest.fixture
def portal(client, rita):
    """rita's browser."""
    client.force_login(rita)
    return client


def export(browser, view="tab=all", **chosen):
    """What the export answers."""
    form = {"view": view, "file": "csv", "columns": "view", "zone": "IST"}
    return browser.post(NEW, form | chosen)


def content(response) -> bytes:
    assert response.status_code == 200, response
    return b"".join(response.streaming_content)


def lines(response) -> list[list[str]]:
    """The lines of a CSV, as a program reads them."""
    text = content(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def sheets(response):
    """Both sheets of an XLSX, as lists of rows."""
    book = load_workbook(io.BytesIO(content(response)))
    return [[list(each) for each in sheet.values] for sheet in book.worksheets]


def entries() -> list[dict[str, Any]]:
    found = AuditEntry.objects.filter(act="exported").order_by("id")
    return [entry.details for entry in found]


def test_csv_has_what_the_view_shows_in_its_order(portal):
    make(
        row(reference="WDA", coins=100, minutes=1), row(reference="WDB", user_id="bob")
    )
    head, first, second, end = lines(export(portal, "tab=review&sort=-amount"))
    assert head == [
        "Request", "User", "UPI ID", "Amount (INR)", "Status", "Reviewer",
        "Requested (IST)",
    ]  # fmt: skip
    assert first == [
        "WDB", "bob", "alice@okhdfcbank", "50.00", "pending", "", "2026-03-01 12:00:00",
    ]  # fmt: skip
    assert second[0] == "WDA" and end[0].startswith("# End: 2 requests; ")


def test_all_columns_hold_all_that_a_request_has(portal, request_in):
    withdrawal = request_in(COMPLETED)
    answer = export(portal, "tab=all&payer=meera", columns="all", zone="UTC")
    head, line, _ = lines(answer)
    found = dict(zip(head, line, strict=True))
    assert list(found) == [each.replace("IST", "UTC") for each in ALL]
    assert found["ID"] == str(withdrawal.id)
    assert (found["Coins"], found["Amount (INR)"]) == ("500", "50.00")
    assert (found["Reviewer"], found["Paid by"]) == ("meera", "meera")
    assert found["Transaction ID (UTR)"] == withdrawal.utr
    assert found["Paid (UTC)"] == f"{withdrawal.completed_at:%Y-%m-%d %H:%M:%S}"
    assert found["Message to the user"] == withdrawal.admin_notes


def test_columns_that_a_person_has_added_are_those_of_the_view(portal, rita):
    make(row(COMPLETED))
    names = ["utr", "requested", "created_at", "coins", "paid_by", "completed_at"]
    portal.post("/portal/settings/columns/", {"column": [*names, "failure_reason"]})
    head = lines(export(portal))[0]
    assert head == [
        "Request", "Transaction ID (UTR)", "Requested (IST)", "Coins", "Paid by",
        "Paid (IST)", "Reason",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "time"), [("IST", "2026-03-10 00:00:00"), ("UTC", "2026-03-09 18:30:00")]
)
def test_times_are_of_the_zone_that_was_chosen_and_say_so(portal, zone, time):
    make(row(created_at=datetime(2026, 3, 9, 18, 30, 0, 999_999, tzinfo=UTC)))
    head, line, end = lines(export(portal, zone=zone))
    assert (head[-1], line[-1]) == (f"Requested ({zone})", time)
    assert f"Times in: {zone};" in end[0]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "－1"]
HARMLESS = [
    "'=1",
    "a=1",
    "0012",
    "1e5",
    "नमस्ते",
    "a,b",
    'say "no"',
    "a\nb",
    "a\rb",
    "\\.",
]


def test_no_cell_of_a_csv_is_a_formula_and_every_text_is_whole(portal):
    texts = FORMULAS + HARMLESS
    make(*(row(user_id=each, started_by=each, admin_notes=each) for each in texts))
    _, *found, _ = lines(export(portal, "sort=-age", columns="all"))
    found.sort(key=lambda line: line[0])
    for text, line in zip(texts, found, strict=True):
        expected = f"'{text}" if text in FORMULAS else text
        assert [line[2], line[7], line[13]] == [expected] * 3


def test_every_cell_of_a_sheet_is_of_its_type(portal):
    texts = [*FORMULAS, *HARMLESS, "_x0041_", "\x0b", "<b>&"]
    make(*(row(user_id=text, coins=1234) for text in texts))
    book = load_workbook(
        io.BytesIO(content(export(portal, columns="all", file="xlsx")))
    )
    found = [dict(zip(ALL, each, strict=True)) for each in book["Requests"]][1:]
    found.sort(key=lambda cells: cells["Request"].value)
    for text, cells in zip(texts, found, strict=True):
        assert {cells[each].data_type for each in ("Request", "User", "Status")} == {
            "s"
        }
        assert (cells["Coins"].value, cells["Amount (INR)"].value) == (1234, 123.4)
        assert cells["Amount (INR)"].number_format == "#,##0.00"
        assert cells["Requested (IST)"].value == NOON.replace(tzinfo=None) + IST
        if text in FORMULAS + HARMLESS:  # XML has one end of a line
            assert cells["User"].value == text.replace("\r", "\n")


def test_what_is_typed_into_a_sheet_is_taken_as_its_place_says(portal):
    make(row())
    response = export(portal, columns="all", file="xlsx")
    book = load_workbook(io.BytesIO(content(response)))
    line = dict(zip(ALL, book["Requests"][2], strict=True))
    empty = [line[name] for name in ("Transaction ID (UTR)", "Paid (IST)")]
    assert [each.value for each in empty] == [None, None]
    assert [each.number_format for each in empty] == ["@", "yyyy-mm-dd hh:mm:ss"]
    assert book["Requests"]["F9"].number_format == "General"  # a sum is a formula


def test_numbers_that_are_names_stay_as_they_are(portal):
    make(row(COMPLETED, user_id="007", utr="012345678901"))
    assert "012345678901" in lines(export(portal, columns="all"))[1]
    _, line = sheets(export(portal, columns="all", file="xlsx"))[0]
    assert (line[2], line[9]) == ("007", "012345678901")


@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_file_says_what_it_is_of(portal, file):
    make(row(user_id="bob"), row())
    with time_machine.travel(datetime(2026, 3, 2, 6, 30, 5, tzinfo=UTC), tick=False):
        response = export(portal, "tab=review&user=bob&least=1", file=file)
    name = f"withdrawals-to-review-20260302-120005-ist.{file}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    if file == "csv":
        about = lines(response)[-1][0]
    else:
        about = "; ".join(f"{name}: {value}" for name, value in sheets(response)[1])
    for fact in (
        "View: To review; User bob; ₹1 or more",
        "Exported: 2026-03-02 12:00:05 IST",
        "By: rita",
        "UPI IDs: whole",
    ):
        assert fact in about


def test_filter_that_finds_nothing_gives_a_file_of_nothing(portal):
    assert lines(export(portal, "user=nobody"))[1][0].startswith("# End: 0 requests;")


@pytest.mark.parametrize(
    ("view", "chosen", "why"),
    [
        ("since=nonsense", {}, "A filter is not understood"),
        ("q=%00", {}, "A filter is not understood"),
        ("least=1&most=x", {"file": "xlsx"}, "A filter is not understood"),
        ("", {"file": "pdf"}, "pdf is not one of the available choices"),
        ("", {"columns": ""}, "This field is required"),
        ("", {"zone": "CET"}, "CET is not one of the available choices"),
    ],
)
def test_what_is_not_understood_exports_nothing(portal, view, chosen, why):
    make(row())
    response = export(portal, view, **chosen)
    assert response.status_code == 422
    assert "Nothing was exported." in words(response) and why in words(response)
    assert entries() == []


@pytest.mark.parametrize(
    "tab", ["review", "pay", "mine", "late", "failed", "completed"]
)
def test_file_has_the_requests_of_its_tab(portal, tab):
    made = make(*(row(status, started_by="rita") for status in (PROCESSING, COMPLETED)))
    made += make(row(), row(FAILED), row(CANCELLED))
    page = html(portal.get(f"/portal/?tab={tab}"))
    found = [line[0] for line in lines(export(portal, f"tab={tab}"))[1:-1]]
    assert sorted(found) == sorted(w.reference for w in made if w.reference in page)


WHOLE, MASKED = "alice@okhdfcbank", "al***@okhdfcbank"
SEES = {"rita": True, "asha": False}


@pytest.mark.parametrize("who", SEES)
@pytest.mark.parametrize("file", ["csv", "xlsx"])
@pytest.mark.parametrize("columns", ["view", "all"])
def test_upi_ids_are_whole_for_those_who_work_with_them(
    client, request, db, who, file, columns
):
    text = f"=No {WHOLE}"
    make(row(FAILED, failure_reason=text, admin_notes=text, user_id="al@example.com"))
    client.force_login(request.getfixturevalue(who))
    response = export(client, f"q={WHOLE}&tab=all", columns=columns, file=file)
    found = content(response).decode() if file == "csv" else str(sheets(response))
    assert (WHOLE in found, MASKED in found) == (SEES[who], not SEES[who])
    assert "al@example.com" in found
    assert entries()[0]["upi_ids"] == ("whole" if SEES[who] else "masked")
    assert WHOLE not in str(entries())


def test_log_keeps_who_took_what(portal, rita):
    make(row(user_id="bob"))
    content(export(portal, "tab=review&user=bob", zone="UTC"))
    begun, end = AuditEntry.objects.filter(act="exported").order_by("id")
    assert (begun.actor, begun.ip) == (end.actor, end.ip) == ("rita", "127.0.0.1")
    assert begun.target == end.target and begun.target.endswith("-utc.csv")
    assert begun.details == {
        "state": "begun",
        "view": "To review; User bob",
        "columns": "Request, User, UPI ID, Amount (INR), Status, Reviewer, Requested",
        "times": "UTC",
        "upi_ids": "whole",
    }
    assert end.details == {"state": "complete", "rows": 1, "of": str(begun.id)}


def test_log_knows_of_an_export_before_its_first_byte(portal):
    make(row())
    response = export(portal)
    assert [each["state"] for each in entries()] == ["begun"]
    content(response)
    assert [each["state"] for each in entries()] == ["begun", "complete"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_export_that_nobody_reads_to_its_end_is_not_whole(portal, file):
    make(*(row(admin_notes=token_hex(1000)) for _ in range(900)))
    response = export(portal, columns="all", file=file)
    blocks = iter(response.streaming_content)
    part = next(blocks) + next(blocks)
    response.close()
    assert b"# End" not in part and not zipfile.is_zipfile(io.BytesIO(part))
    assert entries()[1]["state"] == "broken off"
    assert 0 < entries()[1]["rows"] < 900
    assert portal.get("/portal/").status_code == 200  # the connection is fit


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("file", ["csv", "xlsx"])
def test_export_that_breaks_is_no_whole_file(portal, monkeypatch, file):
    make(*(row() for _ in range(3)))
    monkeypatch.setattr(Source, "copied", broken)
    monkeypatch.setattr(Source, "texts", broken)
    response, sent = export(portal, file=file), b""
    with pytest.raises(ConnectionError):
        for block in response.streaming_content:
            sent += block
    assert b"# End" not in sent and not zipfile.is_zipfile(io.BytesIO(sent))
    assert [each["state"] for each in entries()] == ["begun", "broken off"]


def broken(source, **_):
    raise ConnectionError("the database went away")
    yield


def test_sheet_takes_no_more_than_it_holds(portal, monkeypatch):
    make(row(), row())
    monkeypatch.setattr(xlsx_file, "MOST", 1)
    response = export(portal, file="xlsx")
    assert "A sheet holds 1 requests, and more match" in words(response)
    assert (response.status_code, entries()) == (422, [])
    monkeypatch.setattr(xlsx_file, "MOST", 2)
    assert len(sheets(export(portal, file="xlsx"))[0]) == 3


def test_sheet_that_is_full_is_followed_by_another(portal, monkeypatch):
    made = make(*(row() for _ in range(500)))
    monkeypatch.setattr(xlsx_file, "FULL", 60_000)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100_000)
    book = load_workbook(io.BytesIO(content(export(portal, file="xlsx"))))
    assert book.sheetnames == ["Requests", "Requests 2", "Requests 3", "About"]
    assert book["About"]["B1"].value == "500 on 3 sheets"
    found = [[line[0] for line in sheet.values] for sheet in book.worksheets[:3]]
    assert [first for first, *_ in found] == ["Request"] * 3
    written = [each for _, *rows in found for each in rows]
    assert sorted(written) == sorted(each.reference for each in made)


def test_no_part_of_a_sheet_has_sizes_that_excel_does_not_read(portal):
    make(row())
    with zipfile.ZipFile(io.BytesIO(content(export(portal, file="xlsx")))) as file:
        assert file.testzip() is None
        assert {each.extract_version for each in file.infolist()} == {20}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only there are two ways")
def test_postgresql_writes_the_bytes_that_python_writes(request_in):
    request_in(COMPLETED), request_in(CANCELLED)
    for text in FORMULAS + HARMLESS:
        make(row(FAILED, user_id=text, failure_reason=text, started_by=text))
    rows = CoinWithdrawal.objects.order_by("id")
    for zone in ("IST", "UTC"):
        source = Source(rows, list(COLUMNS.values()), zone)
        copied = b"".join(source.copied())
        assert copied == b"".join(map(csv_line.line, source.texts(escaped=True)))
        assert copied == b"".join(map(csv_line.line, source.formatted(escaped=True)))
        sheet = [list(each) for each in source.texts(escaped=False)]
        assert sheet == list(source.formatted(escaped=False))
        assert copied.count(b"2026-") > len(FORMULAS) and b"=1+1" in copied


AT_SIGNS = ("@", "＠", "﹫", "%40", "%2540")
ODD = [f"ab{a}cd{b}ybl" for a in AT_SIGNS for b in AT_SIGNS] + ["no at-sign", "@ybl"]
SECRET = "cw_live_" + "x" * 20


PIECES = [*AT_SIGNS, "%", "", "a", "é", "न", "😀", "e\u0301", "\u200b", "\ud7ff", " "]
PIECES += ["\x01", "\x7f", "\n", "\r", "\t", '"', ",", "'", "***", "=", "=mask:", "＝"]
MADE = [f"{a}{b}{c}" for a in PIECES for b in PIECES for c in ("", "@ybl", "cde@ybl@")]


def test_csv_masks_any_upi_id_as_every_page_does(db):
    upi_ids = [each for each in UPI_IDS if "\0" not in each and len(each) < 256]
    upi_ids += [*ODD, *FORMULAS, *HARMLESS, *(f"{each}@ybl" for each in FORMULAS)]
    upi_ids += MADE
    make(*(row(upi_id=each) for each in upi_ids))
    written = masked_lines([COLUMNS["upi_id"]])
    escaped = (texts.text(each, Kind.TEXT, UTC, escaped=True) for each in upi_ids)
    assert written == [[mask(each)] if each else [] for each in escaped]


def test_csv_masks_a_row_once_wherever_it_holds_a_upi_id(db):
    told = [None, *ODD, *HARMLESS, SECRET, "5% + ab@ybl", "-ab@ybl", "=mask:ab@ybl"]
    columns = [COLUMNS[each] for each in ("upi_id", "failure_reason")]
    for upi_id in ("ravi.kumar@ybl", "ab@ybl", "ab﹫ybl"):
        make(*(row(CANCELLED, upi_id=upi_id, failure_reason=each) for each in told))
        written = masked_lines(columns)[-len(told) :]
        escaped = (
            texts.text(each, Kind.TEXT, UTC, escaped=True) or "" for each in told
        )
        assert written == [[mask(upi_id), mask_all(each)] for each in escaped]


def masked_lines(columns):
    """The rows of a CSV for who reads UPI IDs masked."""
    source = Source(CoinWithdrawal.objects.order_by("id"), columns, "UTC", True)
    text = b"".join(csv_file.blocks(source, [])).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))[1:-1]


def test_page_shows_ones_own_exports_and_auditors_all(client, rita, pavan, asha):
    make(row(user_id="bob"))
    for person in (rita, pavan):
        client.force_login(person)
        content(export(client, "tab=review&user=bob"))
        export(client, "tab=all")
        page = words(client.get(PAGE))
        became = re.findall("1 request |Not finished", page)
        assert became == ["Not finished", "1 request "]
        assert "To review; User bob" in page
    client.force_login(asha)
    page = words(client.get(PAGE))
    assert page.count("Not finished") == 2 and "rita" in page and "pavan" in page


def test_page_asks_a_fixed_number_of_queries(portal, django_assert_max_num_queries):
    for _ in range(6):
        content(export(portal))
    with django_assert_max_num_queries(9):
        portal.get(PAGE)


def test_export_asks_as_much_of_one_row_as_of_many(
    portal, django_assert_max_num_queries
):
    make(*(row() for _ in range(50)))
    portal.get("/portal/")
    with django_assert_max_num_queries(10):
        content(export(portal))


@pytest.mark.parametrize("tab", ["review", "all"])
def test_menu_exports_what_stands_below_it(portal, tab):
    make(row(user_id="bob"), row())
    page = portal.get(f"/portal/?tab={tab}&user=bob&rows=50&open=x&after=y")
    view = re.search(r'name="view" value="([^"]*)"', html(page).split("export-menu")[1])
    assert view and unescape(view[1]) == f"rows=50&tab={tab}&user=bob"
    assert len(lines(export(portal, unescape(view[1])))) == 3


@pytest.mark.parametrize("query", ["user=nobody", "since=x"])
def test_nothing_to_export_has_no_menu(portal, query):
    assert "export-menu" not in html(portal.get(f"/portal/?{query}"))


PROVE = "/accounts/prove/password/"


@pytest.mark.parametrize(
    ("who", "rows", "columns", "is_asked"),
    [
        ("rita", 1, "view", False),
        ("rita", 1, "all", True),
        ("asha", 1, "all", False),
        ("rita", 3, "view", True),
        ("asha", 3, "view", True),
    ],
)
def test_full_export_asks_for_a_proof(
    client, request, monkeypatch, db, who, rows, columns, is_asked
):
    monkeypatch.setattr("withdrawals.portal.counts.MOST_COUNTED", 2)
    make(*(row() for _ in range(rows)))
    client.force_login(request.getfixturevalue(who))
    with time_machine.travel(time.time() + 6 * 60, tick=False):
        response = export(client, "tab=review&q=a", columns=columns, zone="UTC")
        if not is_asked:
            assert len(lines(response)) == rows + 2
            return
        assert entries() == []
        proof = client.get(response.url).url
        assert proof.startswith(f"{PROVE}?next=%2Fportal%2Fexports%2Fnew%2F%3Fview")
        back = client.post(proof, {"password": "demo"}).url
        page = html(client.get(back))
        assert re.search(r'value="UTC"[^>]*checked', page)
        assert len(lines(export(client, "tab=review&q=a", columns=columns))) == rows + 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="measures PostgreSQL")
def test_bench_measures_an_export_beside_copy(db):
    fill(200, REQUESTS)
    acts = (bench_exports.copy_alone, bench_exports.export, bench_exports.sheet)
    seconds = bench_exports.measure(bench_exports.ALL, 1, *acts)
    assert bench_exports.report("All", seconds).count("times COPY") == 3
