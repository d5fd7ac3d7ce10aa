from django.urls import path

from motcua.questions import views

app_name = "questions"
urlpatterns = [
    path("thu/", views.trial, name="trial"),
    path("don-vi-hanh-chinh/<slug:era>/<slug:province>.json", views.units, name="units"),
]
