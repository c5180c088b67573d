"""Tell the month to the domain in the order of time, as if it happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.db import transaction

from wallet import clock, sealing
from wallet.batches import credit_many
from wallet.chain import streams
from wallet.ledger import Movement
from wallet.models import UserCoins
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.demo import app, people
from withdrawals.demo.plan import Step, Story, stories
from withdrawals.demo.rewards import nightly

APP = Actor.app(app.NAME)
BEFORE = timedelta(days=1)  # the app was let in

# Each step by the function of the domain that makes it.
_ACTS: dict[str, Callable[[UUID, str, Actor], object]] = {
    "start": lambda id_, text, by: transitions.start(id_, actor=by),
    "release": lambda id_, text, by: transitions.release(id_, reason=text, actor=by),
    "complete": lambda id_, text, by: transitions.complete(id_, utr=text, actor=by),
    "reject": lambda id_, text, by: transitions.fail(id_, reason=text, actor=by),
    "fail": lambda id_, text, by: transitions.fail(id_, reason=text, actor=by),
    "reverse": lambda id_, text, by: transitions.reverse(id_, reason=text, actor=by),
    "cancel": lambda id_, text, by: transitions.cancel(id_, reason=text, actor=by),
    "add_note": lambda id_, text, by: notes.add_note(id_, text, actor=by),
    "edit_message": lambda id_, text, by: notes.edit_message(id_, text, actor=by),
}

Event = tuple[datetime, Callable[[], object]]


def is_there() -> bool:
    """Whether the database holds data already, the demo's or other."""
    return UserCoins.objects.exists() or User.objects.exists()


@dataclass(frozen=True)
class Filled:
    """How many requests there are, and a test key, which is kept nowhere."""

    requests: int
    key: str


@transaction.atomic
def fill() -> Filled:
    """Make the logins, the app and the month until now."""
    _make_logins()
    told = stories(clock.now())
    staff = {
        user.get_username(): Actor.staff(user)
        for user in User.objects.filter(is_staff=True)
    }
    events: list[Event] = [
        (night, partial(_credit, movements))
        for night, movements in nightly(told).items()
    ]
    for story in told:
        events += _events(story, staff)
    boss = staff[people.ADMIN]
    events.append(
        (min(moment for moment, _ in events) - BEFORE, partial(app.let_in, boss))
    )
    for moment, act in sorted(events, key=lambda event: event[0]):
        with clock.at(moment):
            act()
    for stream in streams():
        sealing.seal(stream)
    return Filled(len(told), app.equip(boss))


def _credit(movements: Iterable[Movement]) -> None:
    credit_many(movements)


def _events(story: Story, staff: dict[str, Actor]) -> list[Event]:
    ids: list[UUID] = []

    def submit() -> None:
        outcome = transitions.submit(
            story.user_id, story.coins, story.upi_id, actor=APP
        )
        ids.append(outcome.withdrawal.id)

    def follow(step: Step) -> None:
        actor = staff.get(step.by) or Actor.user(step.by)
        _ACTS[step.name](ids[0], step.text, actor)

    steps = [(step.moment, partial(follow, step)) for step in story.steps]
    return [(story.asked_at, submit), *steps]


def _make_logins() -> None:
    password = make_password(people.PASSWORD)
    logins = [User(username=name, password=password) for name in people.LOGIN_USERS]
    logins += [
        User(
            username=name,
            password=make_password(None) if name in people.COLLEAGUES else password,
            is_staff=True,
        )
        for name in people.STAFF
    ]
    boss = User(
        username=people.ADMIN, password=password, is_staff=True, is_superuser=True
    )
    User.objects.bulk_create([*logins, boss])
    for name, roles in people.STAFF.items():
        user = User.objects.get(username=name)
        user.groups.set(Group.objects.filter(name__in=roles))
