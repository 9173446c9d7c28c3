"""Database fields for exact numbers and sealed personal data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

# What may be assigned to a FixedField and what comes out of it, for type checkers alone.
_ST = TypeVar("_ST", contravariant=True)
_GT = TypeVar("_GT", covariant=True)
if TYPE_CHECKING:
    from django.db.models import BigIntegerField as _Integer
    from django.db.models import TextField as _Text
    from django.db.models.expressions import Combinable
else:

    class _Integer(models.BigIntegerField):
        @classmethod
        def __class_getitem__(cls, types):
            return cls

    class _Text(models.TextField):
        @classmethod
        def __class_getitem__(cls, types):
            return cls


class FixedField(_Integer[_ST, _GT]):
    """A Decimal with a fixed number of places, kept as an integer (money in fen).

    Sums of decimals drift in SQLite; sums of integers are exact on every engine.
    """

    _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal | int | str  # type: ignore[assignment]

    def __init__(self, *args: Any, places: int = 2, **kwargs: Any) -> None:
        self.places = places
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["places"] = self.places
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-self.places)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError:
            raise ValidationError("应为数字。") from None

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return int(Decimal(str(value)).scaleb(self.places).to_integral_value(ROUND_HALF_UP))

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return forms.DecimalField(
            required=not self.blank,
            decimal_places=self.places,
            max_digits=18,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
        )

    def value_to_string(self, obj: Any) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)


@cache
def _seal() -> Fernet:
    digest = hashlib.sha256(b"zhenwu seal" + settings.SEAL_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def fingerprint(value: str) -> str:
    """A keyed hash of an identifying number: equal numbers meet without the number being kept in the clear."""
    return hmac.new(settings.SEAL_KEY.encode(), value.strip().upper().encode(), hashlib.sha256).hexdigest()[
        :40
    ]


def seal_bytes(content: bytes) -> bytes:
    """A file with personal data as it is kept at rest."""
    return _seal().encrypt(content)


def open_bytes(sealed: bytes) -> bytes:
    """The file again."""
    return _seal().decrypt(bytes(sealed))


class SealedField(_Text[_ST, _GT]):
    """A small mapping, encrypted at rest (Fernet: AES-128-CBC with HMAC)."""

    _pyi_private_set_type: dict[str, Any] | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: dict[str, Any]  # type: ignore[assignment]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> dict[str, Any]:
        if not value:
            return {}
        try:
            return json.loads(_seal().decrypt(value.encode()))
        except InvalidToken:
            return {"": "密钥不符，无法读取"}

    def to_python(self, value: Any) -> Any:
        return value or {}

    def get_prep_value(self, value: Any) -> str:
        if not value:
            return ""
        return _seal().encrypt(json.dumps(value, ensure_ascii=False).encode()).decode()
