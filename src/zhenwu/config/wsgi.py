"""The door for a production-grade server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenwu.config.settings")
application = get_wsgi_application()
