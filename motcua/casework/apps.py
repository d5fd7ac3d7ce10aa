from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "motcua.casework"
    label = "casework"
    verbose_name = "Xử lý"
