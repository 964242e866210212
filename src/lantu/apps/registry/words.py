"""The closed word lists of the registry: kinds of plans and promises, statuses, families.

Codes are those of the plan package; what people read stands beside them.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanKind(TextChoices):
    OUTLINE = "outline", _("规划纲要")
    SPECIAL = "special", _("专项规划")
    ACTION = "action", _("行动方案")
    ANNUAL = "annual", _("年度计划")
    REPORT = "report", _("工作报告")
    OTHER = "other", _("其他")


class VersionStatus(TextChoices):
    DRAFT = "draft", _("草案")
    ADOPTED = "adopted", _("已批准")
    ADJUSTED = "adjusted", _("已调整")


class PromiseKind(TextChoices):
    INDICATOR = "indicator", _("指标")
    TARGET = "target", _("目标")
    PROJECT = "project", _("项目")
    PROGRAMME = "programme", _("行动计划")
    SYSTEM = "system", _("系统")
    TASK = "task", _("任务")


class Status(TextChoices):
    """In the order of counted tables: what calls for somebody first."""

    LAGGING = "lagging", _("滞后")
    AWAITING = "awaiting", _("待数据")
    NOT_STARTED = "not_started", _("未启动")
    UNDER_WAY = "under_way", _("推进中")
    ON_TRACK = "on_track", _("基本符合")
    DONE = "done", _("完成")
    ADJUSTED = "adjusted", _("已调整")
    TERMINATED = "terminated", _("已终止")


class Nature(TextChoices):
    BINDING = "binding", _("约束性")
    ANTICIPATED = "anticipated", _("预期性")


class SystemKind(TextChoices):
    REGISTER = "register", _("登记台账")
    LIST = "list", _("名录清单")
    PLATFORM = "platform", _("平台")
    MECHANISM = "mechanism", _("机制制度")
    EVALUATION = "evaluation", _("评价考核")
    ACCREDITATION = "accreditation", _("创建认定")
    PROCESS = "process", _("办理流程")
    NETWORK = "network", _("服务网络")
    FUND = "fund", _("基金")
    BENEFIT = "benefit", _("补贴待遇")
    STANDARD = "standard", _("标准规范")
    PROGRAMME = "programme", _("专项行动")
    OTHER = "other", _("其他")


class Family(TextChoices):
    PLAN_INDICATORS = "plan_indicators", _("规划与指标")
    PROJECTS_PIPELINE = "projects_pipeline", _("项目储备与推进")
    CASES_GRID = "cases_grid", _("网格与办件")
    APPROVALS_LISTS = "approvals_lists", _("审批与清单")
    REGISTRIES_LADDERS = "registries_ladders", _("名录与梯次培育")
    SCORING_CREDIT = "scoring_credit", _("评价与信用")
    INSPECTION_ENFORCEMENT = "inspection_enforcement", _("检查与执法")
    MONITORING_ALERTS = "monitoring_alerts", _("监测与预警")
    EMERGENCY_SAFETY = "emergency_safety", _("应急与安全")
    SMART_OPS = "smart_ops", _("智慧运行")
    QUOTA_LEDGERS = "quota_ledgers", _("指标额度与台账")
    SPATIAL_ACCESS = "spatial_access", _("服务圈与布局")
    FUNDS_FINANCE = "funds_finance", _("基金与金融")
    BENEFITS_CARE = "benefits_care", _("保障与照护")
    DATA_OPEN = "data_open", _("数据共享与开放")
    MATCHING_TALENT = "matching_talent", _("对接与人才")


class NameKind(TextChoices):
    ACTOR = "actor", _("单位")
    PLACE = "place", _("地点")


class Decision(TextChoices):
    PENDING = "pending", _("待确认")
    ACCEPTED = "accepted", _("同一承诺")
    REJECTED = "rejected", _("新的承诺")


class Verdict(TextChoices):
    """What a person says to a finding of the linter."""

    OPEN = "open", _("待处理")
    ACCEPTED = "accepted", _("采纳")
    DISMISSED = "dismissed", _("不采纳")
