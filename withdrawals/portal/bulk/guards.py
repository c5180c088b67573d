"""Whether the database still guards what runs did."""

from wallet.guards import Guards
from withdrawals.portal.bulk.models import BulkLine, BulkRun
from withdrawals.portal.bulk.refusals import REFUSALS

CHECKS = (
    Guards("The database guards the bulk runs", [*REFUSALS], [BulkRun, BulkLine]),
)
