"""The files of a number's paper: added, opened, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.figures.models import Statistic
from zhenwu.figures.paper_actions import paper_add, paper_give, paper_withdraw
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.ledgers.models import Attachment
from zhenwu.web.figures.statistics import change_page, need_file, statistic_for
from zhenwu.web.files import file_answer, sent_file
from zhenwu.web.request import WebRequest, ours


def _back(row: Statistic) -> HttpResponse:
    return redirect(f"{reverse('web:statistic-revise', args=[row.pk])}#files")


def _file_for(page: WebRequest, row: Statistic, number: int) -> Attachment:
    found = Attachment.objects.visible_to(page.user).filter(receipts=row.receipt, pk=number).first()
    if found is None:
        raise NotFound(
            _("这个数的文件里没有它"), expected=_("这个数的文件"), do=_("请从报数页里选"), code="ZW-FILE"
        )
    return found


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the file that the form sends."""
    page = ours(request)
    row = statistic_for(page, pk)
    need_file(page, row)
    try:
        name, data = sent_file(request)
        paper_add(row, actor=page.user, name=name, data=data)
    except BadInput as error:
        return change_page(page, row, error=error, status=400)
    messages.success(request, _("已附上。"))
    return _back(row)


@require_GET
def give(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The file itself."""
    page = ours(request)
    row = statistic_for(page, pk)
    return file_answer(paper_give(row, actor=page.user, attachment=_file_for(page, row, number)))


@require_POST
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file out of force, with a reason."""
    page = ours(request)
    row = statistic_for(page, pk)
    need_file(page, row)
    try:
        paper_withdraw(
            row, actor=page.user, attachment=_file_for(page, row, number), why=request.POST.get("why", "")
        )
    except BadInput as error:
        return change_page(page, row, error=error, status=400)
    messages.success(request, _("已撤回这个文件。"))
    return _back(row)
