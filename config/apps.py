from importlib import import_module

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    label = "config"
    verbose_name = "Cấu hình"

    def ready(self) -> None:
        import_module("config.checks")  # `motcua check --deploy` asks them; they read models, which are there only now
