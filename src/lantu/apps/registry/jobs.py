"""What the registry leaves to the background: telling those concerned that a version is there."""

from collections.abc import Mapping
from typing import Any

from lantu.apps.people.background.outbox import handles, send
from lantu.apps.people.models import Membership, day_of_today, valid_on
from lantu.apps.people.permissions import Role
from lantu.apps.registry.models import PlanVersion


@handles("registry.version_loaded")
def tell_of_version(payload: Mapping[str, Any]) -> None:
    """Plan officers and leaders are told once of each version."""
    version = PlanVersion.objects.select_related("plan").filter(pk=payload["version"]).first()
    if version is None:
        return
    posts = Membership.objects.filter(
        valid_on(day_of_today()), role__in=(Role.PLAN_OFFICER, Role.LEADER), user__is_active=True
    )
    send(
        "people.tell",
        users=list(posts.order_by("user").values_list("user", flat=True).distinct()),
        source=f"registry.version:{version.pk}",
        title=f"{version.plan.title}：第 {version.number} 版已登记",
        text=f"文件：{version.document_name}",
    )
