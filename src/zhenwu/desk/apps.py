from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "zhenwu.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        """Let the ledgers' imports know who foresees what they do to figures."""
        from zhenwu.desk import foreseeing  # noqa: F401
