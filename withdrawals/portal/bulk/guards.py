"""Whether the database still guards what runs did."""

from collections.abc import Callable

from django.db.models import Model

from wallet.guards import Guards
from withdrawals.portal.bulk.models import BulkLine, BulkRun
from withdrawals.portal.bulk.refusals import REFUSALS

COUNTED: dict[str, type[Model]] = {}
COINS: dict[str, Callable[[], int]] = {}

CHECKS = (
    Guards("The database guards the bulk runs", [*REFUSALS], [BulkRun, BulkLine]),
)
