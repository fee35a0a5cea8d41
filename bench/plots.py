"""Bar charts as SVG: groups of bars, one colour a program, for light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

COLOURS = ("#0b6e4f", "#63b995", "#d1495b", "#edae49", "#66799a", "#8d6a9f", "#a3a3a3", "#5f5f5f")  # fmt: skip

WIDTH, LEFT, BAR, GAP, HEAD, LEGEND = 720, 130, 12, 14, 40, 24
"""Measures of a chart (pixels); BAR: height of a bar with the room around it."""

STYLE = """
text { font: 12px sans-serif; fill: #333 }
.title { font-size: 14px; font-weight: bold }
.value { font-size: 10px }
@media (prefers-color-scheme: dark) { text { fill: #ddd } }
"""


class Chart(NamedTuple):
    """
    Some figures.

    Fields:
        title: what they are, with the unit.
        note:  where they come from.
        bars:  group -> program -> figure.
    """

    title: str
    note: str
    bars: Mapping[str, Mapping[str, float]]


def svg(chart: Chart) -> str:
    """A chart as a file of SVG."""
    names = list(dict.fromkeys(name for group in chart.bars.values() for name in group))
    colour = dict(zip(names, COLOURS, strict=False))
    most = max(value for group in chart.bars.values() for value in group.values())
    scale = (WIDTH - LEFT - 60) / most
    parts, y = [], HEAD + LEGEND * (1 + (len(names) - 1) // 4)
    for group, bars in chart.bars.items():
        parts.append(f'<text x="{LEFT - 8}" y="{y + len(bars) * BAR / 2 + 4:.0f}" text-anchor="end">{escape(group)}</text>')  # fmt: skip
        for name, value in bars.items():
            parts.append(bar(y, value * scale, f"{value:,.0f}", colour[name]))
            y += BAR
        y += GAP
    head = f'<text class="title" x="8" y="20">{escape(chart.title)}</text>'
    foot = f'<text class="value" x="8" y="{y + 8}">{escape(chart.note)}</text>'
    size = f'width="{WIDTH}" height="{y + 16}" viewBox="0 0 {WIDTH} {y + 16}"'
    body = "\n".join([head, *legend(colour), *parts, foot])
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n<style>{STYLE}</style>\n{body}\n</svg>\n'


def legend(colour: Mapping[str, str]) -> list[str]:
    """Which colour is which program."""
    made = []
    for at, (name, fill) in enumerate(colour.items()):
        x, y = 8 + at % 4 * 175, HEAD + at // 4 * LEGEND
        made.append(f'<rect x="{x}" y="{y - 9}" width="10" height="10" fill="{fill}"/>')
        made.append(f'<text x="{x + 15}" y="{y}">{escape(name)}</text>')
    return made


def bar(y: float, length: float, figure: str, colour: str) -> str:
    """A bar with its figure behind it."""
    box = f'<rect x="{LEFT}" y="{y}" width="{max(length, 1):.1f}" height="{BAR - 2}" fill="{colour}"/>'
    return f'{box}<text class="value" x="{LEFT + length + 4:.1f}" y="{y + BAR - 3}">{figure}</text>'
