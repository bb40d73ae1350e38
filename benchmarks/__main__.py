"""`make bench`: what is measured within some minutes, one after the other; `growth` takes longer."""

from __future__ import annotations

import subprocess
import sys

from benchmarks import api, charts, commands, messages, pages

for part in (api, messages, commands, charts):
    part.main()
pages.main([])
# Its import is measured too, which is none where something else imported it before.
subprocess.run([sys.executable, "-m", "benchmarks.parsing"], check=True)
