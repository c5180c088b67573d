"""What the portal's templates ask for themselves."""

from django import template
from django.template import Context

from project.login.roles import roles
from project.parts import part
from withdrawals.portal import keys, places, staff_settings
from withdrawals.portal.webhooks import notices

register = template.Library()


@register.simple_tag(takes_context=True)
def topbar(context: Context) -> str:
    """Where one is, where else one may go, and who one is."""
    request, section = context["request"], context.get("section", "")
    user = request.user
    return part(
        "portal/_topbar.html",
        "csrf_token here",
        csrf_token=context["csrf_token"],
        here=request.get_full_path(),
        section=section,
        bar=places.open_to(user, places.BAR),
        menu=places.open_to(user, places.MENU),
        has_keys=staff_settings.of(user).shortcuts,
        troubles=notices.troubles(user),
        username=user.username,
        full_name=user.get_full_name(),
        roles="Admin" if user.is_superuser else roles(user),
        theme=request.COOKIES.get("theme", ""),
    )


@register.simple_tag
def keys_help() -> str:
    """The script and the list of its keys."""
    return part("portal/_keys.html", groups=keys.GROUPS)
