from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BulletinsConfig(AppConfig):
    name = "motcua.bulletins"
    label = "bulletins"
    verbose_name = "Số liệu đã lưu, bản tin, ghi chú"

    def ready(self) -> None:
        autodiscover_modules("kept_pages")  # the desk above tells which of its pages may be kept
