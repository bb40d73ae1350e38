"""A client for tests: somebody who signs in and asks, in their own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from fastapi import FastAPI

API = "/api/v1"
PASSWORD = "correct horse battery"
_NUMBERS = count(1)


def browser(app: FastAPI, **headers: str) -> httpx.AsyncClient:
    """Somebody who has not signed in."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=("203.0.113.7", 4321))
    return httpx.AsyncClient(transport=transport, base_url="http://podo.test", headers=headers)


@dataclass
class Someone:
    """A person with a token."""

    client: httpx.AsyncClient
    email: str
    me: dict[str, Any] = field(default_factory=dict)

    @property
    def ledger(self) -> str:
        """Where their ledger lies."""
        return f"{API}/ledgers/{self.me['default_ledger_id']}"

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.client.get(_full(path), **more)

    async def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return await self.client.post(_full(path), json=json, **more)

    async def patch(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return await self.client.patch(_full(path), json=json, **more)

    async def put(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return await self.client.put(_full(path), json=json, **more)

    async def delete(self, path: str, **more: Any) -> httpx.Response:
        return await self.client.delete(_full(path), **more)

    async def record(self, amount: str = "8000", **more: Any) -> dict[str, Any]:
        """Record an expense."""
        body = {"kind": "expense", "amount": amount, "description": "김밥"} | more
        answer = await self.post(f"{self.ledger}/entries", body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def category(self, key: str) -> dict[str, Any]:
        """Find one of the ledger's categories by its key."""
        listed = (await self.get(f"{self.ledger}/categories")).json()["items"]
        return next(one for one in listed if one["key"] == key)


def _full(path: str) -> str:
    return path if path.startswith(API) else f"{API}{path}"


async def join(app: FastAPI, **details: Any) -> Someone:
    """Register somebody and sign them in."""
    email = details.pop("email", f"person{next(_NUMBERS)}@example.com")
    client = browser(app)
    registered = await client.post(
        f"{API}/auth/register", json={"email": email, "password": PASSWORD} | details
    )
    assert registered.status_code == 201, registered.text
    token = await sign_in(client, email)
    client.headers["Authorization"] = f"Bearer {token}"
    return Someone(client, email, registered.json())


async def sign_in(client: httpx.AsyncClient, email: str, password: str = PASSWORD) -> str:
    """Exchange a password for a token."""
    answer = await client.post(f"{API}/auth/token", data={"username": email, "password": password})
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def problem_of(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """See that an answer is this problem; give its content."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    content = answer.json()
    assert (answer.status_code, content["code"]) == (status, code), content
    assert content["status"] == status
    assert content["detail"]
    return content
