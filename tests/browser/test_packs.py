"""Grid governance in the browser: a case from report to end on phone and desktop; drafts."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.conftest import OpenPage

FORM = "/systems/grid_governance/reports/new/"


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "photo.jpg"
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "#335577").save(written, "JPEG")
    path.write_bytes(written.getvalue())
    return str(path)


def _step(page: Page, title: str) -> Locator:
    """The form of the step with this title, opened."""
    tab = page.locator(f"[data-choose]:text-is('{title}')")
    if tab.count():
        tab.first.click()
    return page.locator("form[data-step]:visible").first


def _send(form: Locator) -> None:
    with form.page.expect_navigation():
        form.locator(".button-main").click()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_case_from_report_to_end(open_page: OpenPage, photo: str, width: int) -> None:
    page = open_page(FORM, width=width, user="wangge")
    subject = f"学校门口井盖松动 {width}"
    page.fill("#f-subject", subject)
    page.select_option("#f-area", index=1)
    page.set_input_files("#f-before", photo)
    page.click("form.report .button-main")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    address = page.url.split("/", 3)[3]
    page = open_page(f"/{address}", width=width, user="chengban")
    form = _step(page, "立案")
    form.locator("[name=small_class]").select_option("路灯")
    _send(form)
    page = open_page(f"/{address}", width=width, user="shenhe")
    form = _step(page, "任务派遣")
    form.locator("[name=unit]").select_option(label="城市管理局")
    _send(form)
    page = open_page("/inbox/", width=width, user="chuzhi")
    page.click(f"text={subject}")
    form = _step(page, "处理反馈")
    form.locator("[name=after]").set_input_files(photo)
    form.locator("[name=measure_taken]").fill("已加固。")
    _send(form)
    page = open_page(f"/{address}", width=width, user="shenhe")
    _send(_step(page, "转核查"))
    page = open_page(f"/{address}", width=width, user="wangge")
    form = _step(page, "结案")
    form.locator("[name=check_photo]").set_input_files(photo)
    _send(form)
    expect(page.locator(".page-head .status")).to_have_text("已结案")


def test_a_half_filled_form_survives(open_page: OpenPage) -> None:
    page = open_page(FORM, width=390, user="wangge")
    page.fill("#f-subject", "写到一半断了网")
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("#f-subject")).to_have_value("写到一半断了网")
    expect(page.locator("[data-draft-notice]")).to_be_visible()
    page.click("[data-draft-drop]")
    page.reload()
    expect(page.locator("#f-subject")).to_have_value("")


def test_a_resident_reports_and_follows(open_page: OpenPage, photo: str) -> None:
    page = open_page("/report/grid_governance/reports/", width=390)
    page.fill("#f-subject", "楼道灯不亮")
    page.select_option("#f-area", index=1)
    page.set_input_files("#f-before", photo)
    page.click("form.report .button-main")
    code = page.locator(".receipt").inner_text()
    assert len(code.replace("-", "")) == 16
    page.click("text=现在查看")
    expect(page.locator("h1")).to_have_text("楼道灯不亮")
    expect(page.locator(".timeline li")).to_have_count(1)
