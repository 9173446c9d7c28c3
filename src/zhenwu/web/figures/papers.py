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
from zhenwu.figures.rights import paper_for, statistic_for
from zhenwu.kernel.errors import BadInput
from zhenwu.web.figures.statistics import change_page, need_file
from zhenwu.web.files import file_answer, sent_file
from zhenwu.web.request import ours


def _back(row: Statistic) -> HttpResponse:
    return redirect(f"{reverse('web:statistic-revise', args=[row.pk])}#files")


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the file that the form sends."""
    page = ours(request)
    row = statistic_for(page.user, pk)
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
    row = statistic_for(page.user, pk)
    return file_answer(paper_give(row, actor=page.user, attachment=paper_for(page.user, row, number)))


@require_POST
def withdraw(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file out of force, with a reason."""
    page = ours(request)
    row = statistic_for(page.user, pk)
    need_file(page, row)
    try:
        paper_withdraw(
            row,
            actor=page.user,
            attachment=paper_for(page.user, row, number),
            why=request.POST.get("why", ""),
        )
    except BadInput as error:
        return change_page(page, row, error=error, status=400)
    messages.success(request, _("已撤回这个文件。"))
    return _back(row)
