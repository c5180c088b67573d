from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "withdrawals.integrations"
    label = "integrations"
