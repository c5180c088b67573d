"""Who is signed in, with rights and second factor: read anew by each request."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import OuterRef, QuerySet, Subquery

from project.login import roles, second_factor
from wallet.journeys import Asked, together
from wallet.rows import Row, made
from wallet.statements import Statement


def _person(pk: int) -> QuerySet[User, Any]:
    apps = Authenticator.objects.filter(user=OuterRef("pk"), type=second_factor.TOTP)
    factor = Subquery(apps.values("pk")[:1])
    return User.objects.filter(pk=pk).annotate(factor=factor)


def _rights(pk: int) -> QuerySet[Any, Any]:
    """By ids first: a database plans one join sooner than two."""
    own = User.user_permissions.through.objects.filter(user=pk)
    by_role = Group.permissions.through.objects.filter(group__user=pk)
    ids = own.values("permission").union(by_role.values("permission"), all=True)
    rights = Permission.objects.filter(pk__in=ids).order_by()
    return rights.values_list("content_type__app_label", "codename")


_KEPT = "_perm_cache"  # where Django keeps them, too
_PERSON = Statement(_person, int)
_RIGHTS = Statement(_rights, int)


def asked(pk: int) -> tuple[Asked, ...]:
    """What person() needs to know of this one."""
    return (_PERSON, pk), (_RIGHTS, pk), (roles.ROLES, pk)


def person(found: list[Row], rights: list[Row], names: list[Row]) -> User | None:
    """As asked() has found them: nobody where the account is closed."""
    if not found:
        return None
    *values, factor = found[0]
    user = made(User, values)
    second_factor.remember(user, factor)
    roles.remember(user, [name for (name,) in names])
    _remember(user, rights)
    return user if user.is_active else None


class Backend(ModelBackend):
    """Django's own, in one journey for the person with all their rights and roles."""

    def get_user(self, user_id: int) -> User | None:
        return person(*together(*asked(user_id)))

    def get_all_permissions(
        self, user_obj: User | AnonymousUser, obj: Any = None
    ) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj)
        if _KEPT not in user_obj.__dict__:
            _remember(user_obj, _RIGHTS.rows(user_obj.pk))
        kept: set[str] = getattr(user_obj, _KEPT)
        return kept


def _remember(user: User, rights: list[Row]) -> None:
    """Not an admin's, who has all rights there are."""
    if not user.is_superuser:
        setattr(user, _KEPT, {f"{app}.{name}" for app, name in rights})
