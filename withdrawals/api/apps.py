from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "withdrawals.api"
    label = "api"
