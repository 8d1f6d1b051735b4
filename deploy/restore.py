"""`saishi restore`: an empty data folder becomes what the backup was. Leaves nothing behind if it cannot.

Transaction numbers begin anew in a new cluster, and the relays read by them. So every journal row is marked as long
sent, but for the newest of each subject: those go out again under their old ids at the next start, which fills the
streams, and the readers' inboxes know which of them they had handled.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from deploy.archive import SIGNING_KEY, dump_name, read_archive
from deploy.backup import alone
from deploy.embedded.databases import ask, connection, database_url, prepare_databases
from deploy.embedded.nats import write_secret
from deploy.embedded.postgres import BIN, PostgresFailed, last_words
from deploy.keys import make_secrets, role_of
from deploy.layout import SERVICES, Layout
from deploy.parts import POSTGRES_URL
from deploy.preflight import check_room, empty_or_missing, prepare_folder
from deploy.words import FAILED, CannotGoOn

RESEND = """
SET statement_timeout = 0;
SELECT to_regclass('journal') IS NOT NULL AS migrated \\gset
\\if :migrated
BEGIN;
UPDATE journal SET xid = '1';
UPDATE journal SET xid = '2' FROM (
  SELECT DISTINCT ON (subject) at, seq FROM journal ORDER BY subject, revision DESC, seq DESC
) newest WHERE journal.at = newest.at AND journal.seq = newest.seq;
UPDATE relay_cursor SET xid = '1', seq = 9223372036854775807;
COMMIT;
\\endif
"""
"""A service that never ran has no journal yet."""


def restore(layout: Layout, file: Path) -> str:
    """Fill an empty folder from a backup; returns the sentence that says so.

    Raises:
        CannotGoOn: the folder is not empty, the file is no backup, or PostgreSQL refused.
    """
    if os.environ.get(POSTGRES_URL):
        raise CannotGoOn(f"restore fills Saishi's own servers; unset {POSTGRES_URL}, or use pg_restore on your own.")
    if not empty_or_missing(layout.data):
        raise CannotGoOn(f"{layout.data} is not empty; a restore needs an empty or new folder, see --data.")
    was_there = layout.data.exists()
    prepare_folder(layout)
    try:
        check_room(layout)
        fill(layout, file)
    except BaseException as error:
        clear(layout.data, keep=was_there)
        if isinstance(error, PostgresFailed):
            raise CannotGoOn(str(error), FAILED) from None
        raise
    return f"{layout.data} is restored. Start it with: ./saishi up --data {layout.data}"


def fill(layout: Layout, file: Path) -> None:
    with tempfile.TemporaryDirectory(dir=layout.data) as folder:
        parts = read_archive(file, Path(folder))
        missing = [name for name in [SIGNING_KEY, *dump_names().values()] if name not in parts]
        if missing:
            raise CannotGoOn(f"{file} is not a whole backup of Saishi: {missing[0]} is missing.")
        layout.secrets.mkdir(mode=0o700)
        write_secret(layout.secrets / Path(SIGNING_KEY).name, parts[SIGNING_KEY].read_text())
        secrets = make_secrets(layout.secrets)
        with alone(layout, secrets) as url:
            prepare_databases(url, secrets.of_databases)
            for role, name in dump_names().items():
                load(database_url(url, role, secrets.passwords[role]), parts[name])
        layout.prepared.touch(mode=0o600)


def dump_names() -> Mapping[str, str]:
    return {role_of(service): dump_name(role_of(service)) for service in SERVICES}


def load(url: str, dump: Path) -> None:
    """Load one database as its own role, then have its newest states sent again."""
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname="]
    result = subprocess.run(
        [BIN / "pg_restore", *options, dump],
        env=os.environ | connection(url),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise PostgresFailed(f"pg_restore failed: {last_words(result.stderr)}")
    ask(url, RESEND)


def clear(folder: Path, *, keep: bool) -> None:
    """Leave things as they were found: an empty folder, or none."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if not keep:
        folder.rmdir()
