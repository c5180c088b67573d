"""Light or dark: this device's cookie, so that every page knows it at once."""

from django import template
from django.http import HttpRequest, HttpResponseBase
from django.template import Context
from django.utils.safestring import SafeString

register = template.Library()
SYSTEM = "system"
THEMES = ("light", "dark")  # or the system's own
_COOKIE = "theme"
_A_YEAR = 365 * 24 * 60 * 60  # seconds


def known(theme: str) -> str:
    """The theme of that name; the system's where there is none."""
    return theme if theme in THEMES else SYSTEM


def keep(request: HttpRequest, response: HttpResponseBase, theme: str) -> None:
    """Let this device have `theme` from its next page on."""
    if theme in THEMES:
        response.set_cookie(
            _COOKIE,
            theme,
            _A_YEAR,
            secure=request.is_secure(),
            samesite="Lax",
            httponly=True,
        )
    else:
        response.delete_cookie(_COOKIE, samesite="Lax")


def follow(request: HttpRequest, theme: str) -> bool:
    """Show this very page in `theme`; whether the device had another one so far."""
    if known(request.COOKIES.get(_COOKIE, "")) == theme:
        return False
    request.COOKIES[_COOKIE] = theme if theme in THEMES else ""
    return True


@register.simple_tag(takes_context=True)
def data_theme(context: Context) -> SafeString:
    """{% data_theme %}: the attribute of <html>, where the device has a theme."""
    request = context.get("request")
    theme = known(request.COOKIES.get(_COOKIE, "")) if request else SYSTEM
    return SafeString("" if theme == SYSTEM else f' data-theme="{theme}"')
