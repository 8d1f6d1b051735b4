"""Whether the built files stay small and are found by the pages."""

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from shared.kit.http.auth import Who
from shared.web.built import Built, read_manifest
from shared.web.pages import Pages
from shared.web.times import Times

SCRIPT = 22 * 1024
STYLE = 6 * 1024
TABLET = 136 * 1024
"""The tablet's app, umpire and judge together, is loaded once and kept; this only keeps it from growing unseen."""


def packed(files: list[Path]) -> int:
    return sum(len(gzip.compress(file.read_bytes(), 6)) for file in files)


def test_script_and_style_of_every_page_leave_room_for_the_page(built: Path) -> None:
    static = built / "static"

    assert 0 < packed(list(static.glob("page.*.js"))) <= SCRIPT
    assert 0 < packed(list(static.glob("*.css"))) <= STYLE


def test_the_tablet_app_is_modest_and_can_be_installed(built: Path) -> None:
    manifest = json.loads((built / "tablet" / "manifest.webmanifest").read_text(encoding="utf-8"))

    assert packed(list((built / "tablet" / "assets").glob("*"))) <= TABLET
    assert manifest["scope"] == manifest["start_url"] == "/scoring/tablet/"
    assert all((built / "tablet" / icon["src"]).is_file() for icon in manifest["icons"])
    assert (built / "tablet" / "sw.js").is_file()


def test_no_built_file_asks_another_host(built: Path) -> None:
    pages = [*built.rglob("*.html"), *built.rglob("*.css")]

    assert pages
    assert not [file for file in pages if "https://" in file.read_text() or "http://" in file.read_text()]


def test_a_page_names_files_that_were_built(built: Path) -> None:
    addresses = read_manifest(built / "static" / "manifest.json")

    assert set(addresses) >= {"page.js", "page.css"}
    assert all((built / address.lstrip("/")).is_file() for address in addresses.values())


def test_a_build_made_while_the_service_runs_is_taken_up(tmp_path: Path) -> None:
    files = Built(tmp_path)
    before = files.address("page.css")

    (tmp_path / "manifest.json").write_text('{"page.ts": {"file": "page.1.js", "name": "page", "css": ["page.2.css"]}}')

    assert before == "/static/page.css"
    assert files.address("page.css") == "/static/page.2.css"


def test_the_lock_of_npm_packages_records_no_addresses() -> None:
    lock = json.loads((Path(__file__).parents[2] / "package-lock.json").read_text(encoding="utf-8"))

    assert len(lock["packages"]) > 1
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    """Pages of a service that was never built."""
    (tmp_path / "hello.html").write_text(
        '{% extends "layout.html" %}{% block main %}{{ name }} {{ at|when }}{% endblock %}', encoding="utf-8"
    )
    return Pages(tmp_path, tmp_path / "nowhere", ZoneInfo("Asia/Shanghai"))


def test_a_page_is_written_in_the_readers_language_and_zone(pages: Pages) -> None:
    at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)

    html = pages.render("hello.html", lang="zh", who=Who(), path="/x", context={"name": "<王>", "at": at}).decode()

    assert "&lt;王&gt; 11月23日 04:30" in html
    assert 'lang="zh-Hans"' in html
    assert "登录" in html
    assert "/static/page.css" in html


def test_the_roster_is_in_the_navigation_of_administrators_only(pages: Pages) -> None:
    member = Who(member_id=None, name="")
    somebody = Who(member_id=uuid4(), name="王芳")
    administrator = Who(member_id=somebody.member_id, name="王芳", roles=frozenset({"administrator"}))

    shown = [
        pages.render("hello.html", lang="en", who=who, path="/", context={"name": "", "at": None}).decode()
        for who in (member, somebody, administrator)
    ]

    assert ["/members/roster" in html for html in shown] == [False, False, True]
    assert ["Sign out" in html for html in shown] == [False, True, True]


def test_days_and_times_are_said_as_people_say_them() -> None:
    zh, en = (Times(ZoneInfo("Asia/Shanghai"), lang) for lang in ("zh", "en"))
    day = date(2026, 5, 1)

    assert zh.day(day) == "2026年5月1日（周五）"
    assert en.day(day) == "Fri 1 May 2026"
    assert zh.days((day, day)) == zh.day(day)
    assert zh.days((day, date(2026, 5, 2))) == "2026年5月1日（周五） – 5月2日（周六）"
    assert en.days((day, date(2026, 5, 2))) == "Fri 1 May – Sat 2 May 2026"
    assert en.days((date(2026, 12, 31), date(2027, 1, 1))) == "Thu 31 Dec 2026 – Fri 1 Jan 2027"
    assert en.clock(datetime(2026, 5, 1, 16, 5, tzinfo=UTC)) == "00:05"
    assert zh.when(None) == ""
