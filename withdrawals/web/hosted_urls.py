from django.urls import path

from withdrawals.web import hosted

app_name = "hosted"
urlpatterns = [
    path("", hosted.door, name="door"),
    path("back/", hosted.back, name="back"),
    path("colours/<slug:colour>.css", hosted.colours, name="colours"),
]
