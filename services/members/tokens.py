"""Signs session tokens. The private key is here and nowhere else; every service verifies with the public one."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from joserfc import jwt
from joserfc.jwk import OKPKey
from msgspec import Struct

from services.members.sql.accounts import Account
from shared.kit.http.auth import ISSUER

LASTS = timedelta(hours=12)


class Token(Struct, frozen=True, kw_only=True):
    """A session's token as it is handed over."""

    token: str
    member_id: UUID
    must_change_password: bool
    expires_at: datetime


class Signer:
    def __init__(self, private_key_file: Path) -> None:
        self.key = OKPKey.import_key(json.loads(private_key_file.read_text(encoding="utf-8")))

    def token(self, account: Account, session_id: UUID, expires_at: datetime) -> Token:
        claims = {
            "iss": ISSUER,
            "sub": str(account.member_id),
            "sid": str(session_id),
            "name": account.name,
            "roles": ["administrator"] if account.is_administrator else [],
            "must_change": account.must_change,
            "exp": int(expires_at.timestamp()),
        }
        header = {"alg": "Ed25519", "kid": self.key.kid} if self.key.kid else {"alg": "Ed25519"}
        signed = jwt.encode(header, claims, self.key, algorithms=["Ed25519"])
        return Token(
            token=signed,
            member_id=account.member_id,
            must_change_password=account.must_change,
            expires_at=expires_at,
        )
