"""From a document to a PDF: one template, the words are data for it and never markup. Knows which fonts there are."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import msgspec
import structlog
import typst

from services.scoring.judged.document import Document
from shared.kit.http.errors import Refused
from shared.kit.words import _

log = structlog.get_logger()
TEMPLATE = Path(__file__).parent.parent / "pages" / "papers.typ"
PREFERRED = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")
CHINESE = re.compile(
    r"CJK|Source Han|Noto (Sans|Serif) SC|WenQuanYi|YaHei|PingFang|Hiragino Sans GB|(Hei|Song|Kai)ti SC|AR PL|LXGW"
    r"|MiSans|HarmonyOS Sans SC|^ST(Song|Heiti|Kaiti|Fangsong|Xi|Zhong)|^N?Sim(Sun|Hei)|^DengXian|^FangSong"
    r"|^KaiTi|^FZ[A-Z]"
)
LATIN = "Libertinus Serif"
"""Comes with the setter, so that a paper without Chinese can always be set."""
MOST_TAGGED = 200_000
"""Longer documents are set without marks for screen readers: these would make them twenty times as large."""
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


@cache
def fonts() -> typst.Fonts:
    """The machine's fonts, looked up once: it takes a while."""
    return typst.Fonts()


def chinese_font() -> str | None:
    """The family Chinese is set in, if the machine has one."""
    families = set(fonts().families())
    found = [name for name in PREFERRED if name in families]
    found += sorted(name for name in families if CHINESE.search(name))
    return found[0] if found else None


def typeset(document: Document) -> bytes:
    """The PDF.

    Raises:
        Refused: the document has Chinese words and this machine no font for them, or it cannot be set.
    """
    family = chinese_font()
    data = msgspec.json.encode(document).decode()
    if family is None and HAN.search(data):
        raise Refused(
            "papers.font",
            _(
                "This server has no Chinese font, so the PDF cannot be set. Install one, such as Noto Sans CJK, "
                "and restart; the spreadsheet works without."
            ),
            status=409,
        )
    try:
        made = typst.compile(
            TEMPLATE,
            font_paths=fonts(),
            format="pdf",
            pdf_tags=len(data) < MOST_TAGGED,
            sys_inputs={"document": data, "fonts": msgspec.json.encode([family or LATIN, LATIN]).decode()},
        )
    except typst.TypstError as problem:
        log.warning("paper cannot be set", problem=problem.message[:300])
        raise Refused(
            "papers.failed", _("This paper cannot be set as a PDF. Take the spreadsheet."), status=409
        ) from problem
    if not isinstance(made, bytes):
        raise Refused("papers.failed", _("This paper cannot be set as a PDF. Take the spreadsheet."), status=409)
    return made


async def pdf_of(document: Document) -> bytes:
    """The PDF, made beside the event loop; one after the other, so that marks always find a processor."""
    return await asyncio.get_running_loop().run_in_executor(press(), typeset, document)


@cache
def press() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="papers")


async def can_chinese() -> bool:
    return await asyncio.to_thread(chinese_font) is not None
