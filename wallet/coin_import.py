"""The rows of a coin file become credits: all of them or none."""

from collections.abc import Callable, Iterator

from wallet import ledger
from wallet.batches import credit_many
from wallet.coin_file import InvalidFile, quote, refuse_any
from wallet.coin_rows import CoinRows, Row
from wallet.exceptions import AlreadyPosted, BalanceTooLarge
from wallet.models import CoinTransaction
from wallet.retries import atomic_with_retry


def check_posted(rows: CoinRows) -> None:
    """Raise InvalidFile when references were credited before with other coins."""
    refuse_any(problem for chunk in rows.chunks() for problem in _clashes(chunk))


@atomic_with_retry
def post(rows: CoinRows, progress: Callable[[int], None]) -> int:
    """Credit the rows and return how many were new; raise InvalidFile.

    The rows are in the order of their accounts, so that two imports at a time lock
    them in the same order.
    """
    new = done = 0
    for chunk in rows.chunks():
        try:
            new += credit_many(row.movement for row in chunk)
        except AlreadyPosted as error:
            raise InvalidFile(f"{error} has been credited otherwise.") from error
        except BalanceTooLarge as error:
            raise InvalidFile(f"The balance of {error} would be too large.") from error
        done += len(chunk)
        progress(done)
    return new


def _clashes(chunk: list[Row]) -> Iterator[str]:
    rows = {row.movement.reference: row for row in chunk}
    for posted in CoinTransaction.objects.filter(reference__in=rows):
        row = rows[posted.reference]
        if not ledger.is_same(posted, row.movement):
            yield (
                f"Line {row.line}: {quote(posted.reference)} has been credited with "
                f"{posted.amount} coins ({posted.transaction_type}) to "
                f"{quote(posted.user_coins_id)}."
            )
