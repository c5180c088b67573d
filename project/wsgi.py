"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from project.charsets import Request

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

application = get_wsgi_application()
application.request_class = Request
