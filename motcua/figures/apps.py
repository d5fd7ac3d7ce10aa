from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "motcua.figures"
    label = "figures"
    verbose_name = "Số liệu"
