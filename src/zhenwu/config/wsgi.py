"""The door for a production-grade server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenwu.config.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Read the addresses with their views, the pages and the words, so that nobody's first page waits for them."""
    from pathlib import Path

    from django.template.loader import get_template
    from django.urls import get_resolver
    from django.utils.translation import gettext, override

    import zhenwu.web

    get_resolver().url_patterns  # noqa: B018
    folder = Path(zhenwu.web.__file__).parent / "templates"
    for path in sorted(folder.rglob("*.html")):
        get_template(path.relative_to(folder).as_posix())
    for language in ("zh-hans", "en"):
        with override(language):
            gettext("计划")


_warm()
