"""Forms of the report pages."""

from __future__ import annotations

import base64
import binascii
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

    def clean_year(self) -> int | None:
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


class CarriedForm(TextForm):
    """A text to look at: a file, pasted, or carried along from the page that showed it, since nothing is kept in between."""

    field_order: tuple[str, ...] = ("text", "file")
    carried = forms.CharField(required=False, widget=forms.HiddenInput)
    carried_name = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("粘贴全文")
        self.fields["file"].label = _("或选文件")
        self.fields["file"].help_text = _("docx、pdf、txt或网页文件")

    def clean(self) -> dict[str, Any]:
        sent = self.cleaned_data.get("carried")
        if not sent:
            return super().clean()
        try:
            self.cleaned_data["carried"] = base64.b64decode(sent, validate=True)
        except (binascii.Error, ValueError):
            self.add_error(None, _("随页面带来的原文坏了，请重新选文件。"))
        return self.cleaned_data

    def source(self) -> tuple[bytes, str]:
        carried = self.cleaned_data.get("carried")
        if carried and not self.cleaned_data.get("file"):
            return carried, self.cleaned_data.get("carried_name") or f"{_('粘贴的文字')}.txt"
        return super().source()


class LookForm(CarriedForm):
    """A text to look at, of a year that the text may say itself."""

    year = forms.IntegerField(
        label=gettext_lazy("哪一年的报告"),
        required=False,
        help_text=gettext_lazy("通过的那一年；不填就看文中怎么写"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def clean_year(self) -> int | None:
        return super().clean_year() if self.cleaned_data.get("year") is not None else None


class SideForm(CarriedForm):
    """One side of a comparison: a document of the town, a file, or pasted."""

    document = forms.ChoiceField(label=gettext_lazy("本镇的报告"), required=False)
    year = None  # type: ignore[assignment]
    field_order = ("document", "file", "text")

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("前一年的报告") if self.prefix == "last" else _("后一年的报告")
        document = self.fields["document"]
        assert isinstance(document, forms.ChoiceField)
        document.choices = choices
        self.fields["file"].help_text = ""
        self.fields["text"].label = _("或粘贴全文")
        self.fields["text"].widget.attrs["rows"] = 4

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data if self.cleaned_data.get("document") else super().clean()


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
