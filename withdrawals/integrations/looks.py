"""How an app shows itself to its users: on the hosted page."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from wallet.retries import atomic_with_retry
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.integrations.exceptions import InvalidApp
from withdrawals.integrations.models import App
from withdrawals.integrations.return_urls import clean_return_urls
from withdrawals.models import AuditAct

_COLOUR = re.compile("#[0-9a-f]{6}")


@dataclass(frozen=True)
class Look:
    title: str
    colour: str  # "#rrggbb"
    return_urls: Sequence[str]


@atomic_with_retry
def change_look(app: App, look: Look, *, actor: Actor, ip: str = "") -> App:
    """Raises InvalidApp, and InvalidReturnUrl."""
    clean = Look(
        clean_title(look.title) or app.name,
        clean_colour(look.colour),
        clean_return_urls(look.return_urls),
    )
    app = App.objects.select_for_update().get(pk=app.pk)
    for name, value in asdict(clean).items():
        setattr(app, name, value)
    app.save(update_fields=["title", "colour", "return_urls"])
    audit.record(
        AuditAct.APP_CHANGED, actor=actor, target=app.name, ip=ip, **asdict(clean)
    )
    return app


def clean_title(text: str) -> str:
    """Raises InvalidApp."""
    title = text.strip()
    if len(title) > 100 or not title.isprintable():
        raise InvalidApp("a title is at most 100 printable characters")
    return title


def clean_colour(text: str) -> str:
    """Raises InvalidApp."""
    colour = text.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise InvalidApp("a colour is # and six digits or letters to f, like #0b5cad")
    return colour
