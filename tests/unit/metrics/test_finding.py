"""Report words find their metric: 50 phrases of our own, with unit and kind as the reader gives them."""

from __future__ import annotations

import pytest

from zhenwu import catalog
from zhenwu.metrics.finding import clean, find, texts

CHOICES = {
    spec.code: {f.key: dict(f.choices) for f in spec.fields if f.type == "choice" and f.choices}
    for spec in catalog.ledgers()
}

#: subject, unit, kind, metric, aspect
PHRASES = [
    ("接待来访群众", "批", "level", "petition.visits", "value"),
    ("接待来访群众", "人次", "level", "petition.visitors", "value"),
    ("来访接待", "批次", "level", "petition.visits", "value"),
    ("接待来访群众", "%", "growth", "petition.visits", "growth"),
    ("全镇受理信访事项", "件", "level", "petition.received", "value"),
    ("信访事项办结率", "%", "ratio", "petition.closed_rate", "value"),
    ("班子成员带案下访", "次", "level", "reception.down", "value"),
    ("领导带头约访", "次", "level", "reception.appointment", "value"),
    ("办理12345工单", "件", "level", "hotline.orders", "value"),
    ("12345热线派单", "件", "level", "hotline.orders", "value"),
    ("县长热线", "件", "level", "hotline.mayor", "value"),
    ("按时答复率", "%", "ratio", "hotline.in_time_rate", "value"),
    ("12345群众满意率", "%", "ratio", "hotline.satisfaction", "value"),
    ("人民网留言", "条", "level", "message.web", "value"),
    ("排查各类矛盾纠纷", "件", "level", "dispute.found", "value"),
    ("成功化解矛盾纠纷", "起", "level", "dispute.settled", "value"),
    ("矛盾纠纷化解率", "%", "ratio", "dispute.settled_rate", "value"),
    ("工业企业", "家", "level", "enterprise.industrial", "value"),
    ("规上工业企业", "家", "level", "enterprise.scale", "value"),
    ("新增规上工业企业", "家", "level", "enterprise.scale.new", "value"),
    ("新认定高新技术企业", "家", "level", "enterprise.hightech.new", "value"),
    ("新增市级专精特新企业", "家", "level", "enterprise.specialised.new", "value"),
    ("新增限上商贸单位", "家", "level", "enterprise.limit.new", "value"),
    ("年产值2000万元以上企业", "家", "level", "enterprise.output_2000", "value"),
    ("产值过亿元企业", "家", "level", "enterprise.output_100m", "value"),
    ("走访服务企业", "次", "level", "visit.count", "value"),
    ("收集企业诉求", "条", "level", "demand.received", "value"),
    ("企业诉求满意度", "%", "ratio", "demand.satisfaction", "value"),
    ("新签约招商引资项目", "个", "level", "project.signed", "value"),
    ("新签约亿元以上项目", "个", "level", "project.signed_100m", "value"),
    ("新开工重点项目", "个", "level", "project.started", "value"),
    ("实施各类重点项目", "个", "level", "project.active", "value"),
    ("硬化通组道路", "公里", "level", "road.km", "value"),
    ("农村户厕改造任务", "户", "level", "toilet.done", "value"),
    ("厕改", "户", "level", "toilet.done", "value"),
    ("新建污水处理设施", "处", "level", "sewage.built", "value"),
    ("老年助餐点", "家", "level", "canteen.count", "value"),
    ("新建老年助餐点", "处", "level", "canteen.new", "value"),
    ("新增便民停车位", "个", "level", "parking.new", "value"),
    ("送戏、送电影下乡", "场", "level", "activity.show", "value"),
    ("开展全民阅读活动", "场次", "level", "activity.reading", "value"),
    ("举办老年培训", "期", "level", "elder.sessions", "value"),
    ("开展技能培训", "人次", "level", "training.persons", "value"),
    ("开展安全生产大检查", "次", "level", "inspection.count", "value"),
    ("整治安全隐患", "处", "level", "hazard.fixed", "value"),
    ("隐患整改率", "%", "ratio", "hazard.fixed_rate", "value"),
    ("安全宣传活动", "场", "level", "safety.publicity", "value"),
    ("为民帮办代办", "件", "level", "service.agent", "value"),
    ("窗口办理事项", "件", "level", "service.window", "value"),
    ("公开政务信息", "条", "level", "publication.count", "value"),
    ("公开政务信息", "类", "level", "publication.kinds", "value"),
    ("一般公共预算收入", "万元", "level", "revenue.local", "value"),
    ("地方财政收入", "%", "growth", "revenue.local", "growth"),
    ("固定资产投资", "亿元", "level", "investment.fixed", "value"),
    ("规上工业增加值", "%", "growth", "industry.value_added", "growth"),
    ("农村居民人均可支配收入", "%", "growth", "income.rural", "growth"),
    ("村均集体经济收入", "万元", "level", "village.income_avg", "value"),
    ("化解政府债务", "万元", "level", "debt.settled", "value"),
    ("化债率", "%", "ratio", "debt.rate", "value"),
    ("城乡居民医疗保险参保率", "%", "ratio", "insurance.medical_rate", "value"),
    ("建成高标准农田", "亩", "level", "farmland.built", "value"),
    ("秸秆禁烧火点", "个", "level", "fire.points", "value"),
    ("秸秆禁烧连续零火点", "年", "level", "fire.points", "streak"),
    ("全县综合考核位次", "位", "rank", "rank.county", "value"),
    ("家庭农场、合作社", "家", "level", "farm.total", "value"),
    ("信访办结率", "百分点", "growth", "petition.closed_rate", "growth"),
]


