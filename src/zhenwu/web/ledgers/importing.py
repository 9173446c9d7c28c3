"""The way of a spreadsheet into a ledger: choose, match columns, look at every line, write, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.ledgers.choices import ImportKind, ImportState
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.imports import (
    import_drop,
    import_edit,
    import_edits,
    import_stage,
    import_undo,
    import_write,
)
from zhenwu.ledgers.imports.choosing import plan_of
from zhenwu.ledgers.imports.heading import column_letter
from zhenwu.ledgers.imports.plan import Plan
from zhenwu.ledgers.imports.reading import LARGEST_FILE
from zhenwu.ledgers.imports.samples import sample_give
from zhenwu.ledgers.models import ImportBatch
from zhenwu.ledgers.queries import recent_batches
from zhenwu.ledgers.rights import may_write
from zhenwu.ledgers.rules_fields import Rule
from zhenwu.web.ledgers.frame import frame, open_ledger
from zhenwu.web.ledgers.lists import xlsx_answer
from zhenwu.web.ledgers.results import effect_rows, faulty_table, figure_rows, result_lines, target_rows
from zhenwu.web.request import WebRequest, key_of, ours
from zhenwu.web.shell import redirect_htmx, render_page

PER_PAGE = 14
_FAULTS_SHOWN = 8
#: Room in rem that a column needs to be read whole; of these the exact ones get just that, the others share what is left.
_EXACT = {"resident_id": 10.5, "credit_code": 10.5, "phone": 7.5, "date": 6.5, "integer": 4.5}
_ROOM = {**_EXACT, "money": 5.5, "decimal": 5.5, "long_text": 10.0}
_TITLE_ROOM, _OTHER_ROOM, _HEAD_ROOM = 9.0, 5.0, 7.0
#: What the page has beside its faults; a wider table scrolls.
_WIDEST = 52.0
_NUMBERS = ("integer", "decimal", "money")
_BUSY = (ImportState.READING, ImportState.WRITING)


def batch_for(web: WebRequest, defn: Definition, pk: int) -> ImportBatch:
    """The batch, when the person may import there; else it is not there."""
    found = (
        ImportBatch.objects.filter(ledger=defn.ledger, pk=pk).select_related("ledger", "created_by").first()
    )
    if found is None or not web.user.scope.may("ledger.import", found.area_code, ledger=defn.ledger.code):
        raise NotFound(
            _("%(ledger)s里没有导入%(pk)s") % {"ledger": defn.ledger.name, "pk": pk}, expected=_("您能看的导入"),
            do=_("请从导入页里选"), code="ZW-IMPORT",
        )  # fmt: skip
    return found


def steps_at(at: int) -> list[tuple[str, str]]:
    names = [_("选文件"), _("对列"), _("看结果"), _("写入")]
    return [(name, "done" if i < at else "now" if i == at else "") for i, name in enumerate(names)]


def _kinds(defn: Definition, chosen: str) -> list[tuple[str, str, bool]]:
    """What a sheet may tell of the ledger, where there is a choice."""
    if not defn.ledger.measures:
        return []
    names = "、".join(m["name"] for m in defn.ledger.measures)
    rows = [
        ("", _("看表头")),
        ("records", defn.ledger.name),
        ("measures", _("按期报的%(names)s") % {"names": names}),
    ]
    return [(key, words, key == chosen) for key, words in rows]


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Choose the file."""
    web = ours(request)
    defn = open_ledger(web, code)
    area = web.zw.area
    error = None
    may_write(web.user, "ledger.import", area, defn.ledger)
    if web.method == "POST":
        sent = web.FILES.get("file")
        try:
            if sent is None:
                raise BadInput(
                    _("没有选文件"),
                    where=_("文件"),
                    expected=_("一张xlsx、xls或csv表格"),
                    do=_("请选一个文件"),
                    code="ZW-FILE",
                )
            if (sent.size or 0) > LARGEST_FILE:
                raise BadInput(
                    _("文件太大（%(n)d MB）") % {"n": (sent.size or 0) // 2**20}, where=sent.name or "", expected=_("不超过20 MB"),
                    do=_("请按月或按村拆成几张表，去掉图片后再上传"), code="ZW-FILE",
                )  # fmt: skip
            kind = web.POST.get("kind", "")
            kind = kind if kind in ImportKind.values else ""
            batch = import_stage(
                defn.ledger, actor=web.user, area_code=area, name=sent.name or "", data=sent.read(), kind=kind
            )
        except BadInput as bad:
            error = bad
        else:
            if batch.content is not None and plan_of(batch).unsaid(defn):
                return redirect("web:import-columns", code=code, pk=batch.pk)
            return redirect("web:import", code=code, pk=batch.pk)
    context = {
        **frame(web, defn),
        "error": error,
        "steps": steps_at(0),
        "kinds": _kinds(defn, web.POST.get("kind", "") or web.GET.get("kind", "")),
        "measures": defn.ledger.measures,
        "batches": recent_batches(web.user, defn.ledger),
        "required": [r.label for r in defn.rules.values() if r.required],
        "optional": [r.label for r in defn.rules.values() if not r.required and r.type != "file"],
    }
    return render_page(request, "web/ledgers/upload.html", context, status=400 if error else 200)


def _act(web: WebRequest, batch: ImportBatch) -> str:
    """Do what a button of the result page asks; gives what to say."""
    post = web.POST
    what = post.get("do", "")
    if what == "write":
        batch = import_write(batch, actor=web.user)
        if batch.state == ImportState.WRITTEN:
            return _("已写入。")
        return _("正在写入，可以离开。")
    if what == "undo":
        import_undo(batch, actor=web.user, why=post.get("why", ""))
        return _("已撤回这次导入。")
    if what == "drop":
        import_drop(batch, actor=web.user)
        return _("已放弃，什么也没有写入。")
    if what == "drop-faulty":
        rows = sorted({f["row"] for f in batch.faults if f["row"]})
        import_edits(batch, actor=web.user, edits=dict.fromkeys(rows))
        return _("已剔除%(n)d行。") % {"n": len(rows)}
    row = key_of(post.get("row", ""))
    if not row:
        raise BadInput(
            _("没有说是哪一行"), where=_("行"), expected=_("行号"), do=_("请从结果里选一行"), code="ZW-ROW"
        )
    if what == "drop-row":
        import_edit(batch, actor=web.user, row=row, values=None)
        return _("已剔除第%(row)s行。") % {"row": row}
    import_edit(batch, actor=web.user, row=row, values={post.get("key", ""): post.get("value", "")})
    return ""


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """What every line would do, its faults with a place to mend them, what would change, and writing."""
    web = ours(request)
    defn = open_ledger(web, code)
    found = batch_for(web, defn, pk)
    error = None
    if web.method == "POST":
        try:
            said = _act(web, found)
        except BadInput as bad:
            error = bad
            found.refresh_from_db()
        else:
            if said:
                messages.success(request, said)
            if web.POST.get("do") == "drop":
                return redirect("web:import-new", code=code)
            back = reverse("web:import", args=[code, pk])
            query = web.GET.urlencode()
            return HttpResponseRedirect(f"{back}?{query}" if query else back)
    return render_page(
        request,
        "web/ledgers/import.html",
        {**_context(web, defn, found), "error": error},
        status=400 if error else 200,
    )


def _context(web: WebRequest, defn: Definition, found: ImportBatch) -> dict[str, Any]:
    context: dict[str, Any] = {
        **frame(web, defn),
        "batch": found,
        "counts": found.counts,
        "steps": steps_at(2),
    }
    if found.state in _BUSY:
        return context | {
            "busy": True,
            "url": reverse("web:import-progress", args=[found.ledger.code, found.pk]),
        }
    if found.content is None:
        done = found.state == ImportState.WRITTEN
        return context | {"steps": steps_at(4 if done else 2), "over": True, "written": done}
    wanted = web.GET.get("show", "")
    rows = [(n, r) for n, r in found.results if not wanted or r == wanted]
    page = Paginator(rows, PER_PAGE).get_page(web.GET.get("page"))
    plan = plan_of(found)
    rules = plan.rules(defn)
    by_row: dict[int, list[dict[str, Any]]] = {}
    for fault in found.faults:
        by_row.setdefault(fault["row"], []).append(fault)
    names = [("", _("全部")), ("faulty", _("有错")), ("changed", _("更改")), ("new", _("新增")), ("same", _("不变")),
             ("total", _("合计行")), ("dropped", _("剔除")), ("note", _("附注")), ("head", _("重复表头"))]  # fmt: skip
    tabs = [
        (text, f"?show={key}" if key else "?", len(found.results) if not key else found.counts.get(key, 0), wanted == key)
        for key, text in names if not key or found.counts.get(key)
    ]  # fmt: skip
    faulty_rows = sorted({f["row"] for f in found.faults if f["row"]})
    rest = found.counts.get("rows", 0) - len(faulty_rows)
    return context | {
        "plan": plan,
        "page": page,
        "tabs": tabs,
        **_heads(plan, rules),
        "lines": result_lines(
            found, plan, defn, web.user, [n for n, _r in page.object_list], dict(found.results), by_row
        ),
        "faults": found.faults[:_FAULTS_SHOWN],
        "faults_left": max(0, found.counts.get("faults", len(found.faults)) - _FAULTS_SHOWN),
        "faulty_rows": len(faulty_rows),
        "rest": rest,
        "to_write": found.counts.get("new", 0) + found.counts.get("changed", 0),
        "unread": plan.unread(),
        "missing": [rule.label for rule in plan.unsaid(defn)],
        "effects": effect_rows(found, defn, web.user),
        "figures": figure_rows(found),
        "targets": target_rows(found),
        "before": _earlier(found),
    }


def _heads(plan: Plan, rules: dict[str, Rule]) -> dict[str, Any]:
    """(letter, label, width, of numbers, tells who) of every column that is read, and the table's width where it must scroll."""
    keys = [(column, rules[key]) for column, key in sorted(plan.heading.columns.items()) if key]
    rooms = [_TITLE_ROOM if r.key == "title" else _ROOM.get(r.type, _OTHER_ROOM) for _c, r in keys]
    wide = _HEAD_ROOM + sum(rooms) > _WIDEST
    heads = []
    for (column, rule), room in zip(keys, rooms, strict=True):
        width = f"{room}rem" if wide or rule.type in _EXACT else ""
        heads.append((column_letter(column), rule.label, width, rule.type in _NUMBERS))
    return {"heads": heads, "width": f"{_HEAD_ROOM + sum(rooms)}rem" if wide else ""}


def _earlier(found: ImportBatch) -> ImportBatch | None:
    """The same file when it was written before."""
    same = ImportBatch.objects.filter(ledger=found.ledger, sha256=found.sha256, state=ImportState.WRITTEN)
    return same.exclude(pk=found.pk).only("written_at", "file_name").order_by("-id").first()


@require_GET
def progress(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """How far the background work is; sends the page on when it is over."""
    web = ours(request)
    found = batch_for(web, open_ledger(web, code), pk)
    if found.state not in _BUSY:
        return redirect_htmx(web, reverse("web:import", args=[code, pk]))
    url = reverse("web:import-progress", args=[code, pk])
    return render_page(
        request, "web/ledgers/_progress.html", {"batch": found, "counts": found.counts, "url": url}
    )


@require_GET
def faulty(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The faulty lines as xlsx, each with its reasons."""
    web = ours(request)
    defn = open_ledger(web, code)
    found = batch_for(web, defn, pk)
    clear = found.created_by_id == web.user.pk
    name = _("错行-%(name)s") % {"name": found.file_name.rsplit(".", 1)[0]}
    return xlsx_answer(faulty_table(found, plan_of(found), defn, clear=clear), f"{name}.xlsx")


@require_GET
def sample(request: HttpRequest, code: str) -> HttpResponse:
    """An empty sheet to fill in."""
    web = ours(request)
    defn = open_ledger(web, code)
    name, data = sample_give(
        defn.ledger, actor=web.user, area_code=web.zw.area, kind=web.GET.get("kind", ""), measure=web.GET.get("measure", "")
    )  # fmt: skip
    return xlsx_answer(data, name)
