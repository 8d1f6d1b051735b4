"""Orders of play of team ties, as rule books and staff notices print them. Knows places by letter, not players.

Home places are A, B, C … and away places X, Y, Z …; where a notice names the rubbers only, each place is the rubber's.

Sources: ITTF Handbook 3.7.6 (Swaythling, Corbillon, Olympic orders, best of seven, mixed teams); BWF General
Competition Regulations 16 with the regulations of Thomas, Uber and Sudirman Cups; staff notices of Chinese colleges:
湖北, 安徽师大, 山西, 河北农大, 扬州, 大连海洋 (table tennis), 温州, 湖南师大 (badminton).

>>> [rubber.name for rubber in ORDERS["bd_sudirman"].rule.rubbers]
["Men's singles", "Women's singles", "Men's doubles", "Women's doubles", 'Mixed doubles']
"""

from msgspec import Struct

from shared.rules.model import GameRule, Rubber, Slot, TieRule
from shared.rules.words import _

MS, WS = _("Men's singles"), _("Women's singles")
MD, WD, XD = _("Men's doubles"), _("Women's doubles"), _("Mixed doubles")
SINGLES, DOUBLES, LEADERS = _("Singles"), _("Doubles"), _("Leaders' singles")
WOMEN, RELAY, LEADERS_PAIR = _("Woman's singles"), _("Relay"), _("Leaders' doubles")


class Order(Struct, frozen=True):
    """A tie's order of play under a name an organiser can choose; `name` is an English msgid."""

    key: str
    name: str
    rule: TieRule


def _against(pairs: str, women: str = "") -> tuple[Rubber, ...]:
    """Rubbers written as in the books: `A-X B-Y DE-UV`; letters in `women` are places for women."""
    return tuple(_rubber(pair, women) for pair in pairs.split())


def _rubber(pair: str, women: str) -> Rubber:
    home, away = (tuple(Slot(letter, "female" if letter in women else "") for letter in side)
                  for side in pair.split("-"))  # fmt: skip
    return Rubber(SINGLES if len(home) == 1 else DOUBLES, home, away)


def _called(name: str, *slots: Slot) -> Rubber:
    return Rubber(name, slots, slots)


def _ms(place: str = "MS") -> Rubber:
    return _called(MS, Slot(place, "male"))


def _ws(place: str = "WS") -> Rubber:
    return _called(WS, Slot(place, "female"))


def _md(place: str = "MD") -> Rubber:
    return _called(MD, Slot(f"{place}1", "male"), Slot(f"{place}2", "male"))


def _wd(place: str = "WD") -> Rubber:
    return _called(WD, Slot(f"{place}1", "female"), Slot(f"{place}2", "female"))


def _xd(place: str = "XD") -> Rubber:
    return _called(XD, Slot(f"{place}1", "male"), Slot(f"{place}2", "female"))


def _leader(place: str = "L") -> Rubber:
    return _called(LEADERS, Slot(place, leader=True))


def _once(one: str, two: str) -> tuple[tuple[str, str], ...]:
    """Nobody plays in both of these pairs."""
    return tuple((f"{one}{first}", f"{two}{second}") for first in (1, 2) for second in (1, 2))


