from django.urls import path, re_path

from motcua.exchange.api import api
from motcua.exchange.doors import guarded, nothing_here

urlpatterns = [path("", guarded(api.urls)), re_path(r"", nothing_here, name="nothing_here")]
