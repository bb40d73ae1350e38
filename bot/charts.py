"""Draws a picture of a report: the shares of categories, and the daily line with the budget's pace; pure.

Importing this takes the plotting library, half a second and 50 MB: the bot does not, its drawing process does
(`bot/drawing.py`). The Korean font comes in a package of its own, so that a bare machine draws it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from unicodedata import category, east_asian_width

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.patches import FancyBboxPatch
from PIL import Image
from pylopdf_fonts_ko import sans_path

from bot.pictures import DARK, Bar, Line, Picture

WIDTH = 1080
"""Pixels: a phone's width, where Telegram shows a picture from edge to edge."""
DPI = 100
MARGIN = 64
HEAD = 264
ROW = 96
CHART = 560
COLOURS = 48
"""Of the palette that the picture is saved with: text stays smooth, the file is a third."""

UNWRITTEN = frozenset({"So", "Mn", "Me", "Cc", "Cf"})
"""Unicode's other signs, marks and controls: in a Korean text font they are boxes at best."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a picture."""

    paper: str
    ink: str
    faint: str
    rule: str
    empty: str
    bar: str
    over: str


DAY = Theme("#ffffff", "#1c1b22", "#6d6a78", "#e3e1ea", "#eeecf4", "#6c4bd8", "#d43a4a")
NIGHT = Theme("#17161c", "#f2f0f7", "#a5a1b3", "#35333f", "#2a2832", "#a98bff", "#ff7583")


def draw(picture: Picture) -> bytes:
    """Draw it as a PNG."""
    theme = NIGHT if picture.theme == DARK else DAY
    chart = 0 if picture.line is None else CHART
    height = HEAD + ROW * len(picture.bars) + chart + MARGIN // 2
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=theme.paper)
    canvas = FigureCanvasAgg(figure)
    page = figure.add_axes((0, 0, 1, 1))
    page.set_axis_off()
    page.set_xlim(0, WIDTH)
    page.set_ylim(height, 0)
    _head(page, picture, theme)
    for number, bar in enumerate(picture.bars):
        _bar(page, bar, HEAD + ROW * number, theme)
    if picture.line is not None:
        top = height - CHART
        room = (MARGIN + 76, 96, WIDTH - 2 * MARGIN - 76, CHART - 190)
        left, bottom, width, tall = room
        axes = figure.add_axes((left / WIDTH, bottom / height, width / WIDTH, tall / height))
        _legend(page, picture.line, top + 36, theme)
        _line(axes, picture.line, theme)
    return _png(canvas)


def _png(canvas: FigureCanvasAgg) -> bytes:
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), pixels).convert("RGB")
    out = BytesIO()
    drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _head(page: Axes, picture: Picture, theme: Theme) -> None:
    _write(page, picture.title, MARGIN, 80, 40, theme.faint)
    _write(page, picture.headline, MARGIN, 152, 66, theme.ink)
    _write(page, picture.note, MARGIN, 214, 36, theme.faint)


def _bar(page: Axes, bar: Bar, top: int, theme: Theme) -> None:
    """Write one category: its name, the figures at the right, and below them its share as a bar."""
    figures = f"{bar.amount} · {bar.percent:g}%"
    room = WIDTH - 2 * MARGIN
    _write(page, figures, WIDTH - MARGIN, top + 34, 36, theme.ink, align="right")
    _write(page, _fitting(bar.label, (room - _width(figures) * 36) / 36 - 1), MARGIN, top + 34, 36, theme.ink)
    for share, colour in ((100.0, theme.empty), (bar.percent, theme.bar)):
        long = max(18.0, room * min(share, 100.0) / 100)
        page.add_patch(_pill(MARGIN, top + 56, long, 18, colour))


def _pill(left: float, top: float, width: float, height: float, colour: str) -> FancyBboxPatch:
    shape = f"round,pad=0,rounding_size={height / 2}"
    return FancyBboxPatch((left, top), width, height, boxstyle=shape, facecolor=colour, linewidth=0)


def _legend(page: Axes, line: Line, at: int, theme: Theme) -> None:
    _dash(page, MARGIN, at, theme.bar, "-")
    _write(page, line.legend, MARGIN + 76, at + 12, 34, theme.ink)
    if line.pace is not None:
        left = MARGIN + 76 + int(34 * _width(line.legend)) + 56
        _dash(page, left, at, theme.faint, (0, (3, 2)))
        _write(page, line.pace_legend, left + 76, at + 12, 34, theme.ink)


def _dash(page: Axes, left: int, at: int, colour: str, style: str | tuple[int, tuple[int, int]]) -> None:
    page.plot([left, left + 60], [at, at], color=colour, linewidth=_points(7), linestyle=style)


def _line(axes: Axes, line: Line, theme: Theme) -> None:
    """Draw what was spent by each day; above the budget's pace the area is told by another colour."""
    highest = line.money_ticks[-1].at
    axes.set_facecolor(theme.paper)
    axes.set_xlim(-0.5, line.days - 0.5)
    axes.set_ylim(0, highest * 1.04)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(theme.rule)
    axes.tick_params(length=0, pad=12)
    axes.set_xticks([tick.at for tick in line.day_ticks], [tick.label for tick in line.day_ticks])
    axes.set_yticks([tick.at for tick in line.money_ticks], [tick.label for tick in line.money_ticks])
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(_font(32))
        label.set_color(theme.faint)
    axes.grid(axis="y", color=theme.rule, linewidth=_points(2))
    axes.set_axisbelow(True)
    days = range(len(line.spent))
    axes.fill_between(days, line.spent, color=theme.bar, alpha=0.16, linewidth=0)
    axes.plot(days, line.spent, color=theme.bar, linewidth=_points(7), solid_capstyle="round")
    if line.pace is not None:
        pace = [line.pace * (day + 1) / line.days for day in range(line.days)]
        axes.plot(pace, color=theme.faint, linewidth=_points(5), linestyle=(0, (3, 2)))
    if line.spent:
        last = len(line.spent) - 1
        is_over = line.pace is not None and line.spent[last] * line.days > line.pace * (last + 1)
        end = theme.over if is_over else theme.bar
        axes.plot([last], [line.spent[last]], marker="o", markersize=_points(22), color=end, clip_on=False)


def _points(pixels: float) -> float:
    return pixels * 72 / DPI


@cache
def _font(pixels: int) -> FontProperties:
    return FontProperties(fname=str(sans_path()), size=_points(pixels))


@cache
def _glyphs() -> FT2Font:
    return FT2Font(str(sans_path()))


def _write(
    page: Axes, text: str, left: float, base: float, pixels: int, colour: str, *, align: str = "left"
) -> None:
    room = (WIDTH - 2 * MARGIN) / pixels
    page.text(
        left,
        base,
        _fitting(text, room),
        fontproperties=_font(pixels),
        color=colour,
        ha=align,
        va="baseline",
        parse_math=False,
    )


def _fitting(text: str, room: float) -> str:
    """Leave out what the font cannot write and other signs (emoji), and cut what is wider than the room."""
    known = "".join(char for char in text if _is_written(char))
    known = " ".join(known.split())
    if _width(known) <= room:
        return known
    while known and _width(known) > room - 1:
        known = known[:-1]
    return known.rstrip() + "…"


def _is_written(char: str) -> bool:
    return category(char) not in UNWRITTEN and _glyphs().get_char_index(ord(char)) != 0


def _width(text: str) -> float:
    """Estimate how wide a text is, in heights of its letters: a Hangul syllable is nearly square."""
    return sum(0.93 if east_asian_width(char) in "WF" else 0.6 for char in text)
