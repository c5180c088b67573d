"""What the database refuses to do with what a run did."""

from wallet.triggers import Refusal
from wallet.usual_refusals import append_only, frozen, irreplaceable, permanent

_RUNS = "portal_bulkrun"
_LINES = "portal_bulkline"

REFUSALS = (
    *append_only(_RUNS),
    *irreplaceable(_RUNS, "old.id = NEW.id"),
    *permanent(_LINES),
    *irreplaceable(
        _LINES,
        "old.id = NEW.id",
        "(old.run_id = NEW.run_id AND old.place = NEW.place)",
    ),
    frozen(_LINES, "id", "run_id", "place", "version", "utr", "pasted"),
    # A line that waits names a request always.
    Refusal(
        "bulk_line_ends_once",
        _LINES,
        "UPDATE",
        "OLD.outcome <> 'waiting' OR NEW.withdrawal_id IS NULL "
        "OR OLD.withdrawal_id <> NEW.withdrawal_id",
        "portal_bulkline: what became of a line never changes",
    ),
)
