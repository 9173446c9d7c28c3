"""Where engines differ: how a field of the JSON column is read. Everything else is plain SQL."""

from __future__ import annotations

from dataclasses import dataclass

from zhenwu.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class Dialect:
    """json_text : the SQL that reads a field of a JSON column as text, with {column} and {key}.

    true, false : how a JSON boolean reads as that text.
    """

    name: str
    json_text: str
    true: str
    false: str

    def json(self, column: str, key: str) -> str:
        """SQL for the text of a field; the key is checked, because it becomes part of the statement."""
        if not key.replace("_", "").isalnum() or not key.isascii():
            raise BadInput(f"字段键“{key}”不对", expected="英文字母、数字和下划线", code="ZW-METRIC")
        return self.json_text.format(column=column, key=key)


DIALECTS = {
    "sqlite": Dialect("sqlite", "CAST(json_extract({column}, '$.{key}') AS TEXT)", "1", "0"),
    "postgresql": Dialect("postgresql", "({column} ->> '{key}')", "true", "false"),
}


def dialect(name: str) -> Dialect:
    """The dialect of an engine by its vendor's name."""
    try:
        return DIALECTS[name]
    except KeyError:
        raise BadInput(f"不支持数据库“{name}”", expected="、".join(DIALECTS), code="ZW-ENGINE") from None
