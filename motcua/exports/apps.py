from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ExportsConfig(AppConfig):
    name = "motcua.exports"
    label = "exports"
    verbose_name = "Tệp đã lập"

    def ready(self) -> None:
        autodiscover_modules("exported")  # upper apps tell what files they make
