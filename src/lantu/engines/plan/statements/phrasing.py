"""Taking a clause apart around its value: subject, verbs, direction, basis, kind, modality.

Works on the words between the clause's start (or the value before it) and the value. Times in them
are masked with `TIME`, so that their digits are no words. Refuses to look beyond the clause.
"""

import re

TIME = "\x01"
"""Stands for each character of a time in masked words."""

_ADVERBS = (
    "全面 加快 积极 着力 大力 逐步 基本 进一步 持续 稳步 有效 不断 深入 扎实 率先 切实 有序 "
    "分别 共有? 并 且 即 包括 如 和 及 以及 同时 其中 使 将 把 对 让 预计 再 又 均 都 总计 共计 "
    "合计 累计 年均 平均 每年 力争 确保 争取 努力 计划 必须 要 到 至 截至 截止 至少 已 现已 "
    "现有 成功 先后 相继 全年 当年 每年 年(?=新增|培训|开展)"
)
_LEADING = (
    "推进 推动 实现 完成 培育 引进 新增 新建 改建 扩建 新改建 改扩建 改造提升 改造 建成 建设 "
    "打造 入驻 发展 创建 扶持 盘活 拆除 整治 治理 实施 落实 安排 招引 举办 开展 组织 培训 "
    "选派 达到 保持 坚持 促进 提升 构建 形成 完善 提供 发放 认定 获批 拥有 启动 开工 储备 "
    "吸引 谋划 办好 做到 争创 筹集 新签 打通 铺设 建立 设立 布局 覆盖"
)
_PREDICATES = (
    "达到 达 为 是 约为? 实现 完成 新增 增加 增长 提高 提升 上升 扩大 突破 超过 下降 降低 "
    "减少 缩小 压减 压缩 缩短 降 增 稳定 保持 控制 维持 在 到 至 由 从 占 分别 年均 平均 每年 逐年 "
    "累计 已 现已 预计 力争 确保 争取 将 要 的 (?<!占)比 较 发展 拥有 有 共 仅 只 等 左右 以 年 均 "
    "再 速度 实际 同比 全面 明显 显著 不断 持续 稳步 进一步 基本 逐步"
)
_HEAD = re.compile(
    rf"(?:[、，,\s（(“—―－]|{TIME}+(?:的|，|,)?|" + "|".join(_ADVERBS.split()) + ")+"
)
_MARK = re.compile(r"^\s*(?:[（(]?\d{1,2}(?:[）)、]|[.．](?!\d))|[①-⑳●○◆■★▲·•])\s*")
_VERB = re.compile(
    "(?:" + "|".join(sorted(_LEADING.split(), key=len, reverse=True))
    + ")(?!区|用地|速度|率|质量|水平|总量|规模(?!以上)|指数|经费|投入|强度|支出|收入)了?"
)  # fmt: skip
_TAIL = re.compile(
    rf"(?:{TIME}|\s|" + "|".join(sorted(_PREDICATES.split(), key=len, reverse=True)) + ")+$"
)
_SHARE_OF = re.compile("(?<!抢)占(?!地|比|用|有)[^，]*$")
_COMPARED = re.compile(
    r"(?:^|(?<=[、，]))(?:比|较|与)[^，。；、]{0,16}?(?:相比)?(?:[高低快慢多少]|高出|低于)$"
    r"|(?:是|为|相当于)[^，。；、]{2,12}的$"
)
"""What only compares: 比全省平均水平高, 是全省平均水平的."""
_FUNDED = re.compile("(?:建立|设立|发放|安排|筹集|组建|成立)$")
_LEVELS = re.compile("国家|[省市县区乡镇村]|城镇|农村|城市|乡村|小学|初中|高中")
_NOUN = re.compile(r"(?:及|或)?(?:以上|以下)?(?:的)?([^，,。；;：:、（(！？\d\x01]{2,24})")
_NOUN_END = re.compile(
    "(?:成功)?(?:上市|落户|入驻|投产|投用|建成|开工|挂牌|竣工)$|(?:以及|并|和|与|牵头|创建|组建|申报|参与|获得|通过|进入|达到|到).*$|任务$"
)
_DOWN = re.compile("下降|降低|减少|压减|压缩|缩短|削减|降至|降到|(?<!不)低于|缩小")
_UP = re.compile("增长|提高|提升|增加(?!值)|新增|上升|扩大|翻|倍增|增至|增速|提至|净增")
_CHANGE = re.compile(
    "(?:增长|提高|提升|增加|新增|上升|扩大|下降|降低|减少|压减|压缩|缩短|削减|净增|增幅|增速|降幅|增长率)"
    rf"(?:了|约|达到?|超过|突破|不低于|控制在|保持在|稳定在|为|{TIME}|左右|\s)*$"
)
_TO = re.compile(r"(?:到|至)\s*$")
_STRONG = re.compile("力争|确保|争取|努力|计划|预期(?!寿命)|必须|保证")
_PLAIN = re.compile("实现|完成|达到|保持|控制在|稳定在|坚持|(?<!零)突破")
_COUNTS = re.compile(
    r"[万千百亿]*(?:个|家|所|座|条|处|套|辆|台|部|艘|件|项|名|户|场|支|栋|幢|人|人次|棵|株|亩|张|床|只|头|"
    r"间|份|批|册|盏|床位|学位|车位|泊位|平方米|平方公里|公里|公顷|村|例|期|次|对|组|种|类|门|本|篇)$"
)
_PER = re.compile("每(?!年)|人均|平均|率|密度|指数|强度")


