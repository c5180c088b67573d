"""From an app's one colour to those of the form, all of them readable.

Contrast as WCAG 2.2 counts it: text has 4.5:1 at least. A colour that is too light or
too dark for its place is moved towards black or white until it has.
"""

import re
from functools import lru_cache

READABLE = 4.5
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
LIGHT, DARK = (246, 247, 249), (23, 30, 38)  # the darkest and lightest behind a link
_STEPS = 50
_FORM = re.compile("#[0-9a-f]{6}")

Colour = tuple[int, int, int]


@lru_cache(maxsize=500)
def stylesheet_of(text: str) -> str:
    """The tokens of app.css; nothing for what is not of the form #rrggbb."""
    if not _FORM.fullmatch(text):
        return ""
    red, green, blue = bytes.fromhex(text[1:])
    pairs = palette((red, green, blue)).items()
    tokens = "".join(
        f"  --{name}: light-dark({_hex(light)}, {_hex(dark)});\n"
        for name, (light, dark) in pairs
    )
    old = "".join(f" --{name}: {_hex(light)};" for name, (light, _) in pairs)
    return (
        f":root {{\n{tokens}}}\n"
        f"@supports not (color: light-dark(#000, #fff)) {{ :root {{{old} }} }}\n"
    )


def palette(colour: Colour) -> dict[str, tuple[Colour, Colour]]:
    """Each token's colour on light pages, and on dark ones."""
    fill = towards(colour, BLACK, on=WHITE)
    band = mixed(fill, BLACK, 0.2)
    dark_band = mixed(fill, (15, 20, 26), 0.6)
    soft, dark_soft = mixed(fill, WHITE, 0.91), mixed(fill, DARK, 0.78)
    return {
        "fill": (fill, fill),
        "fill-hover": (mixed(fill, BLACK, 0.15), mixed(fill, BLACK, 0.15)),
        "band": (band, dark_band),
        "on-band-muted": (
            towards(mixed(band, WHITE, 0.75), WHITE, on=band),
            towards(mixed(dark_band, WHITE, 0.65), WHITE, on=dark_band),
        ),
        "accent": (
            towards(towards(fill, BLACK, on=LIGHT), BLACK, on=soft),
            towards(towards(colour, WHITE, on=DARK), WHITE, on=dark_soft),
        ),
        "accent-soft": (soft, dark_soft),
    }


def towards(colour: Colour, end: Colour, *, on: Colour) -> Colour:
    """The nearest colour on the way to `end` that can be read on `on`."""
    way = (mixed(colour, end, step / _STEPS) for step in range(_STEPS + 1))
    return next((each for each in way if contrast(each, on) >= READABLE), end)


def contrast(one: Colour, other: Colour) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """`share` of `other` in `colour`."""
    red, green, blue = (
        round(a + (b - a) * share) for a, b in zip(colour, other, strict=True)
    )
    return red, green, blue


def _luminance(colour: Colour) -> float:
    parts = (part / 255 for part in colour)
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _hex(colour: Colour) -> str:
    return "#" + bytes(colour).hex()
