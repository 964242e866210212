"""Files: typed and kept by content, shown without EXIF, read in the scope of who cites them."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from lantu.apps.people.acting import acting
from lantu.apps.people.actor import PUBLIC, SYSTEM, Actor
from lantu.apps.people.audit import guarding
from lantu.apps.people.confidential import decrypt, encrypt, keyed_hash, new_key, proves, salted
from lantu.apps.people.files.actions import cite, clear_uncited, keep_file
from lantu.apps.people.files.models import File
from lantu.apps.people.files.pictures import SIDE
from lantu.apps.people.files.places import place
from lantu.apps.people.files.reading import must_be_citable
from lantu.apps.people.permissions import Permission
from lantu.apps.registry.actions import open_plan
from lantu.apps.registry.models import PlanVersion
from lantu.kernel.errors import Forbidden, Invalid, NotFound, Unavailable

PDF = b"%PDF-1.7\n1 0 obj\n"


def zipped(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return written.getvalue()


def photograph() -> bytes:
    """1,000 × 500, turned by EXIF, with the name of the camera."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SecretCamera"
    written = io.BytesIO()
    Image.new("RGB", (1000, 500), "red").save(written, "JPEG", exif=exif)
    return written.getvalue()


@pytest.fixture
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def cited(home: Path, version: PlanVersion, officer: Actor) -> File:
    """A photograph that the open plan's version cites."""
    file = keep_file(by=officer, name="批示.jpg", data=photograph())
    with acting(Permission.LOAD_VERSION, by=officer) as deed:
        cite(deed, file, version, name="批示.jpg")
    return file


def test_a_file_is_kept_once_under_its_digest(home: Path, officer: Actor) -> None:
    one = keep_file(by=officer, name="纪要.pdf", data=PDF)
    two = keep_file(by=officer, name="副本.pdf", data=PDF)
    assert one == two
    assert place(one.sha256).read_bytes() == PDF
    assert (one.media_type, one.size) == ("application/pdf", len(PDF))
    assert not list(home.rglob("*.part"))


REFUSED = [
    ("空.pdf", b"", "people.file.empty"),
    ("程序.pdf", b"MZ\x00\x01", "people.file.kind"),
    ("网页.txt", b"  <script>alert(1)</script>", "people.file.kind"),
    ("脚本.txt", b"#!/bin/sh\n", "people.file.kind"),
    ("图.pdf", photograph(), "people.file.name"),
    ("文.docx", PDF, "people.file.name"),
    ("宏.docx", zipped("word/document.xml", "word/vbaProject.bin"), "people.file.kind"),
    ("包.zip", zipped("a.exe"), "people.file.kind"),
    ("坏.png", b"\x89PNG\r\n\x1a\n and nothing else", "people.file.picture"),
    ("大.pdf", PDF + b"x" * 2**20, "people.file.size"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED)
def test_what_is_not_on_the_list_is_refused(
    home: Path, officer: Actor, settings: Settings, name: str, data: bytes, code: str
) -> None:
    settings.FILE_LIMIT = 1
    with pytest.raises(Invalid) as refused:
        keep_file(by=officer, name=name, data=data)
    assert refused.value.code == code
    assert not File.objects.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [("报告.docx", zipped("word/document.xml")), ("表.xlsx", zipped("xl/workbook.xml")),
     ("公文.ofd", zipped("OFD.xml")), ("数.csv", "编号,名称\n".encode("gb18030"))],
)  # fmt: skip
def test_what_offices_exchange_is_kept(home: Path, officer: Actor, name: str, data: bytes) -> None:
    assert keep_file(by=officer, name=name, data=data).size == len(data)


@pytest.mark.django_db
def test_the_public_hands_nothing_in(home: Path) -> None:
    with pytest.raises(Forbidden):
        keep_file(by=PUBLIC, name="纪要.pdf", data=PDF)


def test_who_sees_the_citing_row_reads_the_file(
    cited: File, version: PlanVersion, officer: Actor, visitor: Client, signed_in: Client
) -> None:
    address = f"/files/{cited.sha256}/"
    answer = visitor.get(address)
    assert b"".join(answer.streaming_content) == photograph()  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    open_plan(by=officer, plan=version.plan, public=False)
    assert visitor.get(address).status_code == 404
    assert visitor.get(address + "small/").status_code == 404
    assert signed_in.get(address).status_code == 200


def test_a_file_that_nothing_cites_is_read_by_nobody(
    home: Path, officer: Actor, signed_in: Client
) -> None:
    file = keep_file(by=officer, name="纪要.pdf", data=PDF)
    assert signed_in.get(f"/files/{file.sha256}/").status_code == 404
    assert signed_in.get("/files/" + "0" * 64 + "/").status_code == 404
    assert signed_in.get("/files/..%2f..%2fsecret.key/").status_code == 404


def test_a_thumbnail_is_upright_small_and_tells_nothing(cited: File, visitor: Client) -> None:
    answer = visitor.get(f"/files/{cited.sha256}/small/")
    small = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    picture = Image.open(io.BytesIO(small))
    assert picture.format == "WEBP"
    assert picture.size == (SIDE // 2, SIDE)
    assert not picture.getexif()
    assert b"SecretCamera" not in small


def test_what_nothing_cites_goes_after_two_days(cited: File, officer: Actor) -> None:
    loose = keep_file(by=officer, name="纪要.pdf", data=PDF)
    assert clear_uncited(by=SYSTEM) == 0
    guarding.lift()
    File.objects.update(stored_at=timezone.now() - timedelta(days=3))
    guarding.lay()
    assert clear_uncited(by=SYSTEM) == 1
    assert not place(loose.sha256).exists()
    assert place(cited.sha256).exists()


def test_a_field_is_read_with_its_key_only(settings: Settings) -> None:
    first, second = new_key(), new_key()
    settings.FIELD_KEY = first
    token, found = encrypt("411000199001010011"), keyed_hash("411000199001010011", "id")
    settings.FIELD_KEY = f"{second},{first}"
    assert decrypt(token) == "411000199001010011"
    assert keyed_hash("411000199001010011", "id") == found
    assert keyed_hash("411000199001010011", "phone") != found
    settings.FIELD_KEY = second
    with pytest.raises(Unavailable):
        decrypt(token)


def test_a_salted_digest_proves_and_does_not_show() -> None:
    digest = salted("13800000000")
    assert proves(digest, "13800000000")
    assert not proves(digest, "13800000001")
    assert digest != salted("13800000000")


def test_a_program_names_no_file_of_others(version: PlanVersion, officer: Actor) -> None:
    """A digest is not secret: plans show theirs."""
    file = keep_file(by=officer, name="a.txt", data=b"draft")
    must_be_citable(PUBLIC, [file.sha256])  # nobody's yet
    open_plan(by=officer, plan=version.plan, public=False)
    with acting(Permission.KEEP_BACKGROUND, by=SYSTEM) as deed:
        cite(deed, file, version, name="a.txt")
    must_be_citable(officer, [file.sha256])
    with pytest.raises(NotFound):
        must_be_citable(PUBLIC, [file.sha256])
