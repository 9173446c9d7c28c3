"""The frame around every page: sign-in, language, policy, navigation, switches and errors."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from zhenwu.demo.people import PASSWORD
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.web import navigation, urls
from zhenwu.web.shell import redirect_htmx, render_page

HTMX = {"HX-Request": "true"}


def page(request: HttpRequest) -> HttpResponse:
    """A page of ours that shows a part, or fails when asked to."""
    if request.GET.get("fail"):
        faults = [
            Fault("人数写成了汉字", where="第3行，人数", expected="整数", do="请改第3行。", code="ZW-T-1")
        ]
        raise BadInput.of(
            [*faults, Fault("没有这个村", where="第5行，村", code="ZW-T-2")], source="来访.xlsx"
        )
    if request.GET.get("crash"):
        raise RuntimeError("private detail")
    if request.GET.get("leave"):
        return redirect_htmx(request, "/elsewhere")
    return render_page(
        request,
        "web/error.html",
        {"error": BadInput("样页"), "nav": "plan"},
        part={"box": "web/parts/empty.html"},
    )


web = ([path("sample", page, name="sample"), *urls.urlpatterns], "web")
urlpatterns = [path("i18n/", include("django.conf.urls.i18n")), path("", include(web))]

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(town: SimpleNamespace, client: Client, settings) -> Client:  # type: ignore[no-untyped-def]
    settings.ROOT_URLCONF = __name__
    client.force_login(town.users["zhou"])
    return client


@pytest.mark.usefixtures("town")
class TestSignIn:
    def test_a_stranger_is_sent_to_the_door_and_back(self, client: Client) -> None:
        with override_settings(ROOT_URLCONF=__name__):
            response = client.get("/sample?x=1")
            assert response.status_code == 302
            assert response["Location"] == "/sign-in?next=/sample%3Fx%3D1"
            response = client.post(
                response["Location"], {"username": "zhou", "password": PASSWORD, "next": "/sample?x=1"}
            )
            assert response["Location"] == "/sample?x=1"

    def test_htmx_sends_the_whole_window_to_the_door(self, client: Client) -> None:
        with override_settings(ROOT_URLCONF=__name__):
            response = client.get("/sample", headers=HTMX)
        assert response.status_code == 204
        assert response["HX-Redirect"].startswith("/sign-in")

    def test_a_wrong_password_is_answered_in_words(self, client: Client) -> None:
        response = client.post("/sign-in", {"username": "zhou", "password": "wrong"})
        assert "用户名或密码不对" in response.content.decode()

    def test_sign_out_needs_a_post(self, client: Client, town: SimpleNamespace) -> None:
        client.force_login(town.users["zhou"])
        assert client.get("/sign-out").status_code == 405
        assert client.post("/sign-out").status_code == 302
        assert "_auth_user_id" not in client.session


class TestFrame:
    def test_nothing_inline_may_run(self, clerk: Client) -> None:
        response = clerk.get("/sample")
        policy = response["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        html = response.content.decode()
        assert "<script>" not in html
        assert "onclick" not in html

    def test_the_rail_marks_where_one_is(self, clerk: Client) -> None:
        html = clerk.get("/sample").content.decode()
        for entry in navigation.ENTRIES:
            assert str(entry.title) in html
        assert 'class="on" aria-current="page" title="计划"' in html

    def test_the_rail_hides_what_one_cannot_open(self, clerk: Client, town: SimpleNamespace) -> None:
        clerk.force_login(town.users["liu"])
        html = clerk.get("/sample").content.decode()
        assert 'title="台账"' in html
        assert 'title="管理"' not in html

    def test_a_section_that_is_not_there_has_a_plain_address(self) -> None:
        with override_settings(ROOT_URLCONF=__name__):
            assert navigation.address("no-such-name") == "/"
            assert navigation.address("sample") == "/sample"

    def test_language_is_switched_both_ways(self, clerk: Client) -> None:
        clerk.post("/i18n/setlang/", {"language": "en", "next": "/sample"})
        assert '<html lang="en"' in clerk.get("/sample").content.decode()
        clerk.post("/i18n/setlang/", {"language": "zh-hans", "next": "/sample"})
        assert '<html lang="zh-CN"' in clerk.get("/sample").content.decode()

    def test_large_type_is_there_at_first_paint(self, clerk: Client) -> None:
        response = clerk.post("/look", {"zw_type": "large", "next": "/sample"})
        assert response["Location"] == "/sample"
        assert 'class="large"' in clerk.get("/sample").content.decode()

    def test_a_look_never_leads_to_another_site(self, clerk: Client) -> None:
        assert clerk.post("/look", {"next": "https://example.org/"})["Location"] == "/"


class TestScope:
    def test_pages_open_with_the_area_granted_and_this_year(
        self, clerk: Client, town: SimpleNamespace
    ) -> None:
        shell = clerk.get("/sample").wsgi_request.zw
        assert (shell.area, shell.year) == (town.code, 2026)

    def test_the_switch_is_remembered_and_leaves_a_clean_address(
        self, clerk: Client, town: SimpleNamespace
    ) -> None:
        response = clerk.get(
            "/scope", {"area": town.village, "year": "2025", "next": "/sample?area=1&sort=due"}
        )
        assert response["Location"] == "/sample?sort=due"
        shell = clerk.get("/sample").wsgi_request.zw
        assert (shell.area, shell.year) == (town.village, 2025)

    def test_an_address_can_ask_for_another_area_once(self, clerk: Client, town: SimpleNamespace) -> None:
        assert clerk.get("/sample", {"area": town.village}).wsgi_request.zw.area == town.village
        assert clerk.get("/sample").wsgi_request.zw.area == town.code

    @pytest.mark.parametrize(
        ("query", "status", "words"),
        [
            ({"year": "20222"}, 400, "年份20222不对"),
            ({"year": "今年"}, 400, "年份“今年”不对"),
            ({"area": "12"}, 400, "区划代码“12”不对"),
            ({"area": "990101999000"}, 404, "没有区域990101999000"),
        ],
    )
    def test_what_does_not_exist_is_said(
        self, clerk: Client, query: dict[str, str], status: int, words: str
    ) -> None:
        response = clerk.get("/sample", query)
        assert response.status_code == status
        assert words in response.content.decode()

    def test_out_of_reach_reads_like_not_there(self, clerk: Client, town: SimpleNamespace) -> None:
        there = clerk.get("/sample", {"area": town.other_town})
        nowhere = clerk.get("/sample", {"area": "990101999000"})
        assert there.status_code == nowhere.status_code == 404
        assert f"没有区域{town.other_town}" in there.content.decode()


class TestAnswers:
    def test_one_address_answers_the_page_or_its_part(self, clerk: Client) -> None:
        assert "<html" in clerk.get("/sample").content.decode()
        part = clerk.get("/sample", headers={**HTMX, "HX-Target": "box"})
        assert "<html" not in part.content.decode()
        assert "HX-Request" in part["Vary"]
        whole = clerk.get(
            "/sample", headers={**HTMX, "HX-Target": "box", "HX-History-Restore-Request": "true"}
        )
        assert "<html" in whole.content.decode()

    def test_redirects_leave_the_part(self, clerk: Client) -> None:
        assert clerk.get("/sample?leave=1")["Location"] == "/elsewhere"
        assert clerk.get("/sample?leave=1", headers=HTMX)["HX-Redirect"] == "/elsewhere"

    def test_every_fault_is_named_with_its_place(self, clerk: Client) -> None:
        response = clerk.get("/sample?fail=1")
        html = response.content.decode()
        assert response.status_code == 400
        for words in ("来访.xlsx", "第3行，人数", "应为：整数", "请改第3行。", "第5行，村", "ZW-T-2"):
            assert words in html

    def test_a_faulty_form_stays_where_it_is(self, clerk: Client) -> None:
        response = clerk.post("/sample?fail=1", headers=HTMX)
        assert response.status_code == 400
        assert response["HX-Retarget"] == "#notice"
        assert "<html" not in response.content.decode()

    def test_a_page_that_is_not_there_keeps_the_rail(self, clerk: Client) -> None:
        response = clerk.get("/no/such/page")
        html = response.content.decode()
        assert response.status_code == 404
        assert "没有这一页，或者它不在你能看的范围里。" in html
        assert 'title="台账"' in html

    def test_a_crash_says_so_without_its_detail(self, clerk: Client) -> None:
        clerk.raise_request_exception = False
        response = clerk.get("/sample?crash=1")
        html = response.content.decode()
        assert response.status_code == 500
        assert "程序出错" in html
        assert "private detail" not in html

    def test_a_stale_form_is_refused_in_words(self, town: SimpleNamespace) -> None:
        client = Client(enforce_csrf_checks=True)
        response = client.post("/sign-in", {"username": "zhou", "password": PASSWORD})
        assert response.status_code == 403
        assert "没有保存" in response.content.decode()


class TestComponents:
    def test_only_staff_see_the_components(self, clerk: Client, town: SimpleNamespace) -> None:
        user = town.users["zhou"]
        user.is_staff = False
        user.save()
        assert clerk.get("/components").status_code == 404
        user.is_staff = True
        user.save()
        html = clerk.get("/components").content.decode()
        assert "部件与状态" in html
        assert "echarts.min.js" in html

    def test_a_page_without_charts_loads_no_chart_code(self, clerk: Client) -> None:
        assert 'echarts.min.js" defer' not in clerk.get("/sample").content.decode()
