"""The Django app of the web door."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "zhenwu.web"
    label = "web"

    def ready(self) -> None:
        from zhenwu.web.fields import speak

        speak()
