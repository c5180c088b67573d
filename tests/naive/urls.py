"""The same addresses as the product's."""

from django.http import HttpResponse
from django.urls import path

from tests.naive import views

PATH = "api/razorpay/withdraw"
urlpatterns = [
    path(f"{PATH}/", views.WithdrawView.as_view()),
    path(f"{PATH}/history/", views.HistoryView.as_view()),
    path(f"{PATH}/status/", views.StatusView.as_view()),
    path(f"{PATH}/cancel/", views.CancelView.as_view()),
    path("healthz", lambda request: HttpResponse("ok")),
]
