"""The pages and buttons of saved views."""

from collections.abc import Callable
from http import HTTPStatus
from typing import NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from project.http import UserHttpRequest, back_of
from withdrawals.portal import staff_settings, view_rules
from withdrawals.portal.access import staff_page
from withdrawals.portal.models import LONGEST_NAME, SavedView
from withdrawals.portal.view_words import words_of


class ViewForm(forms.Form):
    """`create` and `rename` judge what is typed here."""

    name = forms.CharField(
        required=False,
        strip=False,
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "maxlength": LONGEST_NAME,
                "autocomplete": "off",
            }
        ),
    )
    is_shared = forms.BooleanField(label="Shared with all staff", required=False)


class NewViewForm(ViewForm):
    query = forms.CharField(required=False, widget=forms.HiddenInput)


class Row(NamedTuple):
    view: SavedView
    form: ViewForm | None  # for those who may change it
    words: list[str]


@require_safe
@staff_page
def views(request: UserHttpRequest) -> HttpResponse:
    """One's own and the shared ones, to open, rename, share and delete."""
    return _page(request)


@require_safe
@staff_page
def view(request: UserHttpRequest, view_id: UUID) -> HttpResponse:
    """A short address that leads to the queue's."""
    return redirect(_visible(request, view_id).url)


@require_POST
@staff_page
def save_view(request: UserHttpRequest) -> HttpResponse:
    """Keep what the queue shows under a name."""
    form = NewViewForm(request.POST)
    kept = _try(form, lambda: view_rules.create(request, **form.cleaned_data))
    if kept is None:
        return _page(request, new=form)
    messages.success(request, f"View “{kept}” is saved{_with_whom(kept)}.")
    return redirect(kept.url)


@require_POST
@staff_page
def rename_view(request: UserHttpRequest, view_id: UUID) -> HttpResponse:
    """Another name; shared, or one's own again."""
    kept = _changeable(request, view_id)
    form = _form_of(kept, request)

    def rename() -> SavedView:
        view_rules.rename(kept, **form.cleaned_data)
        return kept

    if _try(form, rename) is None:
        return _page(request, mended={kept.id: form})
    messages.success(request, f"View “{kept}” is saved{_with_whom(kept)}.")
    return redirect("portal:views")


@require_POST
@staff_page
def replace_view(request: UserHttpRequest, view_id: UUID) -> HttpResponse:
    """Let the view show what the queue shows now."""
    kept = _changeable(request, view_id)
    try:
        view_rules.replace(request, kept, request.POST.get("query", ""))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"View “{kept}” now shows this.")
    return redirect(kept.url)


@require_POST
@staff_page
def delete_view(request: UserHttpRequest, view_id: UUID) -> HttpResponse:
    """Take it away, from everyone it was shared with too."""
    kept = _changeable(request, view_id)
    view_rules.delete(kept)
    messages.success(request, f"View “{kept}” is deleted.")
    return redirect("portal:views")


@require_POST
@staff_page
def default_view(request: UserHttpRequest, view_id: UUID) -> HttpResponse:
    """Open the portal with this view, or no longer."""
    kept = _visible(request, view_id)
    is_on = bool(request.POST.get("on"))
    staff_settings.change(request.user, default_view=kept if is_on else None)
    opening = f"view “{kept}”" if is_on else "the plain queue"
    messages.success(request, f"The portal opens with {opening} for you.")
    return redirect(back_of(request, reverse("portal:views")))


def _visible(request: UserHttpRequest, view_id: UUID) -> SavedView:
    return get_object_or_404(view_rules.visible_to(request.user), id=view_id)


def _changeable(request: UserHttpRequest, view_id: UUID) -> SavedView:
    kept = _visible(request, view_id)
    if not view_rules.may_change(request.user, kept):
        raise PermissionDenied("may not change someone else's view")
    return kept


def _try(form: ViewForm, act: Callable[[], SavedView]) -> SavedView | None:
    """Do it, or tell the form why it cannot be done."""
    if form.is_valid():
        try:
            return act()
        except ValidationError as error:
            form.add_error(None, error)
    return None


def _page(
    request: UserHttpRequest,
    new: NewViewForm | None = None,
    mended: dict[UUID, ViewForm] | None = None,
) -> HttpResponse:
    rows = [
        Row(each, _row_form(request, each, mended or {}), words_of(each.query))
        for each in view_rules.visible_to(request.user)
    ]
    wrong = new or next(iter((mended or {}).values()), None)
    context = {
        "rows": rows,
        "new": new,
        "new_words": words_of(new.data.get("query", "")) if new else [],
        "wrong": wrong,
        "most": view_rules.MOST,
        "default_id": staff_settings.of(request.user).default_view_id,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "portal/views.html", context, status=status)


def _row_form(
    request: UserHttpRequest, kept: SavedView, mended: dict[UUID, ViewForm]
) -> ViewForm | None:
    if not view_rules.may_change(request.user, kept):
        return None
    return mended.get(kept.id) or _form_of(kept)


def _form_of(kept: SavedView, request: UserHttpRequest | None = None) -> ViewForm:
    """Its ids and names stand once on a page that has a form for each view."""
    initial = {"name": kept.name, "is_shared": kept.is_shared}
    data = request.POST if request else None
    return ViewForm(data, initial=initial, auto_id=f"id_{kept.id}_%s")


def _with_whom(kept: SavedView) -> str:
    return " and shared with all staff" if kept.is_shared else ""
