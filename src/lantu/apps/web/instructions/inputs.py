"""What the forms of instructions send: files, days, limits, and in whose name."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lantu.apps.people.actor import Actor
from lantu.apps.people.files.actions import keep_file
from lantu.apps.tracking.instructions.checking import Until
from lantu.apps.web.pages import number as whole
from lantu.apps.web.views.accounts import day_given
from lantu.kernel.errors import Invalid

MOST = 9
"""Files of one form."""


def kept_files(request: HttpRequest, actor: Actor, name: str) -> tuple[str, ...]:
    """Digests of the files; each is kept at once, outside any transaction."""
    files = request.FILES.getlist(name)
    if len(files) > MOST:
        raise Invalid(
            "web.instruction.files",
            _("一次最多交 %(most)s 个文件。") % {"most": MOST},
            _("请合并成一个文件，或分次报送。"),
        )
    return tuple(
        keep_file(by=actor, name=file.name or name, data=file.read()).sha256 for file in files
    )


def until_of(request: HttpRequest) -> Until:
    """The limit: a number of working days, or the day that was typed."""
    chosen = request.POST.get("limit", "")
    if chosen == "day":
        return Until(day=day_given(request.POST.get("due")))
    return Until(workdays=whole(chosen))
