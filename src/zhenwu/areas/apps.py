from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "zhenwu.areas"
    label = "areas"
    verbose_name = "区域"
