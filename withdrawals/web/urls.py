from django.urls import path

from withdrawals.web.views import asking, requests

app_name = "web"
urlpatterns = [
    path("", asking.form, name="form"),
    path("check/", asking.check, name="check"),
    path("history/", requests.history, name="history"),
    path("<uuid:withdrawal_id>/", requests.status, name="status"),
    path("<uuid:withdrawal_id>/cancel/", requests.cancel, name="cancel"),
]
