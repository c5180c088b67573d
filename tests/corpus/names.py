"""What names a user, a request, a form or a version of a request; and handles."""

from tests.corpus.characters import (
    CONTROLS,
    HOMOGLYPHS,
    INJECTED,
    INVISIBLE,
    PLANES,
    SPACES,
    TURNING,
)
from tests.corpus.values import Verdicts

# Of no category C, which holds what is not printed; nor a line's end.
_SEEN = ["\u034f", "\u115f", "\u3164", "\ufe0f", "\U000e0100"]
_UNSEEN = [each for each in INVISIBLE if each not in _SEEN]
_LETTERS = [*PLANES[:3], "\ufffd", "\U00010348", "\U0001f600", "\U00020000"]
_BLANKS = [" ", "\u00a0", "\u1680", "\u2003", "\u2009", "\u202f", "\u205f", "\u3000"]

USER_IDS: Verdicts = {
    **{each: each for each in ("user123", "1", "-1", "9" * 40, "x" * 500, "A@b.c")},
    **{each: each for each in INJECTED},
    **{f"a{each}b": f"a{each}b" for each in (*_LETTERS, *_SEEN, *HOMOGLYPHS, *_BLANKS)},
    **dict.fromkeys(["", " ", " alice", "alice ", "\u3000alice", "x" * 501, "\0"]),
    **dict.fromkeys(["alice\n", "x" * 20_000]),
    **dict.fromkeys(f"a{each}b" for each in (*_UNSEEN, *TURNING, *CONTROLS)),
    **dict.fromkeys(f"a{each}b" for each in SPACES if each not in _BLANKS),
    **dict.fromkeys(f"a{each}b" for each in PLANES if each not in _LETTERS),
}


def request_ids(own: str, others: list[str]) -> Verdicts:
    """`own` is alice's pending request; `others` are ids of anything else."""
    return {
        own: own,
        **dict.fromkeys(others),
        **dict.fromkeys(["x", "0", "1", "-1", "9" * 40, "9" * 5000, "1e5", "NaN"]),
        **dict.fromkeys([f"{own} ", f" {own}"]),
        **dict.fromkeys([own[:-1], f"{own}0", f"{own},{own}", own.replace("-", "_")]),
        **dict.fromkeys([f"{own}\0", f"{own}\n", f"{own}\u200b", f"\u202e{own}"]),
        **dict.fromkeys([own.replace("-", "\u2010"), own[::-1]]),
        **dict.fromkeys(["null,null", "[]", "{}", "true", "%2e%2e", "..%2f", "%00"]),
        **dict.fromkeys(each for each in INJECTED if "/" not in each),
    }


def spellings(own: str) -> list[str]:
    """The same id otherwise: Python's UUID reads all of them, our doors none."""
    plain = own.replace("-", "")
    return [plain, f"{{{own}}}", f"urn:uuid:{own}", own.translate(_WIDE), f"-{own}"]


_WIDE = {ord(each): ord(each) - ord("0") + 0xFF10 for each in "0123456789"}

# "now" is the version that the person saw; all else was not seen by anyone.
VERSIONS: Verdicts = {
    **dict.fromkeys(["now", " now ", "0now", "+now", "now.0"], "now"),
    **dict.fromkeys(
        ["", " ", "0", "-1", "-now", "x", "1.5", "1e0", "now now", "now,0"]
    ),
    **dict.fromkeys(
        ["99", "9" * 30, str(2**31), str(2**63), "9" * 5000, "0x1", "null"]
    ),
    **dict.fromkeys(["NaN", "Infinity", "true", "[1]", "\0", "now\0", "now\u200b"]),
    **dict.fromkeys(each for each in INJECTED if each != "-1+1"),
}

_TOKEN = "0199c5a4-aaaa-7000-8000-00000000000b"
TOKENS: Verdicts = {
    _TOKEN: _TOKEN,
    **dict.fromkeys([f" {_TOKEN} ", _TOKEN.upper(), *spellings(_TOKEN)], _TOKEN),
    **dict.fromkeys(["", " ", "x", "0", _TOKEN[:-1], f"{_TOKEN}0", f"{_TOKEN}\0"]),
    **dict.fromkeys(["9" * 40, "null", "[]", "x" * 20_000]),
    **dict.fromkeys(INJECTED),
}

HANDLES: Verdicts = {
    **{"newbank": "newbank", " @NewBank ": "newbank", "kotak812": "kotak812"},
    **{"x" * 64: "x" * 64, "ab": "ab"},
    **dict.fromkeys(["", " ", "@", "a", "9bank", "new bank", "new.bank", "x" * 65]),
    **dict.fromkeys(["new-bank", "new_bank", "@@newbank", "ybl", "YBL", "new@bank"]),
    **dict.fromkeys(f"new{each}bank" for each in (*INVISIBLE, *TURNING, *SPACES)),
    **dict.fromkeys(f"new{each}bank" for each in (*CONTROLS, *PLANES, *HOMOGLYPHS)),
    **dict.fromkeys(each for each in INJECTED if not each.isalpha()),
}

PROVIDERS: Verdicts = {
    **{each: each for each in INJECTED},
    **{f"a{each}b": f"a{each}b" for each in (*PLANES, *HOMOGLYPHS)},
    **{"": "", " A Bank ": "A Bank", "x" * 100: "x" * 100},
    **dict.fromkeys(["x" * 101, "a\0b", "\0", "x" * 20_000]),
}
