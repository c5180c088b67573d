"""What each kind of value becomes: its kept form, or None where it is refused."""

from tests.corpus.characters import (
    CONTROLS,
    DIGITS,
    HOMOGLYPHS,
    INJECTED,
    INVISIBLE,
    PLANES,
    SPACES,
    TURNING,
    written,
)

Verdicts = dict[str, str | None]

_WITHIN = [*INVISIBLE, *TURNING, *SPACES, *CONTROLS, *PLANES]

# Coins of a request, as digits in a form or as a JSON number.
AMOUNTS: Verdicts = {
    **{str(each): str(each) for each in (100, 101, 999, 1000, 1999, 2000)},
    **dict.fromkeys(["0", "1", "99", "100001", "2147483648", "9007199254740993"]),
    **dict.fromkeys([str(2**63), str(2**64 + 500), str(10**400), "9" * 5000]),
    **dict.fromkeys(["", "-0", "-1", "-500", "+500", "1e3", "5e2", "500.0", "500."]),
    **dict.fromkeys([".5e3", "10.5", "1,000", "1_000", "1 000", "1'000", "5 00"]),
    **dict.fromkeys(["0x1F4", "0b1", "0o764", "0500", "00", "00500", "five", "NaN"]),
    **dict.fromkeys(["Infinity", "-Infinity", "true", "null", "[500]", "{}", '"500"']),
    **dict.fromkeys(
        ["500\0", "500;", "500%", "\u20b9500", "Rs500", "500 coins", "=500"]
    ),
    **dict.fromkeys(
        ["\u00b2\u2070\u2070", "\u2164", "\u00bd", "500\u200b", "\u2212500"]
    ),
    **dict.fromkeys(written(500, zero) for zero in DIGITS.values()),
    **dict.fromkeys(f"5{each}00" for each in _WITHIN),
    **dict.fromkeys(each for each in INJECTED),
}

UPI_IDS: Verdicts = {
    **{each: each for each in ("a@upi", "ravi.k-2_x@okaxis", "9876543210@ybl")},
    **{"x" * 96 + "@upi": "x" * 96 + "@upi", "ravi_@okicici": "ravi_@okicici"},
    **{" Its.Singh@OKHDFCBANK ": "its.singh@okhdfcbank", "a\u2024b@ybl": "a.b@ybl"},
    **{"\u00a0john@ybl\u2003": "john@ybl", "john@ybl\r\n": "john@ybl"},
    **{each: each for each in ("user@okhdfcbank", "name@ybl", "mobile@airtel")},
    **{each: each for each in ("username@ibl", "contact@upi")},
    **{"\uff41\uff20\uff59\uff42\uff4c": "a@ybl", "\u212aim@ybl": "kim@ybl"},
    **{
        written(98, zero) + "a@ybl": None for zero in DIGITS.values() if zero < "\uff00"
    },
    **dict.fromkeys(["", "@", "@ybl", "al@", "al", "al@@ybl", "al@ybl@ybl", "al#ybl"]),
    **dict.fromkeys(["user@bank", "username#bank", "@bank", "user@", "_al@ybl"]),
    **dict.fromkeys(["x" * 97 + "@upi", "x" * 20_000 + "@ybl", "x@" + "y" * 65]),
    **dict.fromkeys(
        [".al@ybl", "al.@ybl", "a..l@ybl", "al@y.bl", "al@ybl.", "-al@ybl"]
    ),
    **dict.fromkeys(["\u200bal@ybl", "\ufeffal@ybl", "al@ybl\0", "al@ybl\nx", " "]),
    **dict.fromkeys(["stra\u00dfe@ybl", "'al'@ybl", "al@ ybl", "alice\u202e@ybl"]),
    **dict.fromkeys(["al@1ybl", "al@y", "al@y-bl", "al@y_bl", "a+l@ybl", "al@bank"]),
    **dict.fromkeys(["al@gmail.com", "12345@HDFC0000001.ifsc.npci", "HDFC0000001"]),
    **dict.fromkeys(
        ["pa=al@ybl&am=1", "upi://pay?pa=al@ybl", "al@ybl?am=1", "al@ybl,b"]
    ),
    **dict.fromkeys(
        ["mailto:al@ybl", "al@okhdfc", "al%40ybl", "al&#64;ybl", "al @ybl"]
    ),
    **dict.fromkeys(f"a{each}l@ybl" for each in _WITHIN),
    **dict.fromkeys(f"a{each}l@ybl" for each in HOMOGLYPHS),
    **dict.fromkeys(f"{each}@ybl" for each in INJECTED if not each.isalnum()),
}

# A reason that is required: of a failure, a release, a reversal.
_KEPT = [*PLANES, *INVISIBLE, *HOMOGLYPHS, "\t", "\u00a0", "\u2028", "\u3000"]
REASONS: Verdicts = {
    **{f"a{each}b": f"a{each}b" for each in _KEPT},
    **{each: each for each in INJECTED},
    **{f"a{each}b": "a\nb" for each in ("\n", "\r", "\r\n")},
    **{"x" * 500: "x" * 500, "\U0001f600" * 500: "\U0001f600" * 500},
    **{" padded \r\n": "padded", "\r\n".join("x" * 250): "\n".join("x" * 250)},
    **dict.fromkeys(["x" * 501, "\U0001f600" * 501, "x" * 20_000]),
    **dict.fromkeys(f"a{each}b" for each in (*CONTROLS, "\v", "\f", "\x85")),
    **dict.fromkeys(f"a{each}b" for each in TURNING),
}

# Notes and messages: as reasons, but of up to 2,000 characters.
_LONG = ["x" * 501, "\U0001f600" * 501]
NOTES: Verdicts = {
    **{text: kept for text, kept in REASONS.items() if text not in _LONG},
    **{text: text for text in (*_LONG, "x" * 2000)},
    **dict.fromkeys(["x" * 2001, "", "   ", "\n", "\u200b", "\u2060 \u00a0"]),
}

UTRS: Verdicts = {
    **{each: each for each in ("512345678901", "ABC123", "N" * 35)},
    **{" 512345678902 ": "512345678902", "ax12bc34": "AX12BC34"},
    **dict.fromkeys(["", "12345", "1" * 36, "1" * 5000, "12345-6789", "1234 5678"]),
    **dict.fromkeys(["1234567/8", "=1234567", "0x12345;"]),
    **dict.fromkeys(["1234.5678", "+91234567", "-1234567", "1,234,567", "1_234_567"]),
    **dict.fromkeys(written(512345678901, zero) for zero in DIGITS.values()),
    **dict.fromkeys(f"1234{each}5678" for each in _WITHIN),
    **dict.fromkeys(f"ABCD{each}1234" for each in HOMOGLYPHS),
    **dict.fromkeys(f"123456{each}" for each in INJECTED if not each.isalnum()),
}
