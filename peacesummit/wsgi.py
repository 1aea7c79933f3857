"""Create the WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from mailing.upstream import demand_everything

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peacesummit.settings.production")
application = get_wsgi_application()
demand_everything()
