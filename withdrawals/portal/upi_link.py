"""Paying by hand: the request as a link that UPI apps open, and as their QR code.

Both hold what NPCI's linking specification (1.6, section 1.2) names: pa payee address,
pn payee name, am rupees, cu currency, tr and tn our reference, which the statement
shows. The name is the UPI ID once more: the app shows whose account it is at the bank.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import segno
from django.utils.safestring import SafeString

from withdrawals.models import CoinWithdrawal


@dataclass(frozen=True)
class Payment:
    withdrawal: CoinWithdrawal

    @property
    def url(self) -> str:
        """As in the specification's examples: a space is %20, the @ stays."""
        row = self.withdrawal
        said = {
            "pa": row.upi_id,
            "pn": row.upi_id,
            "am": f"{row.rupees_amount:.2f}",
            "cu": "INR",
            "tr": row.reference,
            "tn": row.reference,
        }
        return "upi://pay?" + urlencode(said, safe="@", quote_via=quote)

    @property
    def qr(self) -> SafeString:
        """An <svg> without inline styles; a seventh of it may be unreadable."""
        code = segno.make_qr(self.url, error="m", boost_error=False)
        return SafeString(code.svg_inline(omitsize=True))
