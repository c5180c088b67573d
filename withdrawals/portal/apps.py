from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "withdrawals.portal"
    label = "portal"
