"""Addresses without parameters, which are looked for once."""

from django.urls import ResolverMatch, URLResolver, include
from django.urls.resolvers import RoutePattern


class _Remembering(URLResolver):
    """Django tries one pattern after the other, for each request anew.

    What it found is kept where nothing in the address is a value: there are only so
    many of those.
    """

    def resolve(self, path: str) -> ResolverMatch:
        known: dict[str, ResolverMatch] = self.__dict__.setdefault("known", {})
        if path not in known:
            found = super().resolve(path)
            if found.args or found.kwargs:
                return found
            known[path] = found
        return known[path]


def remembered(route: str, urlconf: str) -> URLResolver:
    """As path(route, include(urlconf))."""
    module, app_name, namespace = include(urlconf)
    pattern = RoutePattern(route, is_endpoint=False)
    return _Remembering(pattern, module, app_name=app_name, namespace=namespace)
