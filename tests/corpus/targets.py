"""Where events are to be sent: the address as it is kept, or None."""

from tests.corpus.characters import (
    CONTROLS,
    HOMOGLYPHS,
    INVISIBLE,
    PLANES,
    SPACES,
    TURNING,
)
from tests.corpus.values import Verdicts

_HOST = "shop.example"
_LONGEST = f"https://{_HOST}/".ljust(500, "x")
_WITHIN = [*INVISIBLE, *TURNING, *SPACES, *CONTROLS, *PLANES, *HOMOGLYPHS]

TARGETS: Verdicts = {
    **{each: each for each in (f"https://{_HOST}/", f"https://{_HOST}", _LONGEST)},
    **{each: each for each in (f"https://{_HOST}:8443/a?b=c", "https://192.0.2.9/x")},
    **{each: each for each in ("https://xn--shp-sna.example/", "HTTPS://SHOP.EXAMPLE")},
    **{each: each for each in (f"https://{_HOST}/'--", f"https://{_HOST}/{{{{7*7}}}}")},
    **dict.fromkeys(["", "x", _HOST, f"{_HOST}/hooks", f"//{_HOST}/", "/hooks"]),
    **dict.fromkeys([f"{each}://{_HOST}/" for each in ("http", "ftp", "ws", "gopher")]),
    **dict.fromkeys(["javascript:alert(1)", "data:,x", "file:///etc/passwd"]),
    **dict.fromkeys(["http://127.0.0.1/", "http://localhost:8000/", "https://[::1]/"]),
    **dict.fromkeys(["https://", "https:///x", "https://:443/", "https://[::1"]),
    **dict.fromkeys([f"https://me@{_HOST}/", f"https://me:pw@{_HOST}/"]),
    **dict.fromkeys(
        [f"https://{_HOST}\\@evil.example/", f"https://{_HOST}%2f@evil.example"]
    ),
    **dict.fromkeys([f"https://{_HOST}/#x", f"https://{_HOST}:99999/"]),
    **dict.fromkeys([f" https://{_HOST}/", f"https://{_HOST}/\n", f"{_LONGEST}x"]),
    **dict.fromkeys([f"https://{_HOST}/\r\nHost: evil.example", f"https://*.{_HOST}/"]),
    **dict.fromkeys(f"https://shop{each}.example/" for each in _WITHIN),
    **dict.fromkeys(f"https://{_HOST}/{each}x" for each in _WITHIN),
}
