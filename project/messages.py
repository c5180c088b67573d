"""Where a word for the next page is kept."""

from functools import cached_property
from typing import Any

from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest


class Storage(FallbackStorage):
    """Django's own, made ready only where there is a message: most pages have none."""

    def __init__(self, request: HttpRequest) -> None:
        BaseStorage.__init__(self, request)
        self._used_storages: set[BaseStorage] = set()

    @cached_property
    def storages(self) -> list[BaseStorage]:
        return [each(self.request) for each in self.storage_classes]

    def _get(self, *args: Any, **kwargs: Any) -> Any:
        """The session holds only what had no room in the cookie."""
        if CookieStorage.cookie_name not in self.request.COOKIES:
            return [], True
        return super()._get(*args, **kwargs)  # type: ignore[misc]
