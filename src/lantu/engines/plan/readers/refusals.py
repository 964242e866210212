"""What the readers answer to a file that they cannot use: a stable code, and what to do.

The words are for the person who chose the file. Nothing is decided here; see `sniffing`.
"""

from typing import NoReturn

from lantu.kernel.errors import Invalid

MOST_BYTES = 50 * 1024 * 1024
"""Limit of a file, and of the parts of a .docx once unpacked."""

REFUSALS = (
    Invalid(
        "plan.read.empty",
        "文件里没有文字。",
        "请确认选对了文件。如果内容是扫描图片，请先做文字识别（OCR），另存为 .docx 后重试。",
    ),
    Invalid(
        "plan.read.too_large",
        "文件超过 50 MB。",
        "一份规划的文字通常不到 2 MB。请删去图片，或只另存正文后重试。",
    ),
    Invalid(
        "plan.read.binary",
        "这不是文本文件。",
        "支持 .docx、.txt、.html、.md。文本文件请用 UTF-8 编码保存后重试。",
    ),
    Invalid(
        "plan.read.encrypted",
        "文件设有打开密码。",
        "请在 Word 或 WPS 中打开，取消密码并保存后重试。",
    ),
    Invalid(
        "plan.read.corrupt",
        "文件已损坏，无法读取。",
        "请在 Word 或 WPS 中打开修复，另存为 .docx；打不开时请向提供者重新索取。",
    ),
    Invalid(
        "plan.read.bomb",
        "文件展开后异常庞大或嵌套过深，已停止读取。",
        "正常的规划文件不会这样，请确认来源。如果确有需要，请复制正文到新文档后重试。",
    ),
    Invalid(
        "plan.read.doc",
        "这是旧版 Word（.doc）文件。",
        "请在 Word 或 WPS 中另存为 .docx 后重试。",
    ),
    Invalid(
        "plan.read.pdf",
        "这是 PDF 文件。",
        "文字能选中的，请用 Word 或 WPS 打开并另存为 .docx；扫描件请先做文字识别（OCR）。",
    ),
    Invalid(
        "plan.read.rtf",
        "这是 RTF 文件。",
        "请在 Word 或 WPS 中打开，另存为 .docx 后重试。",
    ),
    Invalid(
        "plan.read.odt",
        "这是 OpenDocument 文件。",
        "请在 LibreOffice 或 WPS 中打开，另存为 .docx 后重试。",
    ),
    Invalid(
        "plan.read.ofd",
        "这是 OFD 版式文件。",
        "请用 OFD 阅读器导出为 Word，另存为 .docx 后重试。",
    ),
    Invalid(
        "plan.read.mht",
        "这是单个文件网页（MHTML）。",
        "请在 Word 或 WPS 中打开，另存为 .docx 后重试。",
    ),
    Invalid(
        "plan.read.word_xml",
        "这是 Word XML 文件。",
        "请在 Word 中打开，另存为 .docx 后重试。",
    ),
    Invalid(
        "plan.read.sheet",
        "这是电子表格，不是规划文本。",
        "请提供规划正文（.docx、.txt、.html 或 .md）。",
    ),
    Invalid(
        "plan.read.slides",
        "这是演示文稿，不是规划文本。",
        "请提供规划正文（.docx、.txt、.html 或 .md）。",
    ),
    Invalid("plan.read.archive", "这是压缩包。", "请先解压，再选择其中的规划正文。"),
    Invalid(
        "plan.read.image",
        "这是图片。",
        "请先做文字识别（OCR），校对后另存为 .docx 或 .txt 再试。",
    ),
    Invalid(
        "plan.read.unsupported",
        "不支持这种文件。",
        "支持 .docx、.txt、.html、.md。请在 Word 或 WPS 中打开，另存为 .docx 后重试。",
    ),
)

_BY_CODE = {refusal.code: refusal for refusal in REFUSALS}


def refuse(kind: str, cause: Exception | None = None) -> NoReturn:
    """Raises a fresh `Invalid` with the code `plan.read.<kind>` and its words."""
    refusal = _BY_CODE[f"plan.read.{kind}"]
    raise Invalid(refusal.code, refusal.title, refusal.detail) from cause
