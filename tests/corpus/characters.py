"""Characters that look like others, like nothing, or are not text at all."""

INVISIBLE = [
    *("\u00ad", "\u034f", "\u061c", "\u115f", "\u180e", "\u200b", "\u200c", "\u200d"),
    *("\u200e", "\u200f", "\u2060", "\u2061", "\u2064", "\u3164", "\ufe0f", "\ufeff"),
    *("\ufff9", "\U000e0001", "\U000e0061", "\U000e0100"),
]
TURNING = [
    *("\u202a", "\u202b", "\u202c", "\u202d", "\u202e"),
    *("\u2066", "\u2067", "\u2068", "\u2069"),
]
SPACES = [
    *(" ", "\t", "\n", "\r", "\v", "\f", "\x85", "\u00a0", "\u1680", "\u2003"),
    *("\u2009", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"),
]
CONTROLS = ["\0", "\x01", "\a", "\b", "\x0e", "\x1b", "\x7f", "\x80", "\x9b"]
# One of each plane, and the ends of planes.
PLANES = [
    *("\u00e9", "\u0939", "\u4e2d", "\ue000", "\ufffd", "\uffff", "\U00010348"),
    *("\U0001f600", "\U00020000", "\U000e0020", "\U000f0000", "\U0010ffff"),
]
HOMOGLYPHS = [
    *("\u0430", "\u0435", "\u043e", "\u0440", "\u0441", "\u0456", "\u0501", "\u03bf"),
    *("\u0131", "\u0130", "\u00df", "\u03c1", "\u0251", "\u1d0f", "\ua731", "\u0585"),
]
# Zero to nine in other scripts; all of them are digits to a careless reader.
DIGITS = {
    "Arabic": "\u0660",
    "Persian": "\u06f0",
    "Devanagari": "\u0966",
    "Bengali": "\u09e6",
    "Gurmukhi": "\u0a66",
    "Gujarati": "\u0ae6",
    "Tamil": "\u0be6",
    "Telugu": "\u0c66",
    "Kannada": "\u0ce6",
    "Malayalam": "\u0d66",
    "Thai": "\u0e50",
    "Tibetan": "\u0f20",
    "full width": "\uff10",
    "bold": "\U0001d7ce",
    "Osmanya": "\U000104a0",
}
INJECTED = [
    *("' OR 1=1 --", '" OR ""="', "'; DROP TABLE x; --", "1; SELECT pg_sleep(9)"),
    *("{{7*7}}", "{% debug %}", "${7*7}", "#{7*7}", "%s%s%n", "%(x)s", "{e.__class__}"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "<!--"),
    *(
        "=cmd()",
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        '=HYPERLINK("//x")',
        "|calc",
        "`id`",
    ),
    *("$(id)", "../../etc/passwd", "%00", "%0d%0aX: 1", "\\u0000", "\\x00", "&am=1"),
    *("javascript:alert(1)", "]]>", "<?xml?>", "*)(uid=*", "null", "undefined", "NaN"),
]


def written(number: int, zero: str) -> str:
    """The number in the digits that begin with `zero`."""
    return "".join(chr(ord(zero) + int(digit)) for digit in str(number))
