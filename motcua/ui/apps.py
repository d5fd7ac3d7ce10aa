from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "motcua.ui"
    label = "ui"
    verbose_name = "Giao diện"

    def ready(self) -> None:
        autodiscover_modules("keyboard")  # each app names the keys of its pages
