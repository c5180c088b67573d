"""The audit log, for auditors and admins: newest first, page by page."""

from datetime import date, datetime, time, timedelta
from http import HTTPStatus

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from project.http import UserHttpRequest
from withdrawals.audit import SEE
from withdrawals.models import AuditAct, AuditEntry
from withdrawals.portal import keyset
from withdrawals.portal.access import staff_page
from withdrawals.portal.address import shown
from withdrawals.portal.audit_facts import facts
from withdrawals.portal.tabs import NEWEST_FIRST

SIZE = 50
FILTERS = ("actor", "act", "day")


class AuditFilter(forms.Form):
    """Each answer names the field of AuditEntry that it is about."""

    actor = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )
    act = forms.ChoiceField(
        required=False,
        choices=[("", "Any"), *AuditAct.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    day = forms.DateField(
        required=False,
        validators=[
            MinValueValidator(date(2000, 1, 1)),
            MaxValueValidator(date(2100, 1, 1)),
        ],
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}),
    )

    def found(self) -> QuerySet[AuditEntry]:
        """The entries that match; none while an answer is not understood."""
        entries = AuditEntry.objects.all()
        if not self.is_valid():
            return entries.none()
        for name in ("actor", "act"):
            if value := self.cleaned_data[name]:
                entries = entries.filter(**{name: value})
        if day := self.cleaned_data["day"]:
            start = timezone.make_aware(datetime.combine(day, time()))
            end = start + timedelta(days=1)
            entries = entries.filter(created_at__gte=start, created_at__lt=end)
        return entries


@require_safe
@staff_page
def audit(request: UserHttpRequest) -> HttpResponse:
    """Who came, who was refused, who changed rights, who looked."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied("may not see the audit log")
    form = AuditFilter(request.GET)
    places = {name: request.GET.get(name, "") for name in ("after", "before")}
    page = keyset.page(form.found(), NEWEST_FIRST, SIZE, **places)
    context = {
        "section": "audit",
        "form": form,
        "page": page,
        "entries": [(entry, facts(entry)) for entry in page.rows],
        "query": shown(request.GET, keep=FILTERS).urlencode(),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "portal/audit.html", context, status=status)
