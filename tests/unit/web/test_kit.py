"""Template tags and filters, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.period import Period
from zhenwu.web.scope import Shell


def show(source: str, *, path: str = "/list", **context: object) -> str:
    """Render a template of one line."""
    request = RequestFactory().get(path)
    request.zw = Shell(request)
    with override("zh-hans"):
        return Template("{% load zw %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("source", "value", "printed"),
    [
        ("{{ v|number }}", Decimal("1684"), "1,684"),
        ("{{ v|number }}", Decimal("-49"), "−49"),
        ("{{ v|number }}", 0, "0"),
        ("{{ v|number }}", None, "无"),
        ("{{ v|number:2 }}", Decimal("2.2"), "2.20"),
        ("{{ v|signed }}", 2, "+2"),
        ("{{ v|signed }}", -7, "−7"),
        ("{{ v|signed }}", 0, "0"),
        ('{{ v|scaled:"万元" }}', Decimal(72_860_000), "7,286"),
        ('{{ v|scaled:"亿元" }}', Decimal(431_000_000), "4.31"),
        ('{{ v|scaled:"万元" }}', "masked", "遮盖"),
        ("{{ v|percent }}", Decimal("0.743"), "74.3%"),
        ("{{ v|percent:2 }}", Decimal("-0.20763"), "−20.76%"),
        ("{{ v|figure_value }}", Decimal(0), "0"),
        ("{{ v|figure_value }}", None, '<span class="mut">无</span>'),
        ("{{ v|figure_value }}", "undefined", '<span class="mut">不适用</span>'),
        ("{{ v|figure_value }}", "no_denominator", '<span class="mut">不适用</span>'),
        ("{{ v|figure_value }}", "stale", '<span class="mut">过期</span>'),
        ("{{ v|figure_value }}", "not_due", '<span class="mut">未到</span>'),
        ("{{ v|figure_value }}", "x余万元", '<span class="mut">x余万元</span>'),
        ("{{ v|figure_value }}", "<b>", '<span class="mut">&lt;b&gt;</span>'),
        ("{{ v|day }}", date(2026, 10, 17), "10-17"),
        ("{{ v|day }}", None, "无"),
        ("{{ v|fullday }}", date(2026, 10, 17), "2026-10-17"),
        ("{{ v|moment }}", datetime(2026, 10, 17, 1, 42, tzinfo=UTC), "10-17 09:42"),
        ("{{ v|spoken }}", date(2026, 10, 7), "10月7日"),
        ("{{ v|weekday }}", date(2026, 10, 16), "星期五"),
        ("{{ v|spokenday }}", date(2026, 10, 16), "10月16日 星期五"),
        ("{{ v|spokenday }}", None, "无"),
        ("{{ v|label }}", Period.to_month(2026, 9), "2026年1—9月"),
    ],
)
def test_values(source: str, value: object, printed: str) -> None:
    assert show(source, v=value) == printed


def test_in_english_the_weekday_stands_before_the_day() -> None:
    with override("en"):
        shown = Template("{% load zw %}{{ v|spokenday }}").render(Context({"v": date(2026, 11, 27)}))
    assert shown == "Friday 27 November"


def test_the_six_kinds_of_no_number_print_differently() -> None:
    kinds = [Decimal(0), None, "undefined", "stale", "masked", "not_due"]
    assert len({show("{{ v|figure_value }}", v=kind) for kind in kinds}) == len(kinds)


class TestStates:
    @pytest.mark.parametrize(
        "key", ["done", "ahead", "pace", "behind", "late", "idle", "nodata", "stale", "waiting"]
    )
    def test_a_state_has_a_sign_of_its_own_and_a_word(self, key: str) -> None:
        html = show("{% state k %}", k=key)
        assert "<svg" in html
        assert html.split("</svg>")[1] not in ("</span>", f"{key}</span>")

    def test_own_words_replace_the_general_one(self) -> None:
        html = show('{% state "late" "逾期4天" %}')
        assert html.endswith("<span>逾期4天</span></span>")
        assert "st-late" in html

    def test_a_lone_sign_can_be_heard(self) -> None:
        assert '<span class="sr">落后</span>' in show('{% sign "behind" %}')


class TestDrawing:
    def test_a_bar_stays_in_its_track(self) -> None:
        html = show('{% bar 130 78 "ahead" text=True %}')
        assert "width:100.0%" in html
        assert "left:78.0%" in html
        assert "130.0%" in html

    def test_a_bar_without_a_number_is_empty(self) -> None:
        assert "<i" not in show("{% bar None 78 %}")

    def test_cells_are_counted(self) -> None:
        html = show("{% cells c %}", c={"late": 1, "done": 2, "idle": 0})
        assert html.index("k-done") < html.index("k-late")
        assert html.count("<i ") == 3

    def test_a_legend_filters(self) -> None:
        assert 'href="/plan?state=late"' in show('{% legend c "/plan" %}', c={"late": 1})

    def test_a_line_breaks_where_a_month_is_missing(self) -> None:
        assert show("{% spark s %}", s=[1, None, 3]).count("M") == 3  # the base line and two pieces
        assert show("{% spark s %}", s=[None]) == ""

    def test_a_chart_carries_its_option_and_its_table(self) -> None:
        option = {"series": [{"data": [Decimal("1.5"), Decimal(2)], "name": "</script>"}]}
        html = show('{% chart "c1" o height="9rem" label="逐月" %}<table></table>{% endchart %}', o=option)
        assert '"data": [1.5, 2]' in html
        assert '</script>"' not in html
        assert "<table></table>" in html
        assert "--h:9rem" in html

    def test_a_chart_asks_for_its_scripts(self) -> None:
        request = RequestFactory().get("/")
        request.zw = Shell(request)
        source = '{% load zw %}{% chart "c1" o %}{% endchart %}'
        Template(source).render(Context({"request": request, "o": {}}))
        assert request.zw.charts

    def test_a_wrong_chart_is_named_when_the_page_is_compiled(self) -> None:
        with pytest.raises(TemplateSyntaxError):
            Template('{% load zw %}{% chart "c1" %}{% endchart %}')


class TestTables:
    def test_a_head_sorts_and_turns(self) -> None:
        html = show('{% th "期限" "due" %}', path="/list?stage=a&page=3")
        assert 'aria-sort="none"' in html
        assert 'href="?stage=a&amp;sort=due"' in html
        html = show('{% th "期限" "due" %}', path="/list?sort=due")
        assert 'aria-sort="ascending"' in html
        assert "sort=-due" in html
        assert 'aria-sort="descending"' in show('{% th "期限" "due" default="-due" %}')

    def test_a_head_without_a_key_is_a_head(self) -> None:
        assert show('{% th "村" %}') == '<th scope="col" class="">村</th>'

    def test_pages_keep_the_conditions(self) -> None:
        page = Paginator(range(41), 13).page(2)
        html = show('{% pager p "件" target="#table" %}', path="/list?stage=a", p=page)
        assert "14—26，共41件" in html
        assert 'href="?stage=a&amp;page=1"' in html
        assert 'hx-get="?stage=a&amp;page=3" hx-target="#table"' in html

    def test_tabs_mark_the_current_one(self) -> None:
        html = show("{% views i %}", i=[("在办", "?v=1", 41, True), ("全部", "?v=2", None, False)])
        assert html.count("aria-current") == 1
        assert "<em>41</em>" in html
        assert html.count("<em>") == 1

    def test_a_chip_is_removed_by_a_named_link(self) -> None:
        assert 'aria-label="去掉条件阶段"' in show('{% chip "阶段" "办理" "?x=" %}')


class Sample(forms.Form):
    persons = forms.IntegerField(label="人数", help_text="含代表")
    note = forms.CharField(label="备注", required=False)


class TestForms:
    def test_label_help_and_control_belong_together(self) -> None:
        html = show("{% field f.persons %}", f=Sample())
        assert '<label for="id_persons">' in html
        assert 'aria-describedby="id_persons_helptext"' in html
        assert 'id="id_persons_helptext">含代表' in html

    def test_what_may_stay_empty_says_so(self) -> None:
        assert "可不填" in show("{% field f.note %}", f=Sample())

    def test_faults_open_the_form_and_stand_beside_the_field(self) -> None:
        form = Sample({"persons": "五"})
        html = show("{% form_errors f %}{% field f.persons %}", f=form)
        assert "1处要改" in html
        assert '<a href="#id_persons">人数</a>' in html
        assert 'aria-invalid="true"' in html
        assert 'id="id_persons_error"' in html

    def test_a_clean_form_opens_with_nothing(self) -> None:
        assert show("{% form_errors f %}", f=Sample({"persons": "5"})).strip() == ""


class TestParts:
    def test_an_icon_comes_from_the_sprite(self) -> None:
        assert 'icons.svg#download"' in show('{% icon "download" %}')
        assert 'aria-label="关闭"' in show('{% icon "x" "关闭" %}')

    def test_a_number_opens_its_evidence(self) -> None:
        html = show('{% num v "/figures/a" pop="/figures/a/evidence" %}', v=Decimal(1684))
        assert 'href="/figures/a" data-pop="/figures/a/evidence"' in html
        assert ">1,684</a>" in html

    def test_a_number_without_evidence_is_no_link(self) -> None:
        assert show("{% num v %}", v=3) == "3"

    def test_a_crumb_ends_with_the_page(self) -> None:
        html = show('{% crumb "台账" "/ledgers/" "信访事项" note="第4稿" %}')
        assert '<a href="/ledgers/">台账</a>' in html
        assert "<b>信访事项</b><span>第4稿</span>" in html

    def test_text_is_never_markup(self) -> None:
        html = show("{% crumb t %}{% num t %}{% state k t %}{% chip t t %}{% empty t t %}", t="<b>", k="late")
        assert html.count("&lt;b&gt;") == 7
        assert "<b><b>" not in html

    def test_an_error_names_every_fault(self) -> None:
        error = BadInput.of([Fault("甲错", where="第3行"), Fault("乙错", expected="整数")], source="表.xlsx")
        html = show("{% error_box e %}", e=error)
        for words in ("2处有错", "第3行", "甲错", "乙错", "应为：整数", "表.xlsx"):
            assert words in html

    def test_progress_is_asked_again_only_with_an_address(self) -> None:
        html = show('{% progress 7 12 "重算" url="/job/1" %}')
        assert 'aria-valuenow="58"' in html
        assert 'hx-get="/job/1"' in html
        assert "hx-get" not in show('{% progress 7 12 "重算" %}')

    def test_steps_say_where_one_is(self) -> None:
        assert (
            show("{% steps i %}", i=[("选文件", "done"), ("看结果", "now"), ("写入", "")]).count(
                "aria-current"
            )
            == 1
        )
