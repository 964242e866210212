"""Characters of names that are taken for each other in print, in handwriting and on the keyboard.

Only characters that stand in names of places, firms and persons; pairs such as 做/作 that are both
right in running text are a matter of `wording`.
"""

from lantu.engines.plan.systems.verbs import words

_GROUPS = words(
    """
    颖颍 灞霸坝 潩翼冀 潢璜横 汜氾 沣丰 渑绳 淅浙 淮准 郾偃 鄢焉 禹寓 樊繁攀 祥详 晖辉 晨辰 泰秦
    恒桓垣 宏洪弘 莲连 嘉佳 苑宛 堤提 陵棱凌菱 岗冈 埠阜 屯囤 墩敦 塘糖 潭谭 畈版 坨沱 峪裕 垭亚
    汉汊 潞璐 涪培 泾径 渭谓 浔寻 漳章彰障 滏釜 淄缁 汾芬 藁蒿 栾峦滦 邳丕 睢雎 亳毫 歙翕 婺骛
    鄱番 麓鹿 醴澧 浏刘 溆叙 泸庐芦卢 岷泯 綦基 潼童 郴彬 衢瞿 瓯欧 濮璞 鹤鹳 荥荣莱 杞祀 鄄甄
    郓恽 兖衮 滕腾藤 莒营 柘拓 郸单 邯甘 邺业 阆朗 蓝兰 翔祥 骏俊峻 晟盛 冠寇 柯科 昊吴 崔催 戴载
    闫阎 佟修 沂祈 涡祸 潍维 汶纹 沭述 沐沭 邹绉 郯剡 钧钓均 瓷磁 魏巍 曹漕 尧晓 舜瞬 禺偶 泌沁
    澴寰 溧栗 溱臻 濉雎 涿琢 滹呼 沱坨 泜祗 邙忙 洛落 伊尹 涧润 瀍缠 嵩蒿 巩巳 偃堰 沁沏 淇琪 浚俊
    滑猾 濮仆 梧悟 桐铜 遂逐 襄骧 郏夹 漯累 项顼 邓郑 贾买 翟瞿 霍藿 庞宠 窦窭 彭澎
    """
)


def _partners() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for group in _GROUPS:
        for char in group:
            found.setdefault(char, set()).update(set(group) - {char})
    return {char: "".join(sorted(others)) for char, others in found.items()}


PARTNERS: dict[str, str] = _partners()
"""Each character with those it is taken for."""


def is_rare(char: str) -> bool:
    """Whether the character is outside level 1 of GB/T 2312, the 3,755 that everybody writes.

    >>> is_rare("灞"), is_rare("霸")
    (True, False)
    """
    try:
        return char.encode("gb2312")[0] >= 0xD8
    except UnicodeEncodeError:
        return True
