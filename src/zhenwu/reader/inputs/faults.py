"""What can be wrong with a file, each with a stable code and the four parts of an error."""

from __future__ import annotations

from zhenwu.kernel.errors import BadInput

READABLE = "docx、doc、pdf、html或txt"


def empty(name: str, what: str = "文件是空的") -> BadInput:
    """Nothing in it."""
    return _fault("ZW-READ-EMPTY", name, what, "有文字的工作报告", "请换一份有内容的文件")


def no_sentence(name: str) -> BadInput:
    """Text, but not a sentence of Chinese."""
    return _fault("ZW-READ-NO-SENTENCE", name, "里面没有一句话", "中文的工作报告", "请检查是不是选错了文件")


def only_a_name(name: str) -> BadInput:
    """A file's name in place of its text."""
    return _fault(
        "ZW-READ-NAME",
        name,
        "这是文件名，不是文字",
        "报告的文字，或文件的路径（Path）",
        '请给出Path("…")，或先读出文字',
    )


def cannot_open(name: str) -> BadInput:
    """Not there, or not to be read by this user."""
    return _fault("ZW-READ-OPEN", name, "文件打不开", "一份存在且可读的文件", "请检查路径和权限")


def too_large(name: str, size: str, most: str) -> BadInput:
    """Larger than any report. size, most : in words, such as `300 MB`."""
    return _fault("ZW-READ-LARGE", name, f"有{size}，太大", f"不超过{most}", "请确认是不是报告，或拆开后再读")


def too_heavy(name: str) -> BadInput:
    """It took more time or memory than any report needs."""
    return _fault(
        "ZW-READ-HEAVY",
        name,
        "排版过于复杂，读不下去",
        "正常的报告文件",
        "请用原来的程序另存一份，或转成docx",
    )


def encrypted(name: str) -> BadInput:
    """Locked with a password."""
    return _fault("ZW-READ-ENCRYPTED", name, "文件加了密", "没有密码的文件", "请去掉密码后再读")


def truncated(name: str, kind: str, what: str = "文件不完整或已损坏") -> BadInput:
    """Cut short on its way, so that it cannot be opened."""
    return _fault(
        "ZW-READ-TRUNCATED", name, what, f"完整的{kind}", "请重新下载，或用原来的程序打开后另存一份"
    )


def broken(name: str, kind: str, what: str = "文件内容损坏") -> BadInput:
    """It opens, but what is inside makes no sense."""
    return _fault("ZW-READ-BROKEN", name, what, f"完整的{kind}", "请用原来的程序打开后另存一份")


def doctype(name: str) -> BadInput:
    """XML that declares entities, which no Word file does."""
    return _fault(
        "ZW-READ-DOCTYPE", name, "文档里有不该有的类型声明", "Word或WPS保存的docx", "请用Word或WPS另存一份"
    )


def picture(name: str, what: str) -> BadInput:
    """Pictures of text."""
    return _fault(
        "ZW-READ-PICTURE", name, what, "能选中文字的文件", "请先做文字识别（OCR），或找原来的Word文档"
    )


def renamed(
    name: str, what: str, expected: str, do: str = "请用原来的程序另存一份，或改正文件名"
) -> BadInput:
    """Not what its name says, or another kind of Office file."""
    return _fault("ZW-READ-RENAMED", name, what, expected, do)


def unknown(name: str, what: str) -> BadInput:
    """A kind of file that is not read."""
    return _fault("ZW-READ-KIND", name, f"{what}读不了", READABLE, "请另存为docx后再读")


def binary(name: str) -> BadInput:
    """Bytes that are no text in any encoding."""
    return _fault("ZW-READ-BINARY", name, "内容不是文字", READABLE, "请检查是不是选错了文件")


def garbled(name: str) -> BadInput:
    """Text that can be seen but not told: its fonts do not say which characters they show."""
    return _fault(
        "ZW-READ-GARBLED",
        name,
        "字体没有编码，读出来是乱码",
        "能复制出文字的文件",
        "请找原来的Word文档，或先做文字识别（OCR）",
    )


def no_office(name: str) -> BadInput:
    """An old document on a machine without LibreOffice."""
    return _fault(
        "ZW-READ-DOC",
        name,
        "旧版Word文档（.doc）在这台机器上读不了",
        "docx、pdf、html或txt",
        "请另存为docx，或安装LibreOffice",
    )


def _fault(code: str, name: str, what: str, expected: str, do: str) -> BadInput:
    return BadInput(what, where=name or "文件", expected=expected, do=do, code=code)
