"""The buttons of apps and their keys."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from project.http import UserHttpRequest, ip_of
from project.login.proof import step_up
from withdrawals.actors import Actor
from withdrawals.integrations import keys, looks
from withdrawals.integrations.exceptions import IntegrationError
from withdrawals.integrations.keys import NewKey
from withdrawals.integrations.looks import Look
from withdrawals.portal.access import needs, staff_page
from withdrawals.portal.keyring.forms import (
    AppForm,
    KeyForm,
    LookForm,
    RotateForm,
    sentence,
)
from withdrawals.portal.keyring.pages import (
    all_apps,
    found,
    found_key,
    one_app,
)
from withdrawals.portal.webhooks.notices import MANAGE


@require_POST
@staff_page
@needs(MANAGE)
def new_app(request: UserHttpRequest) -> HttpResponseBase:
    form = AppForm(request.POST)
    if form.is_valid():
        actor, ip = Actor.staff(request.user), ip_of(request)
        try:
            made = keys.create_app(**form.cleaned_data, actor=actor, ip=ip)
        except IntegrationError as error:
            form.add_error("name", sentence(error))
        else:
            messages.success(request, f"The app {made} is made. Now make it a key.")
            return redirect("portal:app", made.id)
    return all_apps(request, form)


@require_POST
@staff_page
@needs(MANAGE)
@step_up
def change_look(request: UserHttpRequest, app_id: UUID) -> HttpResponseBase:
    """How the hosted page looks for this app, and where it leads back to."""
    app, form = found(app_id), LookForm(request.POST)
    if form.is_valid():
        look, actor = Look(**form.cleaned_data), Actor.staff(request.user)
        looks.change_look(app, look, actor=actor, ip=ip_of(request))
        messages.success(request, "The hosted page is changed.")
        return redirect("portal:app", app.id)
    return one_app(request, app, look=form)


@require_POST
@staff_page
@needs(MANAGE)
@step_up
def new_key(request: UserHttpRequest, app_id: UUID) -> HttpResponseBase:
    """Make a key, and show it this once."""
    app, form = found(app_id), KeyForm(request.POST)
    if form.is_valid():
        actor, ip = Actor.staff(request.user), ip_of(request)
        try:
            made = keys.create_key(app, form.grant, actor=actor, ip=ip)
        except IntegrationError as error:
            form.add_error("mode", sentence(error))
        else:
            return _shown_once(request, made)
    return one_app(request, app, form)


@require_POST
@staff_page
@needs(MANAGE)
@step_up
def rotate_key(
    request: UserHttpRequest, app_id: UUID, key_id: UUID
) -> HttpResponseBase:
    """Make a key in place of another one, and show it this once."""
    key, form = found_key(app_id, key_id), RotateForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose how long the old key works on.")
        return redirect("portal:app", app_id)
    actor, ip = Actor.staff(request.user), ip_of(request)
    try:
        made = keys.rotate_key(key, keep=form.time, actor=actor, ip=ip)
    except IntegrationError as error:
        messages.error(request, sentence(error))
        return redirect("portal:app", app_id)
    return _shown_once(request, made, key.pk)


@require_POST
@staff_page
@needs(MANAGE)
def revoke_key(
    request: UserHttpRequest, app_id: UUID, key_id: UUID
) -> HttpResponseBase:
    actor, ip = Actor.staff(request.user), ip_of(request)
    try:
        key = keys.revoke_key(found_key(app_id, key_id), actor=actor, ip=ip)
    except IntegrationError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, f"{key} is revoked. It opens nothing from now on.")
    return redirect("portal:app", app_id)


def _shown_once(
    request: UserHttpRequest, made: NewKey, old: UUID | None = None
) -> HttpResponse:
    context = {
        "section": "apps",
        "made": made,
        "old": found_key(made.key.app_id, old) if old else None,
        "base": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "portal/apps/key.html", context)
