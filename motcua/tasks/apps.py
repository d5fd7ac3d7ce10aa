from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TasksConfig(AppConfig):
    name = "motcua.tasks"
    label = "tasks"
    verbose_name = "Việc phải làm"

    def ready(self) -> None:
        autodiscover_modules("kinds", "falling")  # upper apps tell what kinds of task they have
