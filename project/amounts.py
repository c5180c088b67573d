"""Coins, rupees and ages as people read them; also the templates' filters."""

from datetime import datetime, timedelta
from decimal import Decimal

from django import template
from django.utils import timezone

register = template.Library()


def _indian_grouping(digits: str) -> str:
    """Group as in India: the last three digits, then pairs (1,00,000)."""
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        head, pair = head[:-2], head[-2:]
        pairs.insert(0, pair)
    return ",".join([*pairs, tail])


@register.filter
def coins(value: int) -> str:
    """100000 -> "1,00,000"; the word "coins" is the template's."""
    sign = "-" if value < 0 else ""
    return sign + _indian_grouping(str(abs(value)))


@register.filter
def signed_coins(value: int) -> str:
    """1200 -> "+1,200", -500 -> "−500" with a true minus."""
    return ("+" if value > 0 else "−") + coins(abs(value))


@register.filter
def rupees(value: Decimal) -> str:
    """Decimal("100000.00") -> "₹1,00,000.00"."""
    plain = f"{value:,.2f}"
    if len(plain) < len("100,000.00") and plain[0] != "-":
        return f"₹{plain}"  # below a lakh all the world groups alike
    sign = "-" if value < 0 else ""
    whole, paise = f"{abs(value):.2f}".split(".")
    return f"{sign}₹{_indian_grouping(whole)}.{paise}"


@register.filter
def age(moment: datetime) -> str:
    """How long ago: "now", "12 min", "26 h", "9 d"."""
    return passed(timezone.now() - moment)


def passed(length: timedelta) -> str:
    """The same of the time that has passed since."""
    minutes = length.days * 24 * 60 + length.seconds // 60
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{length.days} d"


@register.filter
def span(length: timedelta) -> str:
    """How long: "under 1 min", "12 min", "3 h 12 min", "2 d 4 h"."""
    minutes = length // timedelta(minutes=1)
    hours, days = minutes // 60, length.days
    if not minutes:
        return "under 1 min"
    if not hours:
        return f"{minutes} min"
    if not days:
        return f"{hours} h {minutes % 60} min"
    return f"{days} d {hours % 24} h"