@pytest.mark.parametrize(("subject", "unit", "kind", "code", "aspect"), PHRASES)
def test_a_phrase_finds_its_metric(subject, unit, kind, code, aspect):
    found = find(catalog.metrics(), subject, unit=unit, kind=kind, choices=CHOICES)
    assert found, subject
    assert (found[0].metric.code, found[0].aspect) == (code, aspect), [
        (m.metric.code, m.score) for m in found
    ]
    assert found[0].score >= 60
    assert found[0].why


@pytest.mark.parametrize(
    ("subject", "unit", "kind"),
    [
        ("接待来访群众", "元", "level"),  # a count is no sum of money
        ("地方财政收入", "家", "level"),
        ("硬化通组道路", "户", "level"),
        ("信访办结率", "件", "level"),  # a rate is no number of cases
        ("葡萄种植面积", "公顷", "level"),
        ("", "件", "level"),
    ],
)
def test_a_unit_that_cannot_be_meant_finds_nothing_sure(subject, unit, kind):
    assert all(m.score < 60 for m in find(catalog.metrics(), subject, unit=unit, kind=kind))


def test_a_choice_beside_a_name_is_a_slice():
    found = find(catalog.metrics(), "土地征收类信访事项", unit="件", choices=CHOICES)[0]
    assert found.metric.ledger == "petition"
    assert found.slice == (("category", "land"),)


def test_a_row_breaks_a_tie():
    plain = {m.metric.code: m.score for m in find(catalog.metrics(), "企业满意率", unit="%", kind="ratio")}
    told = {
        m.metric.code: m.score
        for m in find(catalog.metrics(), "企业满意率", unit="%", kind="ratio", row="B5")
    }
    assert told["demand.satisfaction"] >= plain["demand.satisfaction"]


def test_words_around_a_name_are_dropped():
    assert clean("全年累计完成户厕改造任务数") == "户厕改造"
    assert clean("共") == "共"


def test_names_that_two_metrics_share_differ_in_unit():
    every = {m.code: m for m in catalog.metrics()}
    for name, codes in texts(catalog.metrics()).items():
        units = [every[code].unit for code in codes]
        assert len(set(units)) == len(units), (name, codes)
