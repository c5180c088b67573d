"""Files that are no file of coins, and how the one line about each begins."""

import gzip
import io
import zipfile

HEADER = "user_id,amount,reason,reference\n"
_GOOD = f"{HEADER}alice,5,Quiz,q-1\nbob,6,Quiz,q-2\n"
_COLUMNS = "Line 1: the columns must be user_id, amount, reason, reference"
_NOT_CSV = "this is not CSV"
_TWICE = "Line 3: reference 'q' is in line 2 already."
_NOT_UTF_8 = "this is not UTF-8 text. Save the file as CSV in UTF-8."


# Whether the first line of a zip file is UTF-8 depends on when it was made. Of these
# it is, but for its NULs.
_SAVED = (2026, 11, 22, 1, 16, 0)


def _zipped(content: bytes) -> bytes:
    """As a spreadsheet is: a zip file with a sheet in it."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml", _SAVED)
        file.writestr(sheet, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


FILES: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "The file is empty."),
    "blank lines": ("\n \n", "The file is empty."),
    "a byte order mark alone": (b"\xef\xbb\xbf", "The file is empty."),
    "a header alone": (HEADER, "The file has a header and no rows."),
    "a header and blank lines": (f"{HEADER}\n\r\n\n", "The file has a header and no"),
    "no header": ("alice,5,Quiz,q-1\n", _COLUMNS),
    "a column missing": ("user_id,amount,reason\nalice,5,Quiz\n", _COLUMNS),
    "a column too many": ("user_id,amount,reason,reference,x\na,5,Q,q,1\n", _COLUMNS),
    "a column twice": ("user_id,amount,reason,reason\na,5,Q,q\n", _COLUMNS),
    "columns in capitals": ("USER_ID,AMOUNT,REASON,REFERENCE\na,5,Q,q\n", _COLUMNS),
    "columns with spaces": ("user_id, amount, reason, reference\na,5,Q,q\n", _COLUMNS),
    "semicolons": (_GOOD.replace(",", ";"), _COLUMNS),
    "tabs": (_GOOD.replace(",", "\t"), _COLUMNS),
    "100,000 columns": ("x," * 60_000 + "\n", _COLUMNS),
    "a value missing": (f"{HEADER}alice,5,Quiz\n", "Line 2: 3 values for 4 columns."),
    "a value too many": (f"{HEADER}a,5,Q,q,x\n", "Line 2: 5 values for 4 columns."),
    "a comma in a reason": (f"{HEADER}a,5,Q,R,q\n", "Line 2: 5 values for 4 columns."),
    "a quote left open": (f'{HEADER}a,5,"Quiz,q\n', f"Line 2: {_NOT_CSV}"),
    "words behind a quote": (f'{HEADER}a,5,"Quiz"x,q\n', f"Line 2: {_NOT_CSV}"),
    "a huge value": (f"{HEADER}a,5,{'x' * 200_000},q\n", f"Line 2: {_NOT_CSV}"),
    "a line without end": (HEADER + "x" * 1_000_001, f"Line 2: {_NOT_CSV}"),
    "no line at all": ("x" * 1_000_001, f"Line 1: {_NOT_CSV}"),
    "one quoted value of a MB": (
        f'{HEADER}a,5,"{"x" * 10**6}",q',
        f"Line 2: {_NOT_CSV}",
    ),
    "a value of 200,000 lines": (
        f'{HEADER}a,5,"{"x" * 9}{chr(10) * 200_000}",q',
        "Line 2",
    ),
    "UTF-16": (_GOOD.encode("utf-16"), f"Line 1: {_NOT_UTF_8}"),
    "UTF-16 without a mark": (_GOOD.encode("utf-16-le"), f"Line 1: {_NOT_UTF_8}"),
    "UTF-32": (_GOOD.encode("utf-32"), f"Line 1: {_NOT_UTF_8}"),
    "Latin-1": (f"{HEADER}zo\u00e9,5,Q,q\n".encode("latin-1"), f"Line 2: {_NOT_UTF_8}"),
    "an encoded surrogate": (
        HEADER.encode() + b"a,5,\xed\xa0\x80,q\n",
        "Line 2: this is",
    ),
    "overlong UTF-8": (HEADER.encode() + b"a,5,\xc0\xaf,q\n", f"Line 2: {_NOT_UTF_8}"),
    "bad UTF-8 far behind": (
        (HEADER + "".join(f"a,5,Q,q-{n}\n" for n in range(3000))).encode() + b"\xff",
        f"Line 3002: {_NOT_UTF_8}",
    ),
    "a spreadsheet": (_zipped(_GOOD.encode()), "Line 1: this is not UTF-8 text."),
    "a zip bomb": (_zipped(b"0" * 50_000_000), "Line 1: this is not UTF-8 text."),
    "a gzip bomb": (
        gzip.compress(b"0" * 50_000_000),
        "Line 1: this is not UTF-8 text.",
    ),
    "a zip file and CSV": (b"PK\x03\x04\n" + _GOOD.encode(), _COLUMNS),
    "CSV and a zip file": (_GOOD.encode() + _zipped(b"x"), "Line 5: this is not UTF-8"),
    "a PDF and CSV": (b"%PDF-1.7\n" + _GOOD.encode(), _COLUMNS),
    "HTML": ("<html><script>alert(1)</script></html>", _COLUMNS),
    "JSON": ('[{"user_id": "alice", "amount": 5}]', "Line 1: "),
    "a formula": ("=cmd|' /C calc'!A0\n", _COLUMNS),
    "a script": (f"#!/bin/sh\n{_GOOD}", _COLUMNS),
    "zeros": (bytes(5000), f"Line 1: {_NOT_UTF_8}"),
    "a reference twice": (
        f"{HEADER}a,5,Q,q\nb,5,Q,q\n",
        "Line 3: reference 'q' is in line 2",
    ),
    "a row twice": (
        f"{HEADER}a,5,Q,q\na,5,Q,q\n",
        "Line 3: reference 'q' is in line 2",
    ),
}

# What programs write and is read: three rows, whatever the ends of its lines.
_THREE = f"{_GOOD}alice,7,Streak,q-3\n"
READ: dict[str, bytes] = {
    "BOM": b"\xef\xbb\xbf" + _THREE.encode(),
    "CRLF": _THREE.replace("\n", "\r\n").encode(),
    "CR": _THREE.replace("\n", "\r").encode(),
    "empty lines": _THREE.replace("\n", "\n\n").encode(),
    "lines of spaces": _THREE.replace("\n", "\n  \n").encode(),
    "no last newline": _THREE.rstrip().encode(),
    "quotes": _THREE.replace("Streak", '"Streak, ""7"" days"').encode(),
    "all quoted": '"{}"\n'.format(
        _THREE.strip().replace(",", '","').replace("\n", '"\n"')
    ).encode(),
    "Devanagari": _THREE.replace(
        "Streak", "\u092a\u0941\u0930\u0938\u094d\u0915\u093e\u0930 \u200d\U0001f389"
    ).encode(),
}
