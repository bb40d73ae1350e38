"""Somebody at a browser with JavaScript off: reads a page, fills in its forms, follows where they lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import count

import httpx
from fastapi import FastAPI

from tests.web.client import PASSWORD, browser

_NUMBERS = count(1)
HTML = {"Accept": "text/html,application/xhtml+xml", "Origin": "http://podo.test"}


@dataclass
class Form:
    """A form of a page with what its fields hold."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.addresses: list[str] = []
        self._open: Form | None = None
        self._select: str | None = None
        self._chosen: str | None = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.addresses += [
            given[name] for name in ("href", "src", "action", "data", "poster") if given.get(name)
        ]
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._open)
        if self._open is None:
            return
        if tag == "input" and "name" in given and given.get("type") not in {"checkbox", "radio"}:
            self._open.fields.append((given["name"], given.get("value") or ""))
        elif tag == "input" and "name" in given and "checked" in given:
            self._open.fields.append((given["name"], given.get("value") or "on"))
        elif tag == "select":
            self._select, self._chosen = given["name"], None
        elif tag == "option" and self._select and (self._chosen is None or "selected" in given):
            self._chosen = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        if tag == "select" and self._open and self._select:
            self._open.fields.append((self._select, self._chosen or ""))
            self._select = None


@dataclass
class Reader:
    """A browser and the page it shows."""

    client: httpx.AsyncClient
    page: httpx.Response | None = None
    home: str = ""
    email: str = ""

    @property
    def html(self) -> str:
        assert self.page is not None
        return self.page.text

    @property
    def parsed(self) -> _Page:
        found = _Page()
        found.feed(self.html)
        return found

    async def go(self, path: str, status: int = 200) -> str:
        """Open a page, following where it sends us."""
        self.page = await self.client.get(path, follow_redirects=True)
        assert self.page.status_code == status, (path, self.page.status_code, self.html[:3000])
        return self.html

    def form(self, action: str) -> Form:
        """Find the form that goes somewhere."""
        found = [one for one in self.parsed.forms if one.action.split("?")[0].endswith(action)]
        assert found, (action, [one.action for one in self.parsed.forms])
        return found[0]

    async def send(self, action: str, status: int = 200, **filled: str) -> str:
        """Fill in a form of the page, press its button, and follow."""
        form = self.form(action)
        data: dict[str, str | list[str]] = dict(form.fields)
        data.update(filled)
        self.page = await self.client.post(form.action, data=data, follow_redirects=True)
        assert self.page.status_code == status, (action, self.page.status_code, self.html[:3000])
        return self.html


async def visitor(app: FastAPI, language: str = "en") -> Reader:
    """Somebody who has just come."""
    client = browser(app, **HTML, **{"Accept-Language": language})
    return Reader(client)


async def newcomer(app: FastAPI, language: str = "en", **filled: str) -> Reader:
    """Somebody who has just registered on the page."""
    reader = await visitor(app, language)
    await reader.go("/register")
    reader.email = f"reader{next(_NUMBERS)}@example.com"
    await reader.send("/register", email=reader.email, password=PASSWORD, **filled)
    assert reader.page is not None
    reader.home = reader.page.url.path
    return reader
