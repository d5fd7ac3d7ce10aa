from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AgenciesConfig(AppConfig):
    name = "motcua.agencies"
    label = "agencies"
    verbose_name = "Cơ quan và cán bộ"

    def ready(self) -> None:
        # The apps above tell what passes over when units are re-organised, and so do the units themselves.
        autodiscover_modules("passing", "actions.passing_units", "actions.passing_people")
