"""Forms of the report pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenwu.kernel.clock import today

ACCEPT = ".docx,.pdf,.txt,.html,.htm"


class TextForm(forms.Form):
    """A text: a file, or pasted."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        help_text=gettext_lazy("docx、pdf、txt或网页文件；最好用docx，起草时数字就填在原文里"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    text = forms.CharField(
        label=gettext_lazy("或粘贴全文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    year = forms.IntegerField(
        label=gettext_lazy("年度"), widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" not in self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("file", _("请选一个文件，或把全文粘贴在下面。"))
        return cleaned

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if not 1990 <= year <= today().year + 1:
            raise forms.ValidationError(
                _("年份%(year)s不对，应为1990—%(last)s之间的四位年份。")
                % {"year": year, "last": today().year + 1}
            )
        return year

    def source(self) -> tuple[bytes, str]:
        """The bytes and a name for messages."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), file.name
        return self.cleaned_data["text"].encode(), f"{_('粘贴的文字')}.txt"


class ReadForm(TextForm):
    """A work report to read in."""

    year = forms.IntegerField(
        label=gettext_lazy("哪一年的报告"),
        help_text=gettext_lazy("通过的那一年；文中回顾的是上一年"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ProofForm(TextForm):
    """A text to prove."""

    year = forms.IntegerField(
        label=gettext_lazy("讲的是哪一年"),
        help_text=gettext_lazy("文中没有写明时间的数，按这一年截至今天核"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class ReturnForm(forms.Form):
    """A draft that was edited outside."""

    file = forms.FileField(
        label=gettext_lazy("改过的docx"), widget=forms.ClearableFileInput(attrs={"accept": ".docx"})
    )
