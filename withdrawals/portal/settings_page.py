"""The page where each member of staff sets up the portal for themselves."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from project.http import UserHttpRequest, back_of
from withdrawals.portal import columns, staff_settings, view_rules
from withdrawals.portal.access import staff_page
from withdrawals.portal.address import address, params_of
from withdrawals.portal.models import StaffSettings


class SettingsForm(forms.ModelForm):
    class Meta:
        model = StaffSettings
        fields = ("default_view", "rows", "density", "theme", "open_next", "shortcuts")
        labels = {
            "default_view": "The portal opens with",
            "theme": "Light or dark",
            "open_next": "After each act, open the next request",
        }
        widgets = {
            "default_view": forms.Select(attrs={"class": "form-select"}),
            "rows": forms.RadioSelect,
            "density": forms.RadioSelect,
            "theme": forms.RadioSelect,
        }

    def __init__(self, user: User, data: QueryDict | None = None) -> None:
        super().__init__(data, instance=staff_settings.of(user))
        field = self.fields["default_view"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 (for the types)
        field.queryset = view_rules.visible_to(user)
        field.empty_label = "The plain queue"

    def what_changed(self) -> str:
        """ "Rows per page: 50. Density: Compact."."""
        return " ".join(
            f"{self.fields[name].label}: {self._words(name)}."
            for name in self.changed_data
        )

    def _words(self, name: str) -> str:
        value = self.cleaned_data[name]
        if isinstance(value, bool):
            return "on" if value else "off"
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get("" if value is None else value, value))


@require_safe
@staff_page
def settings(request: UserHttpRequest) -> HttpResponse:
    """Columns, rows, density, theme, keys, what opens next and what opens first."""
    return _page(request, SettingsForm(request.user))


@require_POST
@staff_page
def save_settings(request: UserHttpRequest) -> HttpResponse:
    """Keep all but the columns, and say what is another now."""
    form = SettingsForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, form)
    staff_settings.change(request.user, **form.cleaned_data)
    changed = form.what_changed()
    messages.success(request, f"Saved. {changed}" if changed else "Nothing is changed.")
    return redirect("portal:settings")


@require_POST
@staff_page
def save_columns(request: UserHttpRequest) -> HttpResponse:
    """Show these columns; or move one of them, or go back to the usual ones.

    From a view, or an address that names columns, they are those of the address alone.
    """
    chosen = [columns.FIRST, *request.POST.getlist("column")]
    if "usual" in request.POST:
        chosen = []
    if move := request.POST.get("move"):
        name, _, way = move.partition(":")
        chosen = columns.moved(chosen, name, way)
    chosen = columns.known(chosen)
    here = params_of(request.POST.get("next"))
    if here.get("view") or here.get("columns"):
        here["columns"] = columns.written(chosen)
        messages.success(request, f"Columns here: {columns.words(chosen)}.")
        return redirect(address(here))
    staff_settings.change(request.user, columns=chosen)
    said = f"Columns: {columns.words(chosen)}."
    if request.htmx.target == "columns":
        context = _columns_of(chosen) | {"said": said}
        return render(request, "portal/_columns.html", context)
    messages.success(request, f"Saved. {said}")
    return redirect(back_of(request, reverse("portal:settings") + "#columns"))


def _page(request: UserHttpRequest, form: SettingsForm) -> HttpResponse:
    context = _columns_of(staff_settings.of(request.user).columns) | {"form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "portal/settings.html", context, status=status)


def _columns_of(names: list[str]) -> dict[str, Any]:
    return {
        "columns": columns.choices(names),
        "first": columns.ALL[columns.FIRST],
        "is_usual": columns.known(names) == columns.USUAL,
    }
