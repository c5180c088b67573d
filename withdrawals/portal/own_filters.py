"""The filters of one page: each page has its own, and a form of the same fields."""

from copy import copy
from typing import Any

import django_filters
from django import forms


class OwnFilters(dict[str, django_filters.Filter]):
    """Copied for each page, as the library does, but not all that they hold: that took
    longer than to find the rows.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, django_filters.Filter]:
        return {name: self._own(each) for name, each in self.items()}

    def _own(self, each: django_filters.Filter) -> django_filters.Filter:
        made = copy(each)
        if made.method:
            made.method = made.method  # which is bound to the copy then
        return made


class SameFields(dict[str, forms.Field]):
    """The fields of all pages' forms: none is changed, so that none is copied.

    What is given, and what is wrong with it, the form itself keeps.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)
