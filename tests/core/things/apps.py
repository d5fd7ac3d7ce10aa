from django.apps import AppConfig


class ThingsConfig(AppConfig):
    name = "tests.core.things"
    label = "things"