def _orders() -> tuple[Order, ...]:
    def order(key: str, name: str, rubbers: tuple[Rubber, ...], to_win: int = 3, **more: object) -> Order:
        return Order(key, name, TieRule(key=key, rubbers=rubbers, to_win=to_win, **more))  # type: ignore[arg-type]

    return (
        order("tt_swaythling_5s", _("Five singles (Swaythling)"), _against("A-X B-Y C-Z A-Y B-X"), players=(3, 3)),
        order(
            "tt_corbillon",
            _("Four singles and a doubles (Corbillon)"),
            _against("A-X B-Y DE-UV A-Y B-X"),
            players=(2, 4),
            most_rubbers=3,
        ),
        order("tt_olympic_new", _("Olympic order since 2018"), _against("BC-YZ A-X C-Z A-Y B-X"), players=(3, 3)),
        order(
            "tt_olympic_old",
            _("Olympic order 2008 to 2016"),
            _against("A-X B-Y CD-ZU E-Z C-V"),
            players=(3, 3),
            apart=(("A", "B"), ("X", "Y"), ("C", "D"), ("Z", "U"), ("C", "E"), ("Z", "V")),
        ),
        order(
            "tt_best_of_7",
            _("Six singles and a doubles"),
            _against("A-Y B-X C-Z DE-UV A-X C-Y B-Z"),
            4,
            players=(3, 5),
            most_rubbers=3,
        ),
        order(
            "tt_old_swaythling_9",
            _("Nine singles (old Swaythling)"),
            _against("A-X B-Y C-Z B-X A-Z C-Y B-Z C-X A-Y"),
            5,
            players=(3, 3),
            most_rubbers=3,
        ),
        order(
            "tt_mixed_wc",
            _("Mixed teams: first to eight games"),
            (_xd(), _ws(), _ms(), _md(), _wd()),
            8,
            count="games",
            best_of=3,
            all_games=True,
        ),
        order(
            "cn_tt_5a",
            _("Five rubbers, three men and two women, all play"),
            (_ms(), _ws(), _md(), _wd(), _xd()),
            players=(5, 5),
            men=3,
            women=2,
            least_rubbers=1,
            apart=(("MS", "MD1"), ("MS", "MD2"), ("WS", "XD2")),
        ),
        order(
            "cn_tt_5b",
            _("Five rubbers, three men's singles"),
            (_ms("MSA"), _ws(), _xd(), _ms("MSB"), _ms("MSC")),
            most_singles=1,
        ),
        order(
            "cn_tt_5c",
            _("Five singles, third player a woman"),
            _against("A-X B-Y C-Z A-Y B-X", "CZ"),
            players=(3, 3),
        ),
        order(
            "cn_tt_5d",
            _("Five rubbers with a leader, one may play twice"),
            (_xd(), _md(), _leader(), _ws(), _ms()),
            doubling=1,
        ),
        order(
            "cn_tt_5e",
            _("A leader, three singles, a mixed doubles"),
            (
                _leader("S1"),
                _called(SINGLES, Slot("S2")),
                _called(WOMEN, Slot("S3", "female")),
                _called(SINGLES, Slot("S4")),
                _xd(),
            ),
            all_in_groups=True,
        ),
        order("cn_tt_3s", _("Three singles"), _against("A-X B-Y C-Z"), 2, players=(3, 3), most_rubbers=1),
        order(
            "bd_sudirman", _("Sudirman Cup"), (_ms(), _ws(), _md(), _wd(), _xd()), free_order=True, all_in_groups=True
        ),
        order(
            "bd_thomas",
            _("Thomas Cup"),
            (_ms("MS1"), _md("MDA"), _ms("MS2"), _md("MDB"), _ms("MS3")),
            most_singles=1,
            apart=_once("MDA", "MDB"),
        ),
        order(
            "bd_uber",
            _("Uber Cup"),
            (_ws("WS1"), _wd("WDA"), _ws("WS2"), _wd("WDB"), _ws("WS3")),
            most_singles=1,
            apart=_once("WDA", "WDB"),
        ),
        order(
            "bd_relay_45",
            _("Relay to 45, three sets of five segments"),
            (_called(RELAY, *(Slot(f"R{number}") for number in range(1, 6))),),
            1,
            best_of=3,
            game=GameRule(45, 1, 45),
        ),
        order(
            "cn_bd_wzu",
            _("Leaders' doubles, mixed, men's doubles, two singles"),
            (_called(LEADERS_PAIR, Slot("L1", leader=True), Slot("L2")), _xd(), _md(), _ws(), _ms()),
            doubling=2,
            all_in_groups=True,
            best_of=1,
        ),
        order(
            "cn_bd_hnnu",
            _("Five rubbers, nobody plays twice"),
            (_ms(), _xd(), _wd(), _md(), _ws()),
            most_rubbers=1,
        ),
    )


ORDERS = {order.key: order for order in _orders()}
