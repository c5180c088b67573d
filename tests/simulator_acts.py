"""What the people of the simulated world try to do, and what should come of it."""

from typing import Any

from tests.simulator_asking import USERS, Asking, Step
from tests.simulator_model import MOVES, Request
from withdrawals import notes, transitions
from withdrawals.actors import Actor
from withdrawals.states import ActorKind, Right

RIGHTS = {
    "rita": {"review"},
    "pavan": {"pay"},
    "meera": {"review", "pay"},
    "asha": set[str](),
    "ada": {"review", "pay", "release_any"},
}
OPEN = ("pending", "processing")


class Acts(Asking):
    """One seed's choices, as anybody."""

    def choose(self) -> Step:
        kinds = [self.earn, *[self.submit] * 4, self.message]
        return self.random.choice([*kinds, *[self.move] * 7])()

    def message(self) -> Step:
        request, who = self.pick(), self.random.choice([*RIGHTS, "meera"])
        text = self.random.choice(["Hello", "Soon", "Now", " "])
        version = self.version_of(request)

        def change(_: Any) -> None:
            request.version += 1
            request.messages.append((text, who))

        refusal = "Stale" if version != request.version else None
        refusal = refusal if RIGHTS[who] else "NotAllowed"
        return Step(
            "message",
            lambda: notes.edit_message(
                request.id, text, actor=actor_of(who), version=version
            ),
            refusal if text.strip() else "InvalidText",
            change,
        )

    def move(self) -> Step:
        request = self.pick()
        legal = [name for name, source in MOVES if source == request.status]
        every = [name for name, _ in MOVES]
        name = self.random.choice(
            [each for each in legal if each in ("start", "complete")] * 5
            + legal * 4
            + every
        )
        who = self.random.choice(["meera"] * 7 + [*RIGHTS, *USERS])
        if name == "release":
            who = self.random.choice([request.starter or who, who, "rita"])
        if name == "cancel":
            who = self.random.choice([request.user] * 3 + [*RIGHTS, *USERS])
        version = None if name == "cancel" else self.version_of(request)
        more: dict[str, Any] = {} if name == "cancel" else {"version": version}
        if name == "complete":
            used = [each.utr for each in self.requests if each.utr]
            fresh = [f"UTR{len(self.requests):05}", f"PAID{len(self.requests):05}"]
            more["utr"] = self.random.choice(["x", *fresh * 2, *used])
        elif name in ("fail", "release", "reverse"):
            more["reason"] = self.random.choice(["Closed"] * 5 + [""])
        return Step(
            f"{name} {request.status}",
            lambda: getattr(transitions, name)(request.id, actor=actor_of(who), **more),
            self.why_no_move(name, request, who, more),
            lambda _: self.moved(name, request, who, more.get("utr")),
        )

    def why_no_move(
        self, name: str, request: Request, who: str, more: dict[str, Any]
    ) -> str | None:
        """The first rule that is broken, in the order in which they are looked at."""
        step = MOVES.get((name, request.status))
        rights = RIGHTS.get(who, {"request"})
        right = step[1] if step else ""
        others = request.starter != who and "release_any" not in rights
        used = {each.utr for each in self.requests}
        rules = {
            "InvalidText": more.get("reason") == "",
            "InvalidUTR": more.get("utr") == "x",
            "WithdrawalNotFound": who in USERS and who != request.user,
            "Stale": more.get("version") not in (None, request.version),
            "IllegalTransition": step is None,
            "NotAllowed": right not in rights or (name == "release" and others),
            "UTRAlreadyUsed": name == "complete" and more.get("utr") in used,
        }
        return next((rule for rule, broken in rules.items() if broken), None)

    def pick(self) -> Request:
        """Mostly one that still has a way to go."""
        often = [each for each in self.requests if each.status in OPEN]
        return self.random.choice(self.requests + often * 4)

    def version_of(self, request: Request) -> int:
        """Mostly a fresh page; sometimes one that has been open for a while."""
        if self.random.random() < 0.75:
            request.seen = request.version
        return request.seen


def actor_of(who: str) -> Actor:
    if who in USERS:
        return Actor.user(who)
    return Actor(ActorKind.STAFF, who, frozenset(map(Right, RIGHTS[who])))
