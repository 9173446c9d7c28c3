"""Sample data of the components page: every part in every state, with the fictional figures of one town."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from zhenwu.kernel.errors import BadInput, Fault

#: tasks by state
COUNTS = {"done": 11, "ahead": 3, "pace": 24, "behind": 5, "late": 1, "idle": 2}
THIS_YEAR = [24, 13, 22, 19, 21, 18, 17, 25, 28]
LAST_YEAR = [31, 17, 29, 26, 27, 25, 23, 30, 28, 27, 22, 21]


class SampleForm(forms.Form):
    """Label, help and error beside each other."""

    village = forms.CharField()
    persons = forms.IntegerField()
    phone = forms.CharField(required=False)
    found = forms.ChoiceField(widget=forms.RadioSelect)
    public = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "village": _("村"),
            "persons": _("人数"),
            "phone": _("联系电话"),
            "found": _("发现隐患"),
            "public": _("可以公开"),
        }
        for name, text in labels.items():
            self.fields[name].label = text
        self.fields["persons"].help_text = _("来访的人数，含代表")
        self.fields["found"].choices = [("no", _("没有")), ("yes", _("有"))]  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if len(phone) != 11:
            raise forms.ValidationError(_("%(n)d位，手机号应为11位") % {"n": len(phone)})
        return phone


def chart_option() -> dict[str, Any]:
    """Bars for this year, short lines for the last."""
    return {
        "xAxis": {"type": "category", "data": [_("%(n)d月") % {"n": n} for n in range(1, 13)]},
        "yAxis": {"type": "value", "max": 40, "interval": 10, "axisLine": {"show": False}},
        "series": [
            {
                "type": "bar",
                "data": THIS_YEAR,
                "barWidth": "52%",
                "itemStyle": {"color": "--accent", "borderRadius": [2, 2, 0, 0]},
                "label": {"show": True, "position": "insideTop", "color": "--paper"},
            },
            {"type": "tick", "data": list(enumerate(LAST_YEAR))},
        ],
    }


def samples() -> dict[str, Any]:
    """Context of the components page."""
    error = BadInput.of(
        [
            Fault(
                _("办结日期2026-08-01早于登记日期2026-08-22"),
                where=_("信访事项2026-0233，办结日期"),
                expected=_("8月22日或以后"),
                do=_("请改办结日期，你填的内容都还在。"),
                code="ZW-RECORD-017",
            )
        ]
    )
    form = SampleForm(
        {"village": _("石桥村"), "persons": "5", "phone": "1381234", "found": "yes", "public": "on"}
    )
    form.is_valid()
    return {
        "counts": COUNTS,
        "form": form,
        "error": error,
        "this_year": THIS_YEAR,
        "last_year": LAST_YEAR,
        "months": [
            (n, THIS_YEAR[n - 1] if n <= len(THIS_YEAR) else "not_due", LAST_YEAR[n - 1])
            for n in range(1, 13)
        ],
        "option": chart_option(),
        "page": Paginator(range(41), 13).page(1),
        "money": Decimal(72_860_000),
        "missing": [
            (_("零"), Decimal(0), _("数过，没有发生")),
            (_("无数据"), None, _("没有人报过")),
            (_("无分母"), "undefined", _("没有回访，满意率无从算起")),
            (_("过期"), "stale", _("只到8月，9月未报")),
            (_("遮盖"), "masked", _("原文遮盖，不猜")),
            (_("未到期"), "not_due", _("12月才有")),
        ],
        "states": [
            ("done", _("做完并有依据")),
            ("ahead", _("超过应达5%以上")),
            ("pace", _("应达的90%以上")),
            ("behind", _("不到应达的90%")),
            ("late", _("过了期限没有办结")),
            ("idle", _("还没到开始的时候")),
            ("nodata", _("没有可以算的依据")),
            ("stale", _("依据到期没有更新")),
            ("waiting", _("等人来办")),
        ],
        "views": [(_("在办"), "#", 41, True), (_("逾期"), "#", 2, False), (_("全部"), "#", 303, False)],
        "segments": [
            (_("全部"), "#", 46, True),
            (_("落后"), "#", 5, False, "behind"),
            (_("逾期"), "#", 1, False, "late"),
        ],
        "flow": [(_("选文件"), "done"), (_("对列"), "done"), (_("看结果"), "now"), (_("写入"), "")],
    }
