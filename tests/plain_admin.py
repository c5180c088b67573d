"""The requests in Django's own admin, as one would write it down: to compare with."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from withdrawals.models import CoinWithdrawal
from withdrawals.portal.access import staff_page

ROWS = 50
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[CoinWithdrawal]
else:
    ModelAdmin = admin.ModelAdmin
site = AdminSite("plain")


@admin.register(CoinWithdrawal, site=site)
class CoinWithdrawalAdmin(ModelAdmin):
    list_display = (
        "reference",
        "user_id",
        "upi_id",
        "rupees_amount",
        "status",
        "started_by",
        "created_at",
    )
    list_filter = ("status", "created_at")
    search_fields = ("reference", "user_id", "upi_id", "utr")
    ordering = ("-created_at",)
    list_per_page = ROWS


@staff_page
def empty(request: HttpRequest) -> HttpResponse:
    """What any page costs: the server, its middleware, and who is asking."""
    return HttpResponse()


urlpatterns = [
    path("admin/plain/", site.urls),
    path("portal/empty/", empty),
    path("", include("project.urls")),
]
EMPTY = "/portal/empty/"
LIST = "/admin/plain/withdrawals/coinwithdrawal/"
