"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from project import pages
from project.addresses import remembered
from project.login.urls import sign_out
from project.login.views import admin_login

urlpatterns = [
    remembered("api/", "withdrawals.api.urls"),
    path("", pages.home, name="home"),
    path("portal/", include("withdrawals.portal.urls")),
    path("withdraw/", include("withdrawals.web.urls")),
    path("hosted/", include("withdrawals.web.hosted_urls")),
    path("hosted/withdraw/", include("withdrawals.web.urls", namespace="visit")),
    path("accounts/", include("project.login.urls")),
    path("theme/", pages.theme, name="theme"),
    path("admin/login/", admin_login),
    path("admin/logout/", sign_out),
    path("admin/", admin.site.urls),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
]

handler403 = "project.refused.permission_denied"
handler500 = "project.errors.internal"
