"""Stacks of fonts that systems bring along; each ends with Chinese ones, so that both scripts look of a piece."""

from __future__ import annotations

_CJK_SERIF = '"Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", SimSun'
_CJK_SANS = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC"'
_CJK_KAI = '"Kaiti SC", STKaiti, KaiTi, "LXGW WenKai", "Noto Serif CJK SC", "Source Han Serif SC"'
OLD_SERIF = f'"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, {_CJK_SERIF}, Georgia, serif'
FINE_SERIF = (
    f'Didot, "Bodoni 72", "Bodoni MT", "Playfair Display", "Times New Roman", "Nimbus Roman", {_CJK_SERIF}, serif'
)
BOOK_SERIF = f'Charter, "Bitstream Charter", "Sitka Text", Cambria, "URW Bookman", {_CJK_SERIF}, Georgia, serif'
GROTESK = f'"Helvetica Neue", Helvetica, "Nimbus Sans", Inter, "Segoe UI", {_CJK_SANS}, Arial, sans-serif'
HUMANIST = (
    f'Seravek, "Gill Sans Nova", Candara, Calibri, "Source Sans 3", "DejaVu Sans Condensed", {_CJK_SANS}, sans-serif'
)
GEOMETRIC = f'Avenir, "Avenir Next", "Century Gothic", Futura, "URW Gothic", Montserrat, {_CJK_SANS}, sans-serif'
ROUND = (
    'ui-rounded, "SF Pro Rounded", "Hiragino Maru Gothic ProN", Nunito, Quicksand, "Arial Rounded MT Bold", '
    f'"Noto Sans CJK JP", {_CJK_SANS}, sans-serif'
)
CHUNKY = (
    f'"Baloo 2", "Chalkboard SE", "Comic Neue", "Arial Rounded MT Bold", ui-rounded, Nunito, {_CJK_SANS}, sans-serif'
)
SYSTEM = f'-apple-system, "Segoe UI Variable Display", "Segoe UI", Inter, Roboto, {_CJK_SANS}, sans-serif'
SLAB = f'Rockwell, "Rockwell Nova", "Roboto Slab", "Zilla Slab", "Sitka Heading", {_CJK_SERIF}, "DejaVu Serif", serif'
HEAVY = f'"Arial Black", "Avenir Next", "Segoe UI Black", "Archivo Black", {_CJK_SANS}, Impact, sans-serif'
MONO = f'ui-monospace, "SF Mono", "Cascadia Code", Menlo, Consolas, "DejaVu Sans Mono", {_CJK_SANS}, monospace'
OLD_PRINT = f'"Cooper Black", "Bookman Old Style", "URW Bookman", "Hoefler Text", Rockwell, {_CJK_SERIF}, serif'
NARROW = f'"Avenir Next Condensed", "Arial Narrow", "Nimbus Sans Narrow", "Roboto Condensed", {_CJK_SANS}, sans-serif'
KAI = f'{_CJK_KAI}, "Iowan Old Style", "Palatino Linotype", P052, Georgia, serif'
SONG = '"Songti SC", "Noto Serif CJK SC", "Source Han Serif SC", SimSun, "Iowan Old Style", P052, Georgia, serif'
