"""How the users' pages write a status and a time."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from withdrawals.states import Status
from withdrawals.web.words import STATUS

register = template.Library()


@register.filter
def status_word(status: str) -> str:
    """ "processing" -> "Approved"."""
    return STATUS[Status(status)]


@register.filter
def moment(at: datetime) -> str:
    """In the local zone: "21 Nov, 14:02", with the year when it is another."""
    local = timezone.localtime(at)
    this_year = local.year == timezone.localtime().year
    return date_format(local, "j M, H:i" if this_year else "j M Y, H:i")
