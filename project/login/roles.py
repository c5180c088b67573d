"""The templates' filter for the roles of a person, in words."""

from django import template
from django.contrib.auth.models import Group, User

from wallet.statements import Statement

register = template.Library()
ROLES = Statement(
    lambda pk: Group.objects.filter(user=pk).order_by("pk").values_list("name"), int
)
_KEPT = "_role_names"


def remember(user: User, names: list[str]) -> None:
    """The person's roles, as they were read together with the person."""
    setattr(user, _KEPT, names)


@register.filter
def roles(user: User) -> str:
    """{{ request.user|roles }}: "Reviewers, Payers"."""
    kept: list[str] | None = getattr(user, _KEPT, None)
    names = [name for (name,) in ROLES.rows(user.pk)] if kept is None else kept
    return ", ".join(names)
