"""The style sheet keeps its own rules: dark said twice alike, charts in the sheet's colours."""

import json
import re
from pathlib import Path

ASSETS = Path(__file__).parents[2] / "src/lantu/apps/web/assets"
SHEET = (ASSETS / "lantu.css").read_text(encoding="utf-8")
THEMES = json.loads((ASSETS / "echarts-theme.json").read_text(encoding="utf-8"))
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")


def _tokens(selector: str) -> dict[str, str]:
    block = SHEET[SHEET.index(selector) :]
    return dict(TOKEN.findall(block[: block.index("}")]))


LIGHT = _tokens(":root {")
ASKED = _tokens(':root:not([data-theme="light"])')
CHOSEN = _tokens(':root[data-theme="dark"]')


def test_dark_is_the_same_however_it_is_chosen() -> None:
    assert ASKED == CHOSEN
    assert set(ASKED) <= set(LIGHT)


def test_charts_use_the_colours_of_the_sheet() -> None:
    for name, tokens in (("light", LIGHT), ("dark", CHOSEN)):
        pigments = ("--ink", "--azurite", "--malachite", "--ochre", "--ink-3", "--cinnabar")
        assert THEMES[name]["theme"]["color"] == [tokens[p] for p in pigments]
        status = THEMES[name]["roles"]["status"]
        assert status["lagging"]["color"] == tokens["--cinnabar"]
        assert status["awaiting"]["color"] == tokens["--ochre"]


def test_old_browsers_are_spared() -> None:
    for new in ("light-dark(", "color-mix(", "subgrid", "@layer"):
        assert new not in SHEET.split("*/", 1)[1]
    assert "http" not in re.sub(r"url\(\"data:[^\"]*\"\)", "", SHEET)
