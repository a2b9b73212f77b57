"""What is found in files, in words of the window."""

from __future__ import annotations

from app.api_qt import tr, tr_said
from plugins.sql_assistant.sources.file_list import Listed
from plugins.sql_assistant.sources.file_misfits import Misfit
from plugins.sql_assistant.sources.file_preview import Preview

SHOWN_COLUMNS = 200
_UNITS = ("B", "kB", "MB", "GB", "TB")


def kind_words(kind: str) -> str:
    """What a file is."""
    return {
        "text": tr("CSV or other text"),
        "json": "JSON",
        "xlsx": tr("Excel workbook"),
        "parquet": "Parquet",
        "sqlite": tr("SQLite database"),
        "duckdb": tr("DuckDB database"),
    }.get(kind, kind)


def type_words(kind: str) -> str:
    """A type that can be chosen for a column; DuckDB's own name of any other."""
    return {
        "VARCHAR": tr("Text"),
        "BIGINT": tr("Whole number"),
        "DOUBLE": tr("Number"),
        "BOOLEAN": tr("True or false"),
        "DATE": tr("Date"),
        "DATE_MONTH_FIRST": tr("Date, month first"),
        "TIMESTAMP": tr("Date and time"),
        "TIMESTAMP_MONTH_FIRST": tr("Date and time, month first"),
    }.get(kind, kind)


def delimiter_words(mark: str) -> str:
    """A delimiter by its name."""
    return {",": tr("comma"), ";": tr("semicolon"), "\t": tr("tab"), "|": tr("bar"), " ": tr("blank")}.get(mark, mark)


def size_words(size_bytes: int) -> str:
    """The size of a file."""
    size, unit = float(size_bytes), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {_UNITS[unit]}" if unit and size < 100 else f"{size:.0f} {_UNITS[unit]}"


def short_words(entry: Listed) -> str:
    """What stands below the name of a file in the list."""
    if entry.error or entry.file is None:
        return f"⚠ {tr('cannot be read')}"
    return f"{kind_words(entry.file.kind)} · {size_words(entry.size_bytes)}"


def problem_words(entry: Listed) -> str:
    """Why a file cannot be read, and what helps; empty if it can."""
    return f"{tr_said(entry.error.message)} {tr_said(entry.error.hint)}".strip() if entry.error else ""


def summary(entry: Listed, found: Preview) -> str:
    """What a file holds, and what it becomes."""
    parts = [kind_words(found.kind), size_words(entry.size_bytes)]
    if found.row_count is not None:
        rows = tr("{count} rows") if found.is_whole else tr("about {count} rows")
        parts.append(rows.format(count=f"{found.row_count:,}"))
    parts.append(tr("{count} columns").format(count=f"{len(found.names):,}"))
    if len(found.sheets) > 1:
        parts.append(tr("each sheet becomes a table"))
    elif entry.alike > 1:
        words = tr("one table “{name}” with {count} files where their columns are the same")
        parts.append(words.format(name=entry.table, count=entry.alike))
    else:
        parts.append(tr("becomes the table “{name}”").format(name=entry.table))
    return " · ".join(parts)


def doubts(found: Preview) -> list[str]:
    """What may be wrong with how a file is read."""
    said = [tr_said(sentence) for sentence in found.said]
    said += [
        tr("The dates in “{name}” can be read in two ways, so they stay text.").format(name=name)
        for name in found.unclear
    ]
    said += [_misfit_words(one) for one in found.misfits]
    if found.kind == "text" and len(found.names) == 1:
        said.append(tr("All of it is one column; another delimiter may be right."))
    elif not found.is_steady:
        said.append(tr("The delimiter does not stand equally often in every line; another one may be right."))
    if len(found.names) > SHOWN_COLUMNS:
        words = tr("The first {count} of {all} columns are shown.")
        said.append(words.format(count=SHOWN_COLUMNS, all=f"{len(found.names):,}"))
    if found.kind == "text" and not found.is_whole:
        said.append(tr("Only the beginning of the file is shown; types are decided on all of it when it is opened."))
    return said


def _misfit_words(one: Misfit) -> str:
    if one.is_chosen:
        words = tr("“{name}”, line {line}: “{value}” is no {type}. Values that do not fit and are left empty: {count}.")
    else:
        words = tr("“{name}”, line {line}: “{value}” is no number, so the column stays text. Such values: {count}.")
    return words.format(
        name=one.column, line=f"{one.line:,}", value=one.value, type=type_words(one.kind), count=f"{one.count:,}"
    )
