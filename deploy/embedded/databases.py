"""Roles and databases, one a service, on any PostgreSQL: ours or one that was there. Knows no table.

Goes through psql, so that it can be called where no event loop runs; a password reaches the server only as its
SCRAM verifier and stands in no log.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
import subprocess
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from deploy.embedded.postgres import BIN, DURABLE, PostgresFailed, last_words

ITERATIONS = 4096
OLDEST = 180000
"""uuidv7() came with PostgreSQL 18."""
NAME = re.compile(r"[a-z_]+\Z")

PREPARE = """
SELECT 'CREATE ROLE {role} LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') \\gexec
ALTER ROLE {role} WITH LOGIN PASSWORD '{verifier}';
ALTER ROLE {role} SET idle_in_transaction_session_timeout = '5s';
ALTER ROLE {role} SET statement_timeout = '10s';
ALTER ROLE {role} SET timezone = 'UTC';
GRANT {role} TO CURRENT_USER;
SELECT 'CREATE DATABASE {role} OWNER {role} TEMPLATE template0' || CASE
  WHEN EXISTS (SELECT FROM pg_database WHERE datname = 'template0' AND datlocprovider = 'b') THEN ''
  ELSE ' LOCALE_PROVIDER builtin BUILTIN_LOCALE ''C.UTF-8'' ENCODING ''UTF8''' END
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{role}') \\gexec
REVOKE CONNECT, TEMPORARY ON DATABASE {role} FROM PUBLIC;
GRANT CONNECT ON DATABASE {role} TO {role};
"""


def prepare_databases(url: str, passwords: Mapping[str, str]) -> None:
    """Make the role and the database of each service, `{"saishi_members": password, …}`; again changes nothing.

    Raises:
        PostgresFailed: the server is too old, or the user of the URL may not do this.
    """
    version = int(ask(url, "SHOW server_version_num;"))
    if version < OLDEST:
        raise PostgresFailed(f"PostgreSQL 18 or newer is needed; the server is {version // 10000}.")
    script = "".join(statements(role, password) for role, password in passwords.items())
    ask(url, "SET client_min_messages = warning; SET statement_timeout = 0;\n" + script)


def statements(role: str, password: str) -> str:
    if not NAME.match(role):
        raise ValueError(f"not a role's name: {role!r}")
    return PREPARE.format(role=role, verifier=scram_verifier(password))


def check_durable(url: str) -> None:
    """Refuse a server that would acknowledge what a power cut takes back.

    Raises:
        PostgresFailed: naming the setting.
    """
    names = ",".join(f"'{name}'" for name in DURABLE)
    answer = ask(url, f"SELECT name || '=' || setting FROM pg_settings WHERE name IN ({names});")  # noqa: S608
    found = dict(line.split("=", 1) for line in answer.splitlines())
    for name, wanted in DURABLE.items():
        if found.get(name) != wanted:
            raise PostgresFailed(f"PostgreSQL runs with {name} = {found.get(name)}; Saishi keeps no score on that.")


def ask(url: str, script: str) -> str:
    """What psql prints for a script, rows only."""
    result = subprocess.run(
        [BIN / "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", "--file=-"],
        input=script,
        env=os.environ | {"PGCONNECT_TIMEOUT": "5", "PGCLIENTENCODING": "UTF8"} | connection(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise PostgresFailed(f"PostgreSQL refused: {last_words(result.stderr)}")
    return result.stdout.strip()


def connection(url: str) -> dict[str, str]:
    """The URL for libpq's environment: a command line can be read by everybody on the machine, this cannot."""
    parts = urlsplit(url)
    named = {
        "PGHOST": parts.hostname,
        "PGPORT": None if parts.port is None else str(parts.port),
        "PGUSER": parts.username and unquote(parts.username),
        "PGPASSWORD": parts.password and unquote(parts.password),
        "PGDATABASE": parts.path.lstrip("/") or "postgres",
    }
    return {name: value for name, value in named.items() if value}


def database_url(url: str, role: str, password: str) -> str:
    """The URL of a service's own database on the server of `url`."""
    parts = urlsplit(url)
    port = "" if parts.port is None else f":{parts.port}"
    netloc = f"{role}:{quote(password, safe='')}@{parts.hostname}{port}"
    return urlunsplit(("postgres", netloc, f"/{role}", parts.query, ""))


def scram_verifier(password: str) -> str:
    """The form in which PostgreSQL stores a password (RFC 5802, SCRAM-SHA-256)."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = base64.b64encode(hashlib.sha256(client).digest()).decode()
    server = base64.b64encode(hmac.digest(salted, b"Server Key", "sha256")).decode()
    return f"SCRAM-SHA-256${ITERATIONS}:{base64.b64encode(salt).decode()}${stored}:{server}"
