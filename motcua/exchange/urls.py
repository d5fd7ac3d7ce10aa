from django.urls import path

from motcua.exchange.api import api

urlpatterns = [path("", api.urls)]
