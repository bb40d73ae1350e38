"""`make bench`: everything that is measured, one after the other."""

from __future__ import annotations

from benchmarks import api, messages

for part in (api, messages):
    part.main()
