"""The templates' filter for the roles of a person, in words."""

from django import template
from django.contrib.auth.models import Group, User

from wallet.statements import Statement

register = template.Library()
_ROLES = Statement(
    lambda pk: Group.objects.filter(user=pk).order_by("pk").values_list("name"), int
)


@register.filter
def roles(user: User) -> str:
    """{{ request.user|roles }}: "Reviewers, Payers"."""
    return ", ".join(name for (name,) in _ROLES.rows(user.pk))
