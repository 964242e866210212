"""The closed word lists of tracking: what a promised system does, how a record stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SystemState(TextChoices):
    """What has become of a promised system; the gaps first."""

    NOT_ENABLED = "not_enabled", _("未启用")
    NO_DATA = "no_data", _("无数据")
    RUNNING = "running", _("运行中")


class RecordState(TextChoices):
    ACTIVE = "active", _("在册")
    ERASED = "erased", _("已清除")
