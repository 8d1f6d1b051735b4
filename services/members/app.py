"""The members service: who people are."""

from pathlib import Path

from litestar.datastructures import State

from services.members import (
    administrators,
    first_passwords,
    inbox,
    me,
    once,
    password,
    personal,
    roster,
    roster_import,
    sign_in,
)
from services.members.tokens import Signer
from shared.kit.config import ConfigMissing
from shared.kit.service import Service
from shared.kit.words import _
from shared.messages.events import ContestDecided, NominationChanged


async def open_signer(state: State) -> None:
    if state.config.private_key_file is None:
        raise ConfigMissing("SAISHI_PRIVATE_KEY_FILE")
    state.signer = Signer(state.config.private_key_file)


SERVICE = Service(
    name="members",
    folder=Path(__file__).parent,
    handlers=[
        sign_in.router,
        once.router,
        password.router,
        me.router,
        roster.router,
        personal.router,
        roster_import.router,
        first_passwords.router,
        administrators.router,
    ],
    inbox={ContestDecided: inbox.on_contest_decided, NominationChanged: inbox.on_nomination_changed},
    constraints={
        "member_staff_number_once": ("member.number_taken", _("This staff number is in use.")),
        "member_staff_number_given": ("member.number.missing", _("The staff number is missing.")),
        "member_name_given": ("member.name.missing", _("The name is missing.")),
    },
    on_start=open_signer,
)
