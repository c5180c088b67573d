"""The requests in Django's own admin, as one would write it down: to compare with."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.admin import AdminSite
from django.urls import include, path

from withdrawals.models import CoinWithdrawal

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


urlpatterns = [
    path("admin/plain/", site.urls),
    path("", include("project.urls")),
]
LIST = "/admin/plain/withdrawals/coinwithdrawal/"
