"""What an admin is told without asking."""

from collections.abc import Iterable

from django.contrib.auth.models import User

from withdrawals.notifications.models import Cause, Endpoint

MANAGE = "integrations.manage_app"


def given_up(user: User) -> Iterable[Endpoint]:
    """The endpoints that the worker disabled, for whoever can do something about it."""
    if not user.has_perm(MANAGE):
        return []
    lost = Endpoint.objects.filter(cause__in=(Cause.GONE, Cause.FAILING))
    return lost.select_related("app").order_by("-disabled_at")[:10]
