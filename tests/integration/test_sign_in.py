"""What somebody is told on the way in and out: waiting, locks, time-outs, new passwords."""

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from integration.test_manage import client_of
from integration.test_people import WORD, person
from lantu.apps.people.actor import SYSTEM
from lantu.apps.people.demonstration import KEY, current_code
from lantu.apps.people.permissions import Role
from lantu.apps.people.second_factor_actions import bind_known_device

pytestmark = pytest.mark.django_db


def test_a_right_code_too_soon_is_told_to_wait() -> None:
    user = person("xitong", Role.SYSTEM_ADMIN)
    bind_known_device(by=SYSTEM, user=user, key=KEY)
    client = Client()
    client.post("/sign-in/", {"username": "xitong", "password": WORD})
    assert "动态口令不对" in client.post("/second-factor/", {"code": "000000"}).content.decode()
    soon = client.post("/second-factor/", {"code": current_code("xitong")})
    assert soon.status_code == 400
    assert "请等 1 秒" in soon.content.decode()
    assert TOTPDevice.objects.get().throttling_failure_count == 1
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert client.post("/second-factor/", {"code": current_code("xitong")}).status_code == 302


def test_without_the_second_factor_an_administrator_is_asked_for_it() -> None:
    """A refusal would name roles that he has; what he has no role for stays refused."""
    person("xitong", Role.SYSTEM_ADMIN)
    client = Client()
    client.post("/sign-in/", {"username": "xitong", "password": WORD})
    asked = client.get("/background/?kind=x")
    assert asked.headers["Location"] == "/second-factor/?next=%2Fbackground%2F%3Fkind%3Dx"
    assert client.get("/audit/").status_code == 403


def test_a_new_password_lifts_the_lock_as_the_page_says(settings: Settings) -> None:
    settings.AXES_ENABLED = True
    user, administrator = person("worker", Role.LEADER), client_of(Role.SYSTEM_ADMIN)
    client = Client()
    for _ in range(5):
        locked = client.post("/sign-in/", {"username": "worker", "password": "wrong"})
    assert "请系统管理员重设密码" in locked.content.decode()
    address = f"/manage/accounts/{user.pk}/"
    done = administrator.post(address, {"wish": "password", "password": WORD + "x"}, follow=True)
    assert "已重设密码并解除锁定" in done.content.decode()
    form = {"username": "worker", "password": WORD + "x"}
    assert client.post("/sign-in/", form).status_code == 302


def test_who_was_idle_is_told_so_and_comes_back_to_the_page(settings: Settings) -> None:
    person("worker", Role.LEADER)
    client = Client()
    client.post("/sign-in/", {"username": "worker", "password": WORD})
    client.get("/inbox/")
    session = client.session
    session["lantu_seen"] -= settings.IDLE.total_seconds() + 1
    session.save()
    answer = client.get("/manage/accounts/")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fmanage%2Faccounts%2F&why=idle"
    page = client.get(answer.headers["Location"]).content.decode()
    assert "30 分钟没有操作，已自动退出。" in page
    assert 'name="next" value="/manage/accounts/"' in page
    assert "已自动退出" not in client.get("/sign-in/").content.decode()


def test_faults_of_a_password_are_in_the_language_of_the_page() -> None:
    person("zhangsan", Role.LEADER)
    client = Client()
    client.post("/sign-in/", {"username": "zhangsan", "password": WORD})
    said = {}
    for word in ("Short-1", "zhangsan-1"):
        page = client.post("/password/", {"old": WORD, "new": word}).content.decode()
        said[word] = page.split('role="alert">')[1].split("</div>")[0]
    assert "密码至少要 10 个字符。" in said["Short-1"]
    assert "密码与账号或名称太相似。" in said["zhangsan-1"]
    gone = client.post("/password/", {"old": WORD, "new": WORD + "x"}, follow=True)
    assert "密码已改。请用新密码登录" in gone.content.decode()


def test_an_empty_house_says_whose_turn_it_is() -> None:
    assert "登录后查看" in Client().get("/").content.decode()
    assert 'href="/plans/new/"' in client_of(Role.PLAN_OFFICER).get("/").content.decode()
    page = client_of(Role.SYSTEM_ADMIN).get("/").content.decode()
    assert "规划由规划科登记" in page
    assert 'href="/manage/accounts/"' in page
