"""What the Django admin tells the audit log: changes of rights and of handles."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from project.http import ip_of
from project.login import second_factor
from withdrawals import audit
from withdrawals.actors import Actor
from withdrawals.models import AuditAct


class Audited(admin.ModelAdmin):
    """Every change of one of the fields `audited` leaves an entry of `audit_act`."""

    audit_act: AuditAct
    audited: tuple[str, ...]

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        changes = {
            name: [_plain(form.initial.get(name)), _plain(form.cleaned_data[name])]
            for name in form.changed_data
            if name in self.audited
        }
        if changes or not change:
            self._tell(request, form.instance, changes)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self._tell(request, obj, {"deleted": True})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for each in queryset:
            self._tell(request, each, {"deleted": True})
        super().delete_queryset(request, queryset)

    def _tell(
        self,
        request: HttpRequest,
        obj: Model,
        changes: dict[str, Any],
        act: AuditAct | None = None,
    ) -> None:
        if not isinstance(request.user, User):
            raise TypeError("the admin has let a stranger in")
        audit.record(
            act or self.audit_act,
            actor=Actor.staff(request.user),
            target=f"{obj._meta.verbose_name} {obj}",
            ip=ip_of(request),
            **changes,
        )


def _plain(value: Any) -> Any:
    """As JSON holds it: rows by their names, everything else as it is written."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(each) for each in value)
    return "" if value is None else str(value)


admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class PeopleAdmin(Audited, UserAdmin):
    audit_act = AuditAct.ROLE_CHANGED
    audited = ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")
    actions = ["reset_second_factor"]

    @admin.action(
        description="Remove the second factor of selected users", permissions=["change"]
    )
    def reset_second_factor(
        self, request: HttpRequest, queryset: QuerySet[User]
    ) -> None:
        """For who lost the phone: their sessions end, they set it up anew."""
        gone = [user for user in queryset if second_factor.remove(user)]
        for user in gone:
            self._tell(request, user, {}, AuditAct.FACTOR_REMOVED)
        self.message_user(request, f"Second factors removed: {len(gone)}.")

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        response = super().user_change_password(request, id, form_url)
        user = self.get_object(request, unquote(id))
        if user and response.status_code == HTTPStatus.FOUND:
            self._tell(request, user, {}, AuditAct.PASSWORD_CHANGED)
        return response


@admin.register(Group)
class RolesAdmin(Audited, GroupAdmin):
    audit_act = AuditAct.ROLE_CHANGED
    audited = ("name", "permissions")
