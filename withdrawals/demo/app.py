"""The app whose users ask, with what its developers begin with: all of it for tests."""

from django.conf import settings

from withdrawals.actors import Actor
from withdrawals.events import Event
from withdrawals.integrations import keys
from withdrawals.integrations.keys import Grant
from withdrawals.integrations.models import App
from withdrawals.integrations.scopes import Scope
from withdrawals.notifications import endpoints

NAME, TITLE = "mobile-app", "Rewards app"
HOOKS = "http://127.0.0.1:8090/webhooks"  # for a receiver of one's own


def let_in(boss: Actor) -> None:
    keys.create_app(NAME, TITLE, actor=boss)


def equip(boss: Actor) -> str:
    """Give it a test key, whose text is returned, and on a demo's machine a webhook."""
    app = App.objects.get(name=NAME)
    made = keys.create_key(app, Grant(is_test=True, scopes=Scope.values), actor=boss)
    if settings.WEBHOOK_LOOPBACK:
        endpoints.create(app, HOOKS, Event.values, is_test=True, actor=boss)
    return str(made.text)
