from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "zhenwu.ledgers"
    label = "ledgers"
    verbose_name = "台账"

    def ready(self) -> None:
        """Listen for imports whose work in the background broke off."""
        import zhenwu.ledgers.imports.tasks  # noqa: F401
