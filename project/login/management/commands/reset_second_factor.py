from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from project.login import second_factor
from wallet import arguments
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct


class Command(BaseCommand):
    help = "Remove the second factor of somebody who lost the phone and the codes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", type=arguments.text)

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody is called {options['username']}.")
        if not second_factor.remove(user):
            raise CommandError(f"{user} has no second factor.")
        actor = Actor.system("reset_second_factor")
        audit.record(AuditAct.FACTOR_REMOVED, actor=actor, target=user.username)
        self.stdout.write(f"The second factor of {user} is removed.")
