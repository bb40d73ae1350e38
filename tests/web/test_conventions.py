from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from tests.web.client import API, PASSWORD, Someone, browser, problem_of, sign_in

JSON = {"Content-Type": "application/json"}


async def test_a_problem_says_what_rfc_9457_asks_for(app: FastAPI) -> None:
    answer = await browser(app).get(f"{API}/nowhere")
    content = problem_of(answer, 404, "request.no_such_page")
    assert content["type"] == "about:blank"
    assert content["title"] == "Not Found"


@pytest.mark.parametrize(
    ("header", "language", "detail"),
    [
        ("ko", "ko", "로그인해 주세요."),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko", "로그인해 주세요."),
        ("en", "en", "Please sign in."),
        ("fr;q=0.9, ko;q=0.1", "ko", "로그인해 주세요."),
        ("fr", "en", "Please sign in."),
        ("", "en", "Please sign in."),
        ("*", "en", "Please sign in."),
        (";;;q=x,,,-,ko_;q=", "en", "Please sign in."),
        ("k" * 5000, "en", "Please sign in."),
    ],
)
async def test_messages_are_in_the_language_asked_for(
    app: FastAPI, header: str, language: str, detail: str
) -> None:
    answer = await browser(app).get(f"{API}/me", headers={"Accept-Language": header})
    content = problem_of(answer, 401, "auth.required")
    assert content["detail"] == detail
    assert answer.headers["content-language"] == language
    assert "accept-language" in answer.headers["vary"].lower()


async def test_without_a_header_the_persons_own_language_counts(minji: Someone) -> None:
    content = problem_of(await minji.get(f"{minji.ledger}/entries/999"), 404, "entry.not_found")
    assert content["detail"] == "그런 내역이 없어요."


async def test_what_is_wrong_with_each_field_is_said(minji: Someone) -> None:
    body = {"kind": "expense", "amount": "1", "colour": "red", "memo": 5}
    answer = await minji.post(f"{minji.ledger}/entries", body, headers={"Accept-Language": "en"})
    content = problem_of(answer, 422, "request.invalid")
    assert {one["field"]: one["message"] for one in content["errors"]} == {
        "colour": "There is no such field.",
        "description": "This is missing.",
        "memo": "This must be text.",
    }


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/me", "DELETE, GET, PATCH"),
        ("DELETE", "/ledgers", "GET, POST"),
        ("POST", "/ledgers/1", "DELETE, GET, PATCH"),
        ("GET", "/auth/register", "POST"),
    ],
)
async def test_a_method_that_is_not_there_names_those_that_are(
    app: FastAPI, method: str, path: str, allow: str
) -> None:
    answer = await browser(app).request(method, API + path)
    problem_of(answer, 405, "request.method_not_allowed")
    assert answer.headers["allow"] == allow


@pytest.mark.parametrize(
    "body",
    [
        b'{"name": ',
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"5",
        b"NaN",
        b"1e999999",
        b"9" * 5000,
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"\xff\xfe{}",
        b'{"name": "\xff"}',
        b'{"name": "\\ud800", "currency": "KRW"}',
        b'{"\\ud800": 1}',
        b'{"name": "a\\u0000b"}',
        b'{"name": 1e400}',
        b'{"name": {"a": []}}',
        b'{"month_start_day": 1e400, "name": "x"}',
        b'{"month_start_day": NaN, "name": "x"}',
        b'{"month_start_day": 99999999999999999999, "name": "x"}',
    ],
)
async def test_a_body_that_is_none_is_refused(minji: Someone, body: bytes) -> None:
    answer = await minji.client.post(f"{API}/ledgers", content=body, headers=JSON)
    assert answer.status_code in {400, 422}, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    json.loads(answer.content)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", ""])
async def test_a_body_of_another_type_is_refused(minji: Someone, kind: str) -> None:
    answer = await minji.client.post(
        f"{API}/ledgers", content=b'{"name": "x"}', headers={"Content-Type": kind}
    )
    problem_of(answer, 415, "request.wrong_type")


async def test_a_body_of_no_type_is_refused(minji: Someone) -> None:
    answer = await minji.client.post(f"{API}/ledgers", content=b'{"name": "x"}')
    content = problem_of(answer, 415, "request.wrong_type")
    assert "application/json" in content["detail"]


async def test_signing_in_with_json_says_that_it_wants_a_form(app: FastAPI) -> None:
    answer = await browser(app).post(f"{API}/auth/token", json={"username": "a@b.c", "password": PASSWORD})
    content = problem_of(answer, 415, "request.not_a_form")
    assert "application/x-www-form-urlencoded" in content["detail"]


async def test_a_body_too_large_is_refused_whether_announced_or_not(minji: Someone) -> None:
    large = b'{"name": "' + b"x" * (10 * 1024 * 1024) + b'"}'
    answer = await minji.client.post(f"{API}/ledgers", content=large, headers=JSON)
    problem_of(answer, 413, "request.too_large")

    async def in_pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(large), 65536):
            yield large[start : start + 65536]

    answer = await minji.client.post(f"{API}/ledgers", content=in_pieces(), headers=JSON)
    problem_of(answer, 413, "request.too_large")
    assert len((await minji.get("/ledgers")).json()["items"]) == 1


async def test_every_answer_has_its_id_and_keeps_a_browser_safe(app: FastAPI) -> None:
    answer = await browser(app).get(f"{API}/me", headers={"X-Request-ID": "proxy-gave-this"})
    assert answer.headers["x-request-id"] == "proxy-gave-this"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    answer = await browser(app).get(f"{API}/me", headers={"X-Request-ID": "forged\nline"})
    assert answer.headers["x-request-id"] != "forged\nline"


async def test_a_cookie_reads_but_changes_only_from_our_own_pages(app: FastAPI, minji: Someone) -> None:
    token = await sign_in(browser(app), minji.email, PASSWORD)
    client = browser(app, Cookie=f"podo_session={token}")
    assert (await client.get(f"{API}/me")).status_code == 200
    change = {"display_name": "새 이름"}
    for headers in ({}, {"Origin": "https://evil.test"}, {"Origin": "null"}, {"X-CSRF-Token": "x"}):
        answer = await client.patch(f"{API}/me", json=change, headers=headers)
        problem_of(answer, 403, "auth.cross_site")
    answer = await client.patch(f"{API}/me", json=change, headers={"Origin": "http://podo.test"})
    assert answer.status_code == 200, answer.text


async def test_the_document_is_complete(app: FastAPI) -> None:
    document = (await browser(app).get("/openapi.json")).json()
    operations = [
        operation
        for path in document["paths"].values()
        for operation in path.values()
        if isinstance(operation, dict)
    ]
    assert len({one["operationId"] for one in operations}) == len(operations)
    for one in operations:
        assert one["summary"]
        assert one["tags"]
    flows = document["components"]["securitySchemes"]["Password"]["flows"]
    assert flows["password"]["tokenUrl"] == f"{API}/auth/token"
    assert "HTTPValidationError" not in json.dumps(document)


async def test_the_documentation_page_is_served(app: FastAPI) -> None:
    answer = await browser(app).get("/docs")
    assert answer.status_code == 200
    assert "swagger" in answer.text.lower()
