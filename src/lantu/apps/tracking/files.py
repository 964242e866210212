"""Files among the values of a case or record: they must have been handed in, and are cited."""

from collections.abc import Iterable, Mapping

from django.db import models

from lantu.apps.people.acting import Deed
from lantu.apps.people.files.actions import cite
from lantu.apps.people.files.models import File
from lantu.engines.registers.fields import Kind, Register
from lantu.kernel.errors import Invalid


def file_keys(register: Register, values: Mapping[str, object]) -> tuple[str, ...]:
    """The files that the values name."""
    found: list[str] = []
    for name, value in values.items():
        field = register.by_name.get(name)
        if field is not None and field.kind is Kind.FILE and value:
            found += [value] if isinstance(value, str) else _texts(value)
    return tuple(dict.fromkeys(found))


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, Iterable) else []


def cite_new(
    deed: Deed, register: Register, row: models.Model, values: Mapping[str, object]
) -> None:
    """`row` shows the files of `values`. Invalid when one was never handed in."""
    keys = file_keys(register, values)
    if not keys:
        return
    files = {file.sha256: file for file in File.objects.filter(sha256__in=keys)}
    missing = [key for key in keys if key not in files]
    if missing:
        raise Invalid(
            "tracking.file.missing",
            f"有 {len(missing)} 个文件没有上传成功。",
            "请重新上传后再提交。",
        )
    for number, key in enumerate(keys, 1):
        cite(deed, files[key], row, name=f"附件{number}.{files[key].media_type.split('/')[-1]}")
