"""The keys of the queue, as the help lists them.

keys.js moves in the list by itself; any other key presses the control whose `data-key`
in the templates names it. Ctrl K is palette.js's, on every page.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    name: str  # as the browser calls it
    words: str
    caps: tuple[str, ...] = ()  # what is on the keyboard, where that differs

    @property
    def shown(self) -> tuple[str, ...]:
        return self.caps or (self.name,)


ON_ROWS = (
    Key("j", "Next row"),
    Key("k", "Row before"),
    Key("Enter", "Open the row"),
    Key("x", "Select the row"),
    Key("X", "Select the rows up to here", ("Shift", "x")),
)
ON_SELECTED = (Key("b", "Go to what can be done to the selected"),)
ON_REQUEST = (
    Key("ArrowRight", "Next request", ("→",)),
    Key("ArrowLeft", "Previous request", ("←",)),
    Key("t", "Take, take over or give back"),
    Key("a", "Approve"),
    Key("c", "Type the transaction ID (UTR)"),
    Key("f", "Reject or fail, and refund"),
    Key("n", "Write an internal note"),
    Key("y", "Copy the UPI ID"),
)
ANYWHERE = (
    Key("/", "Search"),
    Key("Control+k", "Go to a page, or find a request (Mac: ⌘ K)", ("Ctrl", "K")),
    Key("?", "Show these keys"),
    Key("Escape", "Leave a field, then close the request", ("Esc",)),
)
GROUPS = (
    ("In the list", ON_ROWS + ON_SELECTED),
    ("Anywhere", ANYWHERE),
    ("On the open request", ON_REQUEST),
)
