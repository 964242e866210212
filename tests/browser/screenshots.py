"""Makes docs/screenshots again: `python -m tests.browser.screenshots`, from the example plan.

Every page at 1440 and 390 pixels, some in dark, English, large type and print; the wall at 1920.
"""

import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.demonstration import ROOT, make_home, serve, sign_in

FOLDER = ROOT / "docs/screenshots"
HEIGHTS = {390: 844, 1440: 900, 1920: 1080}
PAGES = {
    "overview": "/",
    "living-plan": "{plan}?promise={promise}",
    "register": "{plan}promises/",
    "promise": "{plan}promises/{promise}/",
    "systems": "{plan}systems/",
    "pack-home": "/systems/grid_governance/",
    "pack-list": "/systems/grid_governance/reports/",
    "pack-board": "/systems/grid_governance/handling/board/",
    "pack-map": "/systems/grid_governance/reports/map/",
    "pack-league": "/systems/grid_governance/handling/league/?by=area",
    "pack-case": "/cases/199/",
    "pack-at-once": "/systems/grid_governance/reports/at-once/",
    "instructions": "/instructions/",
    "instruction": "/instructions/2/",
    "public-report": "/report/grid_governance/reports/",
    "inbox": "/inbox/",
    "organisations": "/organisations/",
    "areas": "/areas/",
    "code-changes": "/areas/changes/",
    "roles": "/manage/roles/",
    "my-area": "/my-area/?area={area}",
    "plans": "/plans/",
    "search": "/search/?q=养老",
    "sign-in": "/sign-in/",
    "error": "/plans/none/",
    "styleguide": "/styleguide/",
}
SIGNED_IN = {
    "pack-home": "chengban", "pack-list": "chengban", "pack-board": "chengban",
    "pack-map": "chengban", "pack-league": "lingdao", "pack-case": "chuzhi",
    "pack-at-once": "wangge", "instructions": "lingdao", "instruction": "lianluo",
    "inbox": "lianluo", "organisations": "guihua", "areas": "guihua", "roles": "guihua",
}  # fmt: skip
"""Who looks, by page; all others are for everybody."""
ALONE = (
    ("wall", "/wall/", 1920, {}),
    ("audit-1440", "/audit/", 1440, {"user": "shenji"}),
    ("accounts-1440", "/manage/accounts/", 1440, {"user": "anquan"}),
    ("background-1440", "/background/", 1440, {"user": "xitong"}),
    ("overview-1920", "/", 1920, {}),
    ("overview-dark", "/", 1440, {"dark": True}),
    ("living-plan-dark", "{plan}?promise={promise}", 1440, {"dark": True}),
    ("living-plan-notes", "{plan}?findings=1", 1440, {"user": "guihua"}),
    ("living-plan-large", "{plan}?promise={promise}", 1440, {"large": True}),
    ("overview-english", "/", 1440, {"language": "en"}),
    ("living-plan-phone-outline", "{plan}", 390, {"press": "[data-fold=outline]"}),
    ("living-plan-print", "{plan}", 1440, {"print": True}),
)


def shoot(browser: Browser, server: str, name: str, path: str, width: int, **look: object) -> None:
    context = browser.new_context(
        base_url=server,
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if look.get("dark") else "light",
        locale="zh-CN",
    )
    if language := look.get("language"):
        cookie = {"name": "django_language", "value": str(language), "url": server}
        context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    if user := look.get("user"):
        sign_in(page, str(user))
    page.goto(path)
    if look.get("large"):
        page.locator("[data-toggle=type]").click()
    if press := look.get("press"):
        page.locator(str(press)).click()
    if look.get("print"):
        page.set_viewport_size({"width": 794, "height": 1123})
        page.emulate_media(media="print")
        page.evaluate("document.body.style.padding = '60px 53px'")  # the margins of the sheet
    page.wait_for_timeout(2500 if page.locator("figure[data-map]").count() else 300)
    save(page.screenshot(), FOLDER / f"{name}.png")
    context.close()


def save(png: bytes, path: Path) -> None:
    """With 128 colours: a third of the bytes, and nothing that the eye misses."""
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").quantize(128).save(path, optimize=True)


def main() -> None:
    """Serve a fresh example and take every picture."""
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.REASON)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        make_home(home)
        process, server = serve(home)
        try:
            browser = playwright.chromium.launch(executable_path=path, args=list(chromium.WEBGL))
            page = browser.new_page(base_url=server)
            page.goto("/")
            plan = str(page.get_attribute(".nav li:nth-child(2) a", "href"))
            page.goto(f"{plan}?kind=target")
            promise = page.locator(".promise[id]").nth(3).get_attribute("data-promise")
            page.goto("/areas/?q=魏都区")
            page.goto(str(page.get_attribute("#areas-found a", "href")))
            mine = str(page.get_attribute("a[href^='/my-area/']:not(.nav a)", "href"))
            area = mine.rpartition("=")[2]
            for name, address in PAGES.items():
                for width in (1440, 390):
                    there = address.format(plan=plan, promise=promise, area=area)
                    user = SIGNED_IN.get(name, "")
                    shoot(browser, server, f"{name}-{width}", there, width, user=user)
            for name, address, width, look in ALONE:
                there = address.format(plan=plan, promise=promise, area=area)
                shoot(browser, server, name, there, width, **look)
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main()
