from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "withdrawals.notifications"
    label = "notifications"
