from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "zhenwu.desk"
    label = "desk"
    verbose_name = "工作台"
