from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "motcua.guidance"
    label = "guidance"
    verbose_name = "Hướng dẫn"
