from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "motcua.privacy"
    label = "privacy"
    verbose_name = "Quyền đối với dữ liệu cá nhân"

    def ready(self) -> None:
        autodiscover_modules("holdings")  # this app and those above tell what they hold of people
