"""The apps whose servers call us."""

from django.db import models

from wallet import clock
from wallet.models import new_id

COLOUR = "#0b5cad"  # the product's own


class App(models.Model):
    """`name` is who acts, in every history: it never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=100, help_text="What people read.")
    colour = models.CharField(max_length=7, default=COLOUR, help_text="#rrggbb")
    return_urls = models.JSONField(
        default=list, help_text="Where the hosted page may lead back to."
    )
    created_by = models.CharField(max_length=150)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        default_permissions = ()
        permissions = [("manage_app", "Can manage apps and their keys")]

    def __str__(self) -> str:
        return self.name
