from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "withdrawals.web"
    label = "web"
