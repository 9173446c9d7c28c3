from django.apps import AppConfig


class LivelihoodConfig(AppConfig):
    name = "zhenwu.livelihood"
    default_auto_field = "django.db.models.BigAutoField"
