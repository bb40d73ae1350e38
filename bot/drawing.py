"""The drawing process: reads what to draw from standard input, a JSON line each, and writes PNGs back.

It says READY once, then answers each line with four bytes of length and the PNG; where it could not draw, the
length is 0. It ends with its input, so it never outlives the bot.
"""

from __future__ import annotations

import gc
import json
import struct
import sys
import traceback
from typing import BinaryIO

from bot.charts import draw
from bot.pictures import Picture

READY = b"!"
LENGTH = struct.Struct(">I")


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Draw until there is nothing left to read."""
    out.write(READY)
    out.flush()
    for line in source:
        png = _drawn(line)
        out.write(LENGTH.pack(len(png)) + png)
        out.flush()
        gc.collect()  # a figure is full of cycles: left alone, a few of them double the process


def _drawn(line: bytes) -> bytes:
    try:
        return draw(Picture.of_json(json.loads(line)))
    except Exception:  # noqa: BLE001 - one picture that cannot be drawn is no reason to leave the others
        traceback.print_exc(file=sys.stderr)
        return b""


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
