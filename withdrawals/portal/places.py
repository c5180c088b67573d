"""The portal's pages by name, for the bar, the account's menu and the palette."""

from functools import lru_cache
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils.http import urlencode

from project.parts import page_url
from withdrawals import audit
from withdrawals.portal import jobs
from withdrawals.portal.access import SEE
from withdrawals.portal.ledger import VERIFY
from withdrawals.portal.webhooks import notices


class Place(NamedTuple):
    label: str
    page: str  # the name of its address
    needs: str = SEE  # the permission that its door asks for
    of: str = ""  # the parameter that names whose page it is

    @property
    def key(self) -> str:
        """The section that its page says it belongs to."""
        return self.page.rpartition(":")[2]

    def url(self, username: str) -> str:
        query = f"?{urlencode({self.of: username})}" if self.of else ""
        return f"{page_url(self.page)}{query}"


BAR = (
    Place("Queue", "portal:queue"),
    Place("Dashboard", "portal:dashboard"),
    Place("Users", "portal:users"),
    Place("Ledger", "portal:ledger", VERIFY),
    # Whoever may not see everybody's has their own in the menu.
    Place("Activity", "portal:activity", audit.SEE),
    Place("Audit", "portal:audit", audit.SEE),
    Place("Apps", "portal:apps", notices.MANAGE),
    Place("Webhooks", "portal:webhooks", notices.MANAGE),
)
# Reached from within the others.
INNER = (
    Place("Enter payments", "portal:bulk_pay", "withdrawals.pay_coinwithdrawal"),
    Place("Saved views", "portal:views"),
    Place("Past exports", "portal:exports"),
    Place("Jobs", "portal:jobs", jobs.MANAGE),
)
MENU = (
    Place("Settings", "portal:settings"),
    Place("My activity", "portal:activity", of="person"),
    Place("Cheat sheet", "portal:cheat_sheet"),
    Place("Sign-in and security", "mfa_index"),
    Place("Django admin", "admin:index"),
)


class Link(NamedTuple):
    label: str
    url: str
    key: str


def open_to(user: User, places: tuple[Place, ...]) -> tuple[Link, ...]:
    """Those of the places that this person may open."""
    needed = {each.needs for each in places}
    given = frozenset(right for right in needed if user.has_perm(right))
    return _links(places, given, user.get_username())


@lru_cache(maxsize=500)
def _links(
    places: tuple[Place, ...], given: frozenset[str], username: str
) -> tuple[Link, ...]:
    return tuple(
        Link(each.label, each.url(username), each.key)
        for each in places
        if each.needs in given
    )
