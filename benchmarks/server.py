"""The application beside two bare routes, in one process: what is measured against what.

`/bare` answers a small JSON object. `/bare-insert` and `/bare-select` run one SQL statement each, in a
transaction of their own on the same engine, and answer the same object.
"""

from __future__ import annotations

import sys

import uvicorn
from pydantic import SecretStr
from sqlalchemy import text

from backend.db.session import read_session, unit_of_work
from backend.kit.logs import set_up_logs
from backend.main import create_app
from backend.settings import Settings
from backend.web.site import Site


def main(url: str, port: int) -> None:
    """Serve on loopback until ended."""
    settings = Settings(
        database_url=url,
        secret_key=SecretStr("b" * 32),
        _env_file=None,  # type: ignore[call-arg]
    )
    set_up_logs(style="json", level="WARNING")
    app = create_app(settings)
    site: Site = app.state.site

    @app.get("/bare")
    async def bare() -> dict[str, str]:
        return {"id": "1", "amount": "8000"}

    @app.post("/bare-insert")
    async def bare_insert() -> dict[str, str]:
        async with unit_of_work(site.database) as session:
            await session.execute(text("INSERT INTO bench (amount) VALUES (8000)"))
        return {"id": "1", "amount": "8000"}

    @app.get("/bare-select")
    async def bare_select() -> dict[str, str]:
        async with read_session(site.database) as session:
            await session.execute(text("SELECT max(id) FROM bench"))
        return {"id": "1", "amount": "8000"}

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False, loop="uvloop")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
