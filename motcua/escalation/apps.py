from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "motcua.escalation"
    label = "escalation"
    verbose_name = "Cảnh báo thời hạn"
