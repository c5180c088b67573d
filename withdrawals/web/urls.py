from django.urls import path

from withdrawals.web import views

app_name = "web"
urlpatterns = [
    path("", views.form, name="form"),
    path("check/", views.check, name="check"),
    path("history/", views.history, name="history"),
    path("<uuid:withdrawal_id>/", views.status, name="status"),
    path("<uuid:withdrawal_id>/cancel/", views.cancel, name="cancel"),
]
