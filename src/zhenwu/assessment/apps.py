from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "zhenwu.assessment"
    default_auto_field = "django.db.models.BigAutoField"
