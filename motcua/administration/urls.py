from django.urls import path

from motcua.administration.views import home

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
]