def subject_of(
    words: str, after: str, unit: str | None, keep_predicate: bool = False
) -> str | None:
    """The noun that the value measures, or None when the clause leaves it to the one before.

    words: masked words before the value; after: words behind it.

    >>> subject_of("全县森林覆盖率稳定在", "", "%"), subject_of("改造", "老旧小区，", "个")
    ('全县森林覆盖率', '老旧小区')
    """
    body = _SHARE_OF.sub("", words) if words.endswith("的") else words
    body = _COMPARED.sub("", body)
    body = _strip_head(_MARK.sub("", body))
    while not keep_predicate and (shorter := _TAIL.sub("", body).rstrip("的、，, “")) != body:
        body = shorter
    body = body.replace(TIME, "").strip("“”、，, （）()")
    funded = bool(unit and unit.endswith("元") and _FUNDED.search(words))
    noun = noun_after(after) if unit and (funded or _COUNTS.match(unit)) else ""
    if "”" in body and "“" not in body:
        body = f"“{body}"
    if noun and (funded or len(body) <= 4 or "、" in words or words.endswith("完成")):
        return noun
    return body if len(body) >= 2 else noun or None


def shared(words: str, count: int) -> list[str]:
    """The subjects of `count` values that stand in a row behind their subjects in a row.

    >>> shared("省、市级研发平台", 2), shared("小学和初中", 2), shared("游客", 2)
    (['省级研发平台', '市级研发平台'], ['小学', '初中'], ['游客', '游客'])
    """
    names = [name for name in re.split("[、和及与]", words) if name]
    if count == 1 or len(names) != count:
        return [words] * count
    full = names[-1]
    return [
        name + full[len(name) :] if _LEVELS.fullmatch(name) and len(full) > 3 else name
        for name in names
    ]


def _strip_head(words: str) -> str:
    while match := _HEAD.match(words) or _VERB.match(words):
        if not match.end() or match.end() == len(words):
            break
        words = words[match.end() :]
    return _VERB.sub("", words, count=1) if _VERB.fullmatch(words) else words


def noun_after(after: str) -> str:
    """The thing counted when it stands behind the value: 282个 | 老旧小区."""
    match = _NOUN.match(after)
    return _NOUN_END.sub("", match[1]) if match else ""


def tail_length(after: str, unit: str | None) -> int:
    """How many characters behind the value still belong to the statement."""
    match = _NOUN.match(after) if unit and _COUNTS.match(unit) else None
    return match.end() if match else 0


def direction_of(words: str, own: str) -> str | None:
    """up, down or None, from the words before the value and the value itself (翻一番)."""
    near = words[-10:] + own
    down = max((m.end() for m in _DOWN.finditer(near)), default=-1)
    up = max((m.end() for m in _UP.finditer(near)), default=-1)
    return None if down == up else "down" if down > up else "up"


def basis_of(words: str, own: str, unit: str | None) -> str:
    """level, change, annual_average, per_year or cumulative."""
    if re.search("年均|平均增长|年平均", words):
        return "annual_average"
    if "每年" in words or re.search(r"(?:年|每年)(?:新增|培训|开展|举办)$", words):
        return "per_year"
    if re.search("累计|总计|合计|共计", words):
        return "cumulative"
    changed = _CHANGE.search(words) and not _TO.search(words)
    return "change" if changed or unit in ("倍", "个百分点", "百分点") or "番" in own else "level"


def kind_of(basis: str, unit: str | None, words: str, direction: str | None) -> str:
    """level, count, growth or share, for values whose wording alone does not decide."""
    if unit in ("%", "‰", "个百分点", "百分点"):
        moved = basis in ("change", "annual_average") or (basis == "cumulative" and direction)
        growing = moved or re.search("增速|增长率|增幅|降幅|涨幅", words)
        return "growth" if growing else "share"
    if basis == "annual_average" and direction:
        return "growth"
    if unit in ("分钟", "小时", "天", "个工作日", "工作日", "个月"):
        return "time" if not words.endswith("天数") and "天数" not in words else "count"
    return "count" if unit and _COUNTS.match(unit) and not _PER.search(words) else "level"


def modality_of(clause: str, before: str) -> str | None:
    """The word that carries the commitment: a strong one of clause or lead, else the last verb.

    clause: up to and with the value; before: the lead of its sentence, from its time.
    """
    strong = _STRONG.search(clause) or _STRONG.search(before)
    if strong:
        return strong[0]
    plain = _PLAIN.findall(clause)
    return plain[-1] if plain else None
