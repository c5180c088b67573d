"""The templates' filter for whatever may hold a UPI ID."""

from django import template

from withdrawals.sight import as_seen_by

register = template.Library()


@register.filter
def seen_by(text: str, viewer: object) -> str:
    """{{ note.text|seen_by:request.user }}: masked for who may not read it."""
    return as_seen_by(viewer, text)
