"""The sign-in form."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Says what to do, and not which of the two was wrong."""

    error_messages = {
        "invalid_login": _("用户名或密码不对。请查看大小写后再试，忘了密码请找镇里的管理员。"),
        "inactive": _("这个用户已停用，请找镇里的管理员。"),
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
