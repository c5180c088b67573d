from django.apps import AppConfig


class LoginConfig(AppConfig):
    name = "project.login"
    label = "login"
    verbose_name = "Sign-in"
    default_auto_field = "django.db.models.BigAutoField"
