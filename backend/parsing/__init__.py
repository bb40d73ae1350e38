"""What people write, turned into drafts: pure, deterministic, offline."""

from backend.parsing.amendments import read_amendment
from backend.parsing.cases import to_case_row
from backend.parsing.drafts import Amendment, Draft, Evidence, Kind, Reading, Vocabulary, Why
from backend.parsing.reading import parse, read
from backend.parsing.text import normalise_words

__all__ = [
    "Amendment",
    "Draft",
    "Evidence",
    "Kind",
    "Reading",
    "Vocabulary",
    "Why",
    "normalise_words",
    "parse",
    "read",
    "read_amendment",
    "to_case_row",
]
