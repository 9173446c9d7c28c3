from django.apps import AppConfig


class TellingConfig(AppConfig):
    name = "zhenwu.telling"
    label = "telling"
    verbose_name = "通知"
