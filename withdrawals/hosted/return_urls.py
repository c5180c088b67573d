"""Where the hosted page leads back to, and what it tells there.

An address is compared whole, letter by letter: whatever is cleverer than that has been
tricked before.
"""

from urllib.parse import urlencode

from withdrawals.hosted.exceptions import ReturnUrlNotAllowed
from withdrawals.hosted.models import Link
from withdrawals.integrations.models import App
from withdrawals.integrations.return_urls import is_loopback


def check_return_url(app: App | None, url: str) -> str:
    """Give the address back; raise ReturnUrlNotAllowed.

    Without an app, which is only so on this machine, it must stay on it.
    """
    if app is not None and url in app.return_urls:
        return url
    if app is None and is_loopback(url):
        return url
    raise ReturnUrlNotAllowed(url)


def back_of(link: Link) -> str:
    """The app's address with what came of the visit."""
    told = {"status": link.result}
    if link.withdrawal_id:
        told["withdrawal_id"] = str(link.withdrawal_id)
    if link.state:
        told["state"] = link.state
    joint = "&" if "?" in link.return_url else "?"
    return f"{link.return_url}{joint}{urlencode(told)}"
