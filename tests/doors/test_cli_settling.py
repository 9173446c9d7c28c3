"""A new town from nothing: its places, offices and first people by the command line."""

from __future__ import annotations

import io

import pytest

from zhenwu.accounts.models import Office, User
from zhenwu.areas.models import Area
from zhenwu.audit.models import AuditRow
from zhenwu.cli.main import main

pytestmark = pytest.mark.django_db

PLACES = """代码,名称,户数
330000000000,东海省,
330100000000,临江市,
330106000000,云渡县,
330106101000,桐溪镇,8200
330106101201,上桐村,410
"""


def _file(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "表.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_town_settles(tmp_path, capsys, monkeypatch, client, encoding):
    assert main(["areas", _file(tmp_path, PLACES, encoding)]) == 0
    assert Area.objects.get(code="330106101201").households == 410
    offices = "代号,名称,工作\nparty,党政办,A1、A2\nfarm,农业农村办,B9\n"
    for added in (2, 0):
        assert main(["offices", _file(tmp_path, offices), "--area", "330106101000"]) == 0
        assert f"新增{added}个" in capsys.readouterr().out
    assert Office.objects.get(code="farm", area__code="330106101000").work_rows == ["B9"]
    monkeypatch.setattr("sys.stdin", io.StringIO("tongxi-2026-xin\n"))
    told = [
        "users",
        "add",
        "lihua",
        "--name",
        "李华",
        "--area",
        "330106101000",
        "--role",
        "clerk",
        "--office",
        "party",
    ]
    assert main(told) == 0
    assert "党政办文员·桐溪镇" in capsys.readouterr().out
    assert client.login(username="lihua", password="tongxi-2026-xin")
    assert User.objects.get(username="lihua").office.code == "party"
    assert {"area_install", "office_create", "user_create", "grant_give"} <= set(
        AuditRow.objects.values_list("action", flat=True)
    )
    assert main(["users"]) == 0
    assert "lihua" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("代码,名字\n330106101000,桐溪镇\n", ["没有“名称”这一列"]),
        ("代码,名称\n330106101000,\n,上桐村\n", ["第2行", "第3行"]),
        ("代码,名称\n770106101000,桐溪镇\n", ["上级"]),
        ("代码,名称\n33010610100,桐溪镇\n", ["区划代码"]),
        ("代码,名称,户数\n330000000000,东海省,很多\n", ["不是整数", "第2行"]),
        (
            "代码,名称,户数,人口\n33,东海省,很多,\n330106101000,桐溪镇,,约8000\n",
            ["第2行", "区划代码", "很多", "第3行", "约8000"],
        ),
    ],
)
def test_a_bad_list_is_refused_whole(tmp_path, capsys, text, words):
    before = Area.objects.count()
    assert main(["areas", _file(tmp_path, text)]) == 2
    said = capsys.readouterr().err
    assert all(word in said for word in words), said
    assert Area.objects.count() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (["--role", "king"], "没有角色"),
        (["--area", "330199999000"], "没有区域"),
        (["--office", "none"], "没有办公室"),
    ],
)
def test_who_cannot_be_is_not_added(town, capsys, monkeypatch, change, words):
    monkeypatch.setattr("sys.stdin", io.StringIO("tongxi-2026-xin\n"))
    told = ["users", "add", "lihua", "--name", "李华", "--area", town.code, "--role", "clerk", *change]
    assert main(told) == 2
    assert words in capsys.readouterr().err
    assert not User.objects.filter(username="lihua").exists()


def test_a_weak_password_and_a_taken_name_are_told(town, capsys, monkeypatch):
    for name, password, words in (("lihua", "12345678", "密码"), ("zhou", "tongxi-2026-xin", "已有人用")):
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
        assert main(["users", "add", name, "--name", "李华", "--area", town.code, "--role", "clerk"]) == 2
        assert words in capsys.readouterr().err
