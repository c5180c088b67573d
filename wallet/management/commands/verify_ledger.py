"""Prove every balance, movement and request; print each difference in words."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wallet import verification


class Command(BaseCommand):
    help = "Check the whole ledger. Exits with 1 when something does not add up."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        with verification.snapshot():
            for line in verification.differences():
                self.stdout.write(line)
                found += 1
            if found:
                raise CommandError(f"The ledger is not clean. Differences: {found:,}.")
            counts = verification.counts()
        seen = ", ".join(f"{number:,} {name}" for name, number in counts.items())
        self.stdout.write(f"Ledger clean: {seen}")
