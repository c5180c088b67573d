"""The pages of exports: choosing one, getting it, and those that were."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from project.http import UserHttpRequest, ip_of
from project.login.proof import is_fresh, step_up
from withdrawals import audit
from withdrawals.portal import keyset
from withdrawals.portal.access import staff_page
from withdrawals.portal.exports import forms, log
from withdrawals.portal.exports.export import Export
from withdrawals.portal.exports.forms import ExportForm
from withdrawals.portal.tabs import NEWEST_FIRST

SIZE = 25


@require_safe
@staff_page
def exports(request: UserHttpRequest) -> HttpResponseBase:
    """One's own exports; for auditors and admins, everybody's."""
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = keyset.page(log.seen_by(request.user), NEWEST_FIRST, SIZE, **places)
    context = {
        "section": "exports",
        "page": page,
        "exports": log.with_ends(page.rows),
        "is_everybodys": request.user.has_perm(audit.SEE),
    }
    return render(request, "portal/exports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def new_export(request: UserHttpRequest) -> HttpResponseBase:
    """The file, by POST; the page to choose it, also after a proof, by GET."""
    is_asked = request.method == "POST"
    usual = {} if is_asked else forms.USUAL
    chosen = (request.POST if is_asked else request.GET).dict()
    form = ExportForm(usual | chosen)
    if not form.is_valid():
        return _page(request, form)
    export = Export(request, form.cleaned_data)
    if export.refusal:
        return _page(request, form, export)
    if not is_asked:
        page = step_up(_page) if export.is_full else _page
        return page(request, form, export)
    if export.is_full and not is_fresh(request, request.user):
        # Back here by GET, where the proof is asked for, with what was chosen.
        return redirect(f"{reverse('portal:new_export')}?{urlencode(export.answers)}")
    return _file(export, ip_of(request))


def _file(export: Export, ip: str) -> HttpResponseBase:
    return StreamingHttpResponse(
        log.kept(export, export.source, ip),
        content_type=export.file.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{export.name}"'},
    )


def _page(
    request: UserHttpRequest, form: ExportForm, export: Export | None = None
) -> HttpResponseBase:
    """The form, with what it would export; or with why it exports nothing."""
    is_good = export is not None and not export.refusal
    context: dict[str, Any] = {"section": "exports", "form": form, "export": export}
    status = HTTPStatus.OK if is_good else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "portal/new_export.html", context, status=status)
