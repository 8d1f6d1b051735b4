"""Game scores as people type them. No database: reading is a plain function."""

import pytest

from services.scoring.games_text import read_games
from shared.kit.http.errors import Refused

THREE = ((21, 15), (18, 21), (21, 19))


@pytest.mark.parametrize(
    "text",
    [
        "21-15 18-21 21-19",
        "21:15,18:21,21:19",
        " 21 - 15 / 18 - 21 / 21 - 19 ",
        "21\u201315; 18\u201421; 21\u221219",
        "\uff12\uff11\uff0d\uff11\uff15\uff0c\uff11\uff18\uff1a\uff12\uff11\u3001\uff12\uff11\uff5e\uff11\uff19",
        "21比15、18比21、21比19。",
        "(21-15)(18-21)(21-19)",
        "（21：15）（18：21）（21：19）",
    ],
)
def test_any_usual_way_of_writing_is_read(text: str) -> None:
    assert read_games(text) == THREE


def test_nothing_typed_is_no_games() -> None:
    assert read_games("  ") == ()


@pytest.mark.parametrize("text", ["21", "21-15 x", "won 21-15", "21-15-18", "2115-3", "-21-15", "21--"])
def test_what_is_no_score_is_refused_and_named(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_games(text)
    assert refused.value.code == "result.unreadable"
    assert refused.value.params["part"]
