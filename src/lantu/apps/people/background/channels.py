"""Telling people: on the page always, by mail and by chat robot where the deployment says so.

Connections go only to the addresses in LANTU_MAIL and LANTU_ROBOTS; neither follows a redirect.
An action says `tell(deed, users, …)`; each delivery is a row of its own, tried on its own.
"""

import json
import smtplib
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from email.utils import formataddr, make_msgid
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from lantu.apps.people.acting import Deed
from lantu.apps.people.background.outbox import handles, send
from lantu.apps.people.inbox.models import Contact, Notice
from lantu.kernel.errors import Invalid, Unavailable

PATIENCE = 10
"""Seconds that another system is waited for."""


def tell(deed: Deed, users: Iterable[int], *, source: str, title: str, text: str = "") -> None:
    """Tell accounts something once the action stands. source: the same source is told once."""
    deed.send("people.tell", users=list(users), source=source, title=title, text=text)


@handles("people.tell")
def write_notices(payload: Mapping[str, Any]) -> None:
    """The page's notices, and a row for every mail; who was told by this source is left out."""
    told = set(
        Notice.objects.filter(source=payload["source"], user__in=payload["users"]).values_list(
            "user", flat=True
        )
    )
    users = [user for user in dict.fromkeys(payload["users"]) if user not in told]
    title, text = payload["title"][:200], payload["text"]
    Notice.objects.bulk_create(
        [Notice(user_id=u, source=payload["source"], title=title, text=text) for u in users]
    )
    if settings.MAIL:
        for contact in Contact.objects.filter(user__in=users).exclude(email=""):
            send("people.mail", to=contact.email, title=title, text=text)


@handles("people.mail", outside=True)
def send_mail(payload: Mapping[str, Any]) -> None:
    """One mail to one address, by the server of LANTU_MAIL."""
    server = urlsplit(settings.MAIL)
    if not server.hostname:
        raise Invalid("people.mail.off", "没有设置邮件服务器。", "请设置 LANTU_MAIL 后重新发送。")
    message = EmailMessage()
    message["From"] = formataddr(("蓝图", settings.MAIL_FROM))
    message["To"] = payload["to"]
    message["Subject"] = payload["title"].replace("\n", " ").replace("\r", " ")
    message["Message-ID"] = make_msgid(domain=settings.MAIL_FROM.rsplit("@", 1)[-1])
    message.set_content(_body(payload))
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    with kind(server.hostname, server.port or 0, timeout=PATIENCE) as connection:
        if server.scheme == "smtp+starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _body(payload: Mapping[str, Any]) -> str:
    return "\n\n".join(part for part in (payload["title"], payload["text"], settings.URL) if part)


def announce(deed: Deed, *, title: str, text: str = "") -> None:
    """Say something to every configured chat group."""
    for number, _robot in enumerate(settings.ROBOTS):
        deed.send("people.robot", robot=number, title=title, text=text)


@handles("people.robot", outside=True)
def call_robot(payload: Mapping[str, Any]) -> None:
    """One message to one robot of LANTU_ROBOTS; WeCom and DingTalk take the same JSON."""
    robots = settings.ROBOTS
    if payload["robot"] >= len(robots):
        raise Invalid("people.robot.off", "这个群机器人已不在设置里。", "请核对 LANTU_ROBOTS。")
    words = json.dumps({"msgtype": "text", "text": {"content": _body(payload)}}).encode()
    request = urllib.request.Request(
        robots[payload["robot"]], words, {"Content-Type": "application/json; charset=utf-8"}
    )
    try:
        with _straight().open(request, timeout=PATIENCE) as answer:
            said = json.loads(answer.read(65_536) or b"{}")
    except (OSError, ValueError) as error:
        raise Unavailable(
            "people.robot.silent", "群机器人没有应答。", f"请核对地址和网络：{error}。"
        ) from error
    if said.get("errcode", 0) != 0:
        raise Unavailable(
            "people.robot.refused",
            "群机器人没有接受消息。",
            f"请核对机器人的关键词和安全设置。对方答复：{said.get('errmsg', '')}。",
        )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given: Any, **_named: Any) -> None:
        return None


def _straight() -> urllib.request.OpenerDirector:
    """Neither a redirect nor a proxy of the environment leads elsewhere."""
    return urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
