from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "motcua.core"
    label = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        autodiscover_modules("reactions")  # upper apps register what follows from an event
        autodiscover_modules("erasures")  # and how what was erased is erased again after a restore
