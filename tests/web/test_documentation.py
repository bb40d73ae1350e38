"""The documentation page works signed in and asks no other host for anything."""

import re

import pytest

from tests.web.client import browser


@pytest.fixture
def client(app):
    return browser(app)


async def test_the_page_loads_nothing_from_elsewhere(client):
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "swagger-ui" in page.text
    assert not re.search(r"https?://", page.text.replace("http://www.w3.org", ""))
    assert "unsafe-inline" not in page.headers["content-security-policy"].partition("style-src")[0]
    for asset in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert (await client.get(asset)).status_code == 200, asset


async def test_it_knows_how_to_sign_in(client):
    document = (await client.get("/openapi.json")).json()
    schemes = document["components"]["securitySchemes"]
    flows = [flow for scheme in schemes.values() for flow in scheme.get("flows", {}).values()]
    assert any(flow["tokenUrl"].endswith("/api/v1/auth/token") for flow in flows)
