"""The web application."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

from config.supervisor import die_with_parent

if os.environ.get("MOTCUA_SUPERVISED") == "1":
    die_with_parent()  # granian's workers would outlive a killed granian

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
import_module("config.checks").refuse_unsafe()  # it reads models: they are there only now
