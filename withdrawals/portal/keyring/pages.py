"""The pages of apps: all of them, and one with its keys and what was done to it."""

from http import HTTPStatus
from uuid import UUID

from django.db.models import Count, Max, Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from wallet import clock
from withdrawals.integrations.models import ApiKey, App, KeyUse
from withdrawals.models import AuditAct, AuditEntry
from withdrawals.portal.access import needs, staff_page
from withdrawals.portal.keyring.forms import AppForm, KeyForm, LookForm, RotateForm
from withdrawals.portal.webhooks.notices import MANAGE

SHOWN = 20  # entries of each log
_ACTS = (
    AuditAct.APP_CREATED,
    AuditAct.APP_CHANGED,
    AuditAct.KEY_CREATED,
    AuditAct.KEY_ROTATED,
    AuditAct.KEY_REVOKED,
)


@require_safe
@staff_page
@needs(MANAGE)
def apps(request: UserHttpRequest) -> HttpResponse:
    """Every app that may call, and a form for another one."""
    return all_apps(request)


@require_safe
@staff_page
@needs(MANAGE)
def app(request: UserHttpRequest, app_id: UUID) -> HttpResponse:
    """An app's keys, what they did with money, and who changed what."""
    return one_app(request, found(app_id))


def found(app_id: UUID) -> App:
    return get_object_or_404(App, id=app_id)


def found_key(app_id: UUID, key_id: UUID) -> ApiKey:
    keys = ApiKey.objects.select_related("app")
    return get_object_or_404(keys, id=key_id, app=app_id)


def all_apps(request: UserHttpRequest, form: AppForm | None = None) -> HttpResponse:
    now = clock.now()
    working = Q(keys__revoked_at=None) & (
        Q(keys__expires_at=None) | Q(keys__expires_at__gt=now)
    )
    rows = App.objects.annotate(
        live=Count("keys", filter=working & Q(keys__is_test=False)),
        test=Count("keys", filter=working & Q(keys__is_test=True)),
        used=Max("keys__last_used_at"),
    )
    context = {
        "section": "apps",
        "apps": rows.order_by("name"),
        "form": form or AppForm(),
    }
    return render(request, "portal/apps/all.html", context, status=_status(form))


def one_app(
    request: UserHttpRequest,
    app: App,
    form: KeyForm | None = None,
    look: LookForm | None = None,
) -> HttpResponse:
    keys = list(app.keys.order_by("-created_at", "-id"))
    changes = AuditEntry.objects.filter(act__in=_ACTS, target=app.name)
    uses = KeyUse.objects.filter(key__in=keys).select_related("key")
    context = {
        "section": "apps",
        "app": app,
        "working": [key for key in keys if key.works],
        "ended": [key for key in keys if not key.works],
        "form": form or KeyForm(),
        "look": look or LookForm.of(app),
        "rotate": RotateForm(),
        "changes": changes.order_by("-created_at", "-id")[:SHOWN],
        "uses": uses.order_by("-created_at", "-id")[:SHOWN],
    }
    status = _status(form or look)
    return render(request, "portal/apps/one.html", context, status=status)


def _status(form: Form | None) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
