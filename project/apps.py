from django.contrib.admin.apps import AdminConfig


class StrictAdminConfig(AdminConfig):
    default_site = "project.admin.StrictAdminSite"
