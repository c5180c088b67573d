from django.apps import AppConfig


class HostedConfig(AppConfig):
    name = "withdrawals.hosted"
    label = "hosted"
