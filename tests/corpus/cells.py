"""The cells of a file of coins: what is kept, or None."""

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
from tests.corpus.values import Verdicts

AMOUNTS: Verdicts = {
    **{each: each for each in ("1", "5", "100001", str(10**12))},
    **dict.fromkeys(
        ["", "0", "-0", "-1", "+5", "1e3", "1.0", "10.5", "1_000", "1,000"]
    ),
    **dict.fromkeys(["1 000", "01", " 10", "10 ", "NaN", "Infinity", "true", "0x10"]),
    **dict.fromkeys(["9" * 400, "9" * 100_000, str(10**12 + 1), str(2**63), "5\0"]),
    **dict.fromkeys(written(10, zero) for zero in DIGITS.values()),
    **dict.fromkeys(
        f"1{each}0" for each in (*INVISIBLE, *TURNING, *SPACES, *CONTROLS, *PLANES)
    ),
    **dict.fromkeys(INJECTED),
}

# As a JSON number, around which a space is none of it; as large as a body may be.
NUMBERS: Verdicts = {
    text: kept
    for text, kept in AMOUNTS.items()
    if text == text.strip() and len(text) < 1000
}

_JOINERS = ["\u200c", "\u200d"]  # parts of ordinary words in Indian scripts
_SEEN = ["\u034f", "\u115f", "\u3164", "\ufe0f", "\U000e0100", *_JOINERS]
_UNSEEN = [each for each in INVISIBLE if each not in _SEEN]
_BLANKS = [" ", "\u00a0", "\u1680", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000"]

# Reasons and references; a reason may have 500 characters, a reference 100.
TEXTS: Verdicts = {
    **{
        each: each
        for each in (*INJECTED, "x" * 100, 'Streak, "7" days', "\u091c\u094d")
    },
    **{f"a{each}b": f"a{each}b" for each in (*_SEEN, *_BLANKS, *HOMOGLYPHS)},
    **{f"a{each}b": f"a{each}b" for each in PLANES if each != "\U000e0020"},
    **dict.fromkeys(["", " ", "\u200d", " a", "a ", "\u3000a", "a\n", "x" * 501]),
    **dict.fromkeys(["x" * 100_000, "x" * 200_000, "a\U000e0020b"]),
    **dict.fromkeys(f"a{each}b" for each in (*_UNSEEN, *TURNING, *CONTROLS)),
    **dict.fromkeys(f"a{each}b" for each in SPACES if each not in _BLANKS),
}
