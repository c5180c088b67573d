"""Who acts on a request, and with what rights."""

from dataclasses import dataclass
from typing import Self

from django.contrib.auth.models import User

from withdrawals.states import ActorKind, Right


@dataclass(frozen=True)
class Actor:
    """Named in the history. `name` is a user_id, an app's name or a staff login."""

    kind: ActorKind
    name: str
    rights: frozenset[Right]
    is_test: bool | None = None  # the kind of accounts they may touch; None: either

    @classmethod
    def user(cls, user_id: str) -> Self:
        """One of the app's users, who may only touch their own requests."""
        return cls(ActorKind.USER, user_id, frozenset({Right.REQUEST}))

    @classmethod
    def app(cls, name: str, *, is_test: bool | None = None) -> Self:
        """The app's own server, which acts for its users: the test or the live ones."""
        return cls(ActorKind.APP, name, frozenset({Right.REQUEST}), is_test)

    @classmethod
    def system(cls, name: str) -> Self:
        """A command, which has no rights of its own."""
        return cls(ActorKind.SYSTEM, name, frozenset())

    @classmethod
    def person(cls, user: User) -> Self:
        """Whoever is signed in: a member of staff, or one of the app's users."""
        return cls.staff(user) if user.is_staff else cls.user(user.get_username())

    @classmethod
    def staff(cls, user: User) -> Self:
        """A member of staff, with the rights that their roles give now."""
        given = user.get_all_permissions() if user.is_staff else set()
        rights = frozenset(
            right for right in Right if f"withdrawals.{right}_coinwithdrawal" in given
        )
        return cls(ActorKind.STAFF, user.get_username(), rights - {Right.REQUEST})
