"""The text of a pdf, page after page, as pypdfium2 gives it: spaces inside numbers and hard line breaks are the cleaner's work."""

from __future__ import annotations

from zhenwu.kernel.errors import BadInput

_MOST_PAGES = 2000
_SIGNS = str.maketrans({"\r": None, "\x02": None, "\ufffe": None, "\x00": None})


def text(content: bytes, name: str = "") -> str:
    """The text of a pdf file. Raises BadInput: encrypted, damaged, or a scan without text."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise BadInput(
                "文件加了密",
                where=name,
                expected="没有密码的文件",
                do="请去掉密码后再读",
                code="ZW-READ-ENCRYPTED",
            ) from error
        raise BadInput(
            "文件不完整或已损坏",
            where=name,
            expected="完整的PDF",
            do="请重新下载或重新导出",
            code="ZW-READ-TRUNCATED",
        ) from error
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise BadInput(
                f"有{count}页，太长",
                where=name,
                expected=f"不超过{_MOST_PAGES}页",
                do="请拆开后再读",
                code="ZW-READ-LARGE",
            )
        pages = []
        for i in range(count):
            page = document[i]
            words = page.get_textpage()
            pages.append(words.get_text_bounded().translate(_SIGNS))
            words.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise BadInput(
            "有的页读不出来",
            where=name,
            expected="完整的PDF",
            do="请重新下载或重新导出",
            code="ZW-READ-BROKEN",
        ) from error
    finally:
        document.close()
    made = "\n".join(pages)
    if not made.strip():
        raise BadInput(
            f"{count}页里都是图片，没有文字",
            where=name,
            expected="能选中文字的PDF",
            do="请先做文字识别(OCR),或找原来的Word文档",
            code="ZW-READ-PICTURE",
        )
    return made
