"""The second factor: one TOTP device an account, by django-otp. Required for the administrators.

django-otp itself slows down guessing and refuses a code the second time. Only actions write.
"""

from math import ceil

from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from lantu.apps.people.acting import acting
from lantu.apps.people.actions import held_account
from lantu.apps.people.actor import Actor
from lantu.apps.people.models import User
from lantu.apps.people.permissions import Permission
from lantu.kernel.errors import Conflict, Invalid


def device_of(user: User) -> TOTPDevice | None:
    """The confirmed device."""
    found: TOTPDevice | None = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    return found


def enrol(*, user: User) -> TOTPDevice:
    """A device that waits for its first code. Conflict: the account has a confirmed one."""
    if device_of(user) is not None:
        raise Conflict(
            "people.second_factor.there",
            "这个账号已绑定动态口令。",
            "换手机时，请系统管理员先解除原来的绑定。",
        )
    device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False)
    return device


def confirm(*, by: Actor, user: User, code: str) -> TOTPDevice:
    """The device after a right code. Invalid when the code is wrong, late or tried too often."""
    device = device_of(user) or enrol(user=user)
    _must_not_wait(device)
    if not code.isascii() or not code.isdigit() or not device.verify_token(code):
        raise Invalid(
            "people.second_factor.code",
            "动态口令不对。",
            "请等应用换出下一个 6 位数字再输入；每个数字只能用一次，手机时间须准确。",
        )
    if not device.confirmed:
        with acting(Permission.SIGN_IN, by=by) as deed:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            deed.note(user, second_factor="bound")
    return device


def _must_not_wait(device: TOTPDevice) -> None:
    """django-otp takes no code, not even a right one, for a while after a wrong one."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        until = (why or {}).get("locked_until")
        seconds = ceil((until - timezone.now()).total_seconds()) if until else 1
        raise Invalid(
            "people.second_factor.wait",
            "刚才输错过，现在还不能输入。",
            f"请等 {max(1, seconds)} 秒，再输入应用上当时的 6 位数字。",
        )


def release(*, by: Actor, user: User, seen: int | None = None) -> None:
    """Take the device off an account: a lost telephone. Every session of it ends."""
    with acting(Permission.KEEP_ACCOUNTS, by=by) as deed:
        user = held_account(by, user, seen)
        TOTPDevice.objects.filter(user=user).delete()
        user.sign_ins += 1
        user.save()
        deed.record(user, second_factor="released")


def bind_known_device(*, by: Actor, user: User, key: str) -> None:
    """A device with a given secret, for the accounts of a demonstration."""
    with acting(Permission.KEEP_ACCOUNTS, by=by) as deed:
        TOTPDevice.objects.get_or_create(user=user, defaults={"key": key, "confirmed": True})
        deed.note(user, second_factor="bound")
