from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "zhenwu.figures"
    label = "figures"
    verbose_name = "数据"
