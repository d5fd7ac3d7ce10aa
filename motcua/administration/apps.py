from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "motcua.administration"
    label = "administration"
    verbose_name = "Quản trị"
