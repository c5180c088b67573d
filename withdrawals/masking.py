"""UPI IDs and keys for those who may not read them. Imports nothing: logging can."""

import re

# As people write one in a text, and as an address does: %40, %2540 within another. It
# begins only where a word does, or a long text would be read anew from each letter.
_UPI_ID = re.compile(r"(?<![\w.%+-])[\w.%+-]+(?:[@＠﹫]|%(?:25)*40)\w+")


# A key of an app or a link, whole or cut; an address may write the underscore as %5F.
_KEY = re.compile(r"(cw(?:_|%5F)(?:live|test|link)(?:_|%5F)\w{4})[\w%]+", re.IGNORECASE)


def mask(upi_id: str) -> str:
    """ "ravi.kumar@ybl" -> "ra***@ybl"; never more than half of a name."""
    name, *rest = re.split("([@＠﹫]|%(?:25)*40)", upi_id, maxsplit=1)
    return f"{name[: min(2, len(name) // 2)]}***{''.join(rest)}"


def mask_all(text: str) -> str:
    """The text with every UPI ID in it masked, and every key."""
    if "@" in text or "%" in text or "＠" in text or "﹫" in text:  # or there is none
        text = _UPI_ID.sub(lambda found: mask(found[0]), text)
    return _KEY.sub(r"\1…", text)
