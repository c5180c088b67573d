"""The fixed parts of an XLSX file, and how its cells are written.

ECMA-376, Office Open XML: part 1, 18.3 (worksheets), part 2 (packages).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from withdrawals.portal.exports.columns import Kind
from withdrawals.portal.exports.texts import Texts

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

SHEET = "xl/worksheets/sheet{}.xml"
ABOUT = "xl/worksheets/about.xml"
PARTS = {
    # All that it does not name is a sheet, since nobody knows yet how many there are.
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    # Styles by their place in cellXfs: plain, heading, amount, coins, time, text. The
    # first is of every cell below and beside the rows: a sum typed there is a formula.
    "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm:ss"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6">'
    '<xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/>'
    '<xf numFmtId="3" applyNumberFormat="1"/>'
    '<xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="49" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
END = "</sheetData></worksheet>"

_HEADING, _RUPEES, _COINS, _TIME, _TEXT = range(1, 6)
_STYLES = {
    Kind.CODE: _TEXT,
    Kind.TEXT: _TEXT,
    Kind.COINS: _COINS,
    Kind.RUPEES: _RUPEES,
    Kind.TIME: _TIME,
}
_WIDTHS = {Kind.CODE: 16, Kind.TEXT: 26, Kind.COINS: 12, Kind.RUPEES: 16, Kind.TIME: 20}
_ZERO = datetime(1899, 12, 30)  # where the days of a sheet count from
_DAY = timedelta(days=1)
# What XML cannot hold; and _x000D_, which a sheet would read as the character.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def book(sheets: int) -> dict[str, str]:
    """The parts that come last: they name the sheets of requests, and "About"."""
    targets = {
        "Requests" if number == 1 else f"Requests {number}": SHEET.format(number)
        for number in range(1, sheets + 1)
    } | {"About": ABOUT}
    named, related = "", f'<Relationship Id="r0" Type="{_OFFICE}/styles" '
    related += 'Target="styles.xml"/>'
    for number, (name, path) in enumerate(targets.items(), start=1):
        named += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        related += (
            f'<Relationship Id="r{number}" Type="{_OFFICE}/worksheet" '
            f'Target="{path.removeprefix("xl/")}"/>'
        )
    return {
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{_XML}<Relationships "
        f'xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
    }


def start(widths: Iterable[int], *, is_table: bool) -> str:
    """The sheet up to its rows; the headings of a table stay in sight."""
    pane = (
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        "</sheetViews>"
    )
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(widths, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}">{pane if is_table else ""}'
        f"<cols>{columns}</cols><sheetData>"
    )


def width(kind: Kind) -> int:
    return _WIDTHS[kind]


def heading(words: str) -> str:
    return _string(words, _HEADING)


def row(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def writers(kinds: Sequence[Kind]) -> Callable[[Texts], str]:
    """What writes a row whose cells are of these kinds."""
    by_place = [(_CELLS[kind], f'<c s="{_STYLES[kind]}"/>') for kind in kinds]

    def write(texts: Texts) -> str:
        return row(
            cell(text) if text else empty
            for (cell, empty), text in zip(by_place, texts, strict=True)
        )

    return write


def string(text: str) -> str:
    """A cell of text, whatever it looks like: never a formula, never a number."""
    return _string(text, _TEXT)


def _string(text: str, style: int) -> str:
    if not text.isalnum():
        text = escape(_CODED.sub("_x005F_", _NOT_XML.sub("\ufffd", text)))
    return (
        f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _time(text: str) -> str:
    days = (datetime.fromisoformat(text) - _ZERO) / _DAY
    return f'<c s="{_TIME}"><v>{days!r}</v></c>'


_CELLS: dict[Kind, Callable[[str], str]] = {
    Kind.CODE: string,
    Kind.TEXT: string,
    Kind.RUPEES: f'<c s="{_RUPEES}"><v>{{}}</v></c>'.format,
    Kind.COINS: f'<c s="{_COINS}"><v>{{}}</v></c>'.format,
    Kind.TIME: _time,
}
