from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotifyConfig(AppConfig):
    name = "motcua.notify"
    label = "notify"
    verbose_name = "Thông báo"

    def ready(self) -> None:
        autodiscover_modules("notices")  # upper apps tell what they give notice of
