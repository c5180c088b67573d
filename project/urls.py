"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from project import pages
from project.login import SignInView, SignOutView, admin_login

urlpatterns = [
    path("", pages.home, name="home"),
    path("portal/", include("withdrawals.portal.urls")),
    path("withdraw/", include("withdrawals.web.urls")),
    path("api/", include("withdrawals.api.urls")),
    path("accounts/login/", SignInView.as_view(), name="login"),
    path("accounts/logout/", SignOutView.as_view(), name="logout"),
    path("theme/", pages.theme, name="theme"),
    path("admin/login/", admin_login),
    path("admin/logout/", SignOutView.as_view()),
    path("admin/", admin.site.urls),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
]

handler403 = "project.refused.permission_denied"
handler500 = "project.errors.internal"
