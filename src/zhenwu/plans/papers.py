"""A notice as the paper that it is: what stands on the form, and the document by GB/T 9704. Official papers are in Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import translation

from zhenwu.areas.models import Area
from zhenwu.plans.choices import NoticeStep as K
from zhenwu.plans.models import Supervision, SupervisionStep
from zhenwu.plans.queries.supervision import history
from zhenwu.writer.docx import Document, Heading, Paragraph, Table


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """What the form says. demands : what is asked, one for each notice that was joined; steps : what happened since."""

    title: str
    number: str
    office: str
    about: str
    basis: str
    demands: tuple[str, ...]
    due: date
    copies: str
    leader: str
    sender: str
    issued_on: date
    steps: tuple[SupervisionStep, ...]


def notice_paper(notice: Supervision) -> NoticePaper:
    """The form of a notice as it stands."""
    steps = history(notice)
    demands = tuple(step.text for step in steps if step.kind in (K.ISSUE, K.JOIN))
    basis = ""
    if notice.item is not None:
        due = notice.item.due_on
        basis = f"“{notice.item.quote or notice.item.title}”" + (f"，期限{_spoken(due)}" if due else "")
    elif notice.record is not None:
        record = notice.record
        basis = f"{record.ledger.name}{record.number}"
        basis += f"，期限{_spoken(record.due_on)}" if record.due_on else ""
    return NoticePaper(
        "督办通知单", notice.number, _addressee(notice), notice.about, basis, demands, notice.extended_to or notice.reply_due,
        "、".join(office.name for office in notice.copies.all()), notice.leader.title if notice.leader else "",
        town_government(notice.area_code), notice.issued_on, tuple(steps),
    )  # fmt: skip


def notice_document(notice: Supervision) -> Document:
    """The form as a document, in Chinese whatever language the page speaks."""
    with translation.override("zh-hans"):
        return _document(notice)


def _document(notice: Supervision) -> Document:
    paper = notice_paper(notice)
    blocks: list[Heading | Paragraph | Table] = [Heading(1, "一、督办事项"), Paragraph(_whole(paper.about))]
    if paper.basis:
        blocks.append(Paragraph(_whole(paper.basis)))
    blocks.append(Heading(1, "二、办理要求"))
    many = len(paper.demands) > 1
    blocks += [
        Paragraph(f"{number}.{_whole(text)}" if many else _whole(text))
        for number, text in enumerate(paper.demands, 1)
    ]
    blocks += [Heading(1, "三、回复期限"), Paragraph(f"请于{_spoken(paper.due)}前书面回复，并附凭据。")]
    if paper.leader:
        blocks.append(Paragraph(f"逾期不回复的，报{paper.leader}。"))
    later = [step for step in paper.steps if step.kind not in (K.ISSUE, K.JOIN)]
    if later:
        rows = [
            [_spoken(step.on), str(K(step.kind).label), str(step.by or ""), (step.text or "—") + _proof(step)]
            for step in later
        ]
        blocks += [Heading(1, "四、办理经过"), Table(["日期", "办理", "经办", "内容"], rows)]
    return Document(
        paper.title, paper.number, to=paper.office, blocks=blocks, signature=paper.sender, date=paper.issued_on,
        copies=paper.copies,
    )  # fmt: skip


def _proof(step: SupervisionStep) -> str:
    """The evidence of a reply in brackets; a sealed file is named by what it is, not by its name."""
    told = []
    if step.record is not None:
        told.append(f"{step.record.ledger.name}{step.record.number}")
    if step.attachment is not None:
        told.append(str(step.attachment))
    return f"（凭据：{'，'.join(told)}）" if told else ""


def town_government(area_code: str) -> str:
    """The name under which a town signs."""
    name = Area.objects.filter(code=area_code).values_list("name", flat=True).first() or ""
    return f"{name}办事处" if name.endswith("街道") else f"{name}人民政府"


def _addressee(notice: Supervision) -> str:
    return notice.office.name + (f"（{notice.person.name}）" if notice.person else "")


def _whole(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text}。"


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
