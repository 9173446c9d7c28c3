from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "zhenwu.meetings"
    label = "meetings"
    verbose_name = "会议"
