"""研发费用占比按销售收入分档（国科发火〔2016〕32号第十一条第五款），一行条件写不下。"""

from datetime import date
from decimal import Decimal

from lantu.engines.registers.fields import Record
from lantu.packs.snapshot import Outcome

BANDS = ((Decimal(5000), Decimal(5)), (Decimal(20000), Decimal(4)))
"""最近一年销售收入不超过（万元） -> 近三年研发费用占比不低于（%）。"""
ABOVE = Decimal(3)
"""超过最高一档时的要求。"""


def rd_intensity(record: Record, today: date) -> Outcome:
    """研发费用占比是否达到本企业销售收入所在一档的要求；缺数不判断。"""
    sales, share = record.get("sales"), record.get("rd_share")
    if not isinstance(sales, Decimal) or not isinstance(share, Decimal):
        return Outcome(None, ("缺销售收入或研发费用占比",))
    least = next((share for most, share in BANDS if sales <= most), ABOVE)
    reason = f"销售收入 {sales} 万元，要求不低于 {least}%，现为 {share}%"
    return Outcome("是" if share >= least else "否", (reason,))
