"""The rows of a coin file become credits: all of them or none."""

from collections.abc import Callable, Iterator, Sequence

from wallet import ledger
from wallet.coin_file import InvalidFile, Row, quote
from wallet.exceptions import AlreadyPosted, BalanceTooLarge
from wallet.models import CoinTransaction
from wallet.retries import atomic_with_retry

CHUNK = 2000  # rows


def check_posted(rows: Sequence[Row]) -> None:
    """Raise InvalidFile when references were credited before with other coins."""
    problems = [problem for chunk in _chunks(rows) for problem in _clashes(chunk)]
    if problems:
        raise InvalidFile(*problems)


@atomic_with_retry
def post(rows: Sequence[Row], progress: Callable[[int], None]) -> int:
    """Credit the rows and return how many were new; raise InvalidFile.

    The rows are in the order of their accounts, so that two imports at a time lock
    them in the same order.
    """
    new = done = 0
    for chunk in _chunks(rows):
        try:
            new += ledger.credit_many(row.movement for row in chunk)
        except AlreadyPosted as error:
            raise InvalidFile(f"{error} has been credited otherwise.") from error
        except BalanceTooLarge as error:
            raise InvalidFile(f"The balance of {error} would be too large.") from error
        done += len(chunk)
        progress(done)
    return new


def _clashes(chunk: Sequence[Row]) -> Iterator[str]:
    rows = {row.movement.reference: row for row in chunk}
    for posted in CoinTransaction.objects.filter(reference__in=rows):
        row = rows[posted.reference]
        if not ledger.is_same(posted, row.movement):
            yield (
                f"Line {row.line}: {quote(posted.reference)} has been credited with "
                f"{posted.amount} coins ({posted.transaction_type}) to "
                f"{quote(posted.user_coins_id)}."
            )


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    return (rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK))
