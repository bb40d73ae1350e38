"""Rules of the house that no linter knows."""

import ast
from pathlib import Path

import alembic
import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [path for folder in ("backend", "bot") for path in sorted((ROOT / folder).rglob("*.py"))]
NO_QUERIES_NEEDED = {"backend/schema.py"}
"""Where statements about the database itself stand, not about what is in it."""


def named(path):
    return str(path.relative_to(ROOT))


def calls(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", "")), node


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_sql_stands_in_queries_only(path):
    if path.name == "queries.py" or path.parts[-2] == "db" or named(path) in NO_QUERIES_NEEDED:
        return
    found = [node.lineno for name, node in calls(path) if name == "select"]
    assert not found, f"{named(path)}: select( at {found}: move it to the feature's queries.py"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_one_place_commits(path):
    if path.parts[-2] == "db" or named(path) in NO_QUERIES_NEEDED:
        return
    found = [node.lineno for name, node in calls(path) if name == "commit"]
    assert not found, f"{named(path)}: commit( at {found}: the edge's unit_of_work commits"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), named(path)


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_is_imported_inside_a_function(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)]
            assert not inner, f"{named(path)}:{inner[0].lineno}: marks a wrong arrow"


def test_the_migrations_folder_does_not_hide_the_library():
    assert not (ROOT / "alembic" / "__init__.py").exists()
    assert "site-packages" in alembic.__file__


def test_files_name_no_registry():
    names = ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt", "pyproject.toml", "Makefile"]
    names += ["Dockerfile", ".ci/run", "docker-compose.yml", "docker-compose.prod.yml"]
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "://" not in text.replace("http://127.0.0.1", "").replace("sqlite://", "").replace(
            "postgresql://podo:", ""
        ), name


def test_everything_is_pinned_by_hash():
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pinned = [line for line in lines if "==" in line]
        assert pinned
        assert sum("--hash=sha256:" in line for line in lines) >= len(pinned), name
