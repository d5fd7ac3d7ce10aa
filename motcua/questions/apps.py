from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "motcua.questions"
    label = "questions"
    verbose_name = "Biểu mẫu điện tử"
