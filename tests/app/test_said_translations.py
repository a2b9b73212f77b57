"""What the program says below the window (errors, hints, notices, reasons, evidence) is in the tables too, and is found there."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app import errors
from app.core import router
from app.core.manifest import load_manifest
from app.ui.i18n import manifest_table, read_table
from app.ui.said import Sentences
from plugins.bookkeeping.statements import ZERO, Statements
from plugins.chess_moves import position
from plugins.sql_assistant import shape

ROOT = Path(__file__).resolve().parents[2]
SPEAKING = ("core", "engines", "models", "worker", "ui", "bootstrap.py")
PLUGINS = sorted(path.parent.name for path in (ROOT / "plugins").glob("*/plugin.toml"))

SAYERS: Mapping[str, tuple[str, ...]] = {
    "KeyPlace": ("", "%s"),
    "NotUsable": ("%s",),
    "Notice": ("%s",),
    "Problem": ("%s", "%s"),
    "Fault": ("%s", "%s"),
    "Finding": ("", "", "%s"),
    "TakenIn": ("", "", "", "%s", "%s"),
    "_Nonsense": ("%s",),
    "_RefusedError": ("%s", "%s"),
    "_contradiction": ("", "%s"),
    "_fail": ("{}: %s",),
    "_nonsense": ("", "%s", "%s"),
    "_problem": ("", "", "The model file {} %s.", "%s"),
    "_structure": ("", "%s", "%s"),
    "_unreadable": ("", "%s"),
    "report": ("%s",),
    "tell": ("%s",),
    "accounts._wrong": ("", "Line {} of the accounts: %s.", "%s"),
    "addresses._error": ("", "%s", "%s"),
    "copy_checks._error": ("%s", "%s"),
    "queries._fault": ("%s", "%s"),
    "reading._wrong": ("%s.",),
    "selectors._BadSelector": ("%s", "%s"),
}
"""Functions, with their module where the name means something else elsewhere, and what becomes of their arguments."""

UNHEARD = frozenset("ImportError OSError ReadTimeout RuntimeError TypeError ValueError compile getLogger tr".split())
"""What is handed to these is for programmers; the window's own words are looked after elsewhere."""

FOR_MODELS = frozenset(
    "prompt.py prompts.py outline.py reading.SYSTEM reading.RULES plugin.SYSTEM styling.RULES sample_db._COMMENTS".split()
)
"""Files and names that hold what models are told, and made-up data."""

FOR_TERMINALS = frozenset(("gpu.py", "gpu_advice.py", "raw_loop.py"))
"""Files whose sentences the command line says, in English."""

UNSPOKEN = frozenset(
    (
        "Give the whole corrected answer.",  # told to a model
        "Say OK.",
        "{} is to move{}.",
        "The model file {} {}.",  # with what its callers say
    )
)

_HOLE = re.compile(r"\{[^{}]*\}")
_SENTENCE = re.compile(r"(?:[A-Z“@<\[]|llama|\{\}).*[a-z].*(?:[.!…]|[\w}]\?)", re.DOTALL)
_CUT = re.compile(r"(?<=[.!?…])\s+(?=[\"“(A-Z0-9{])")


def bare(text: str) -> str:
    """A text of the table with ``{}`` for its places."""
    return _HOLE.sub("{}", text)


def table_of(path: Path) -> dict[str, str]:
    return dict(tomllib.loads(path.read_text(encoding="utf-8")))


def app_table() -> dict[str, str]:
    return table_of(ROOT / "resources" / "i18n" / "zh_CN.toml")


def plugin_table(name: str) -> dict[str, str]:
    return manifest_table([load_manifest(ROOT / "plugins" / name / "plugin.toml")], "zh_CN")


def whole_table() -> dict[str, str]:
    """As the window puts it together."""
    manifests = [load_manifest(path) for path in sorted((ROOT / "plugins").glob("*/*.toml")) if path.stem != "zh_CN"]
    return {**manifest_table(manifests, "zh_CN"), **read_table(ROOT / "resources" / "i18n", "zh_CN")}


class _Ears(ast.NodeVisitor):
    """Collects what a module says: what is handed to sayers, and whatever else has the form of a sentence."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._heard: set[ast.expr] = set()
        self.said: list[tuple[int, str]] = []

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in UNHEARD:
            return
        kind = getattr(errors, name, None)
        is_error = isinstance(kind, type) and issubclass(kind, errors.AppError)
        forms = ("%s",) if is_error else SAYERS.get(f"{self._module}.{name}", SAYERS.get(name, ()))
        for part, form in zip(node.args, forms, strict=False):
            self._hear(part, form)
        for keyword in node.keywords:
            if keyword.arg == "hint":
                self._hear(keyword.value, "%s")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        if not any(f"{self._module}.{name}" in FOR_MODELS for name in names):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._overhear(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._overhear(node)

    def _overhear(self, node: ast.expr) -> None:
        for text in texts(node) if node not in self._heard else ():
            if _SENTENCE.fullmatch(bare(text)) and " " in text:
                self.said.append((node.lineno, bare(text)))

    def _hear(self, part: ast.expr, form: str) -> None:
        if form:
            self._heard.add(part)
        for text in texts(part):
            if form and re.search(r"[A-Za-z]{2}", _HOLE.sub("", text)):
                self.said.append((part.lineno, form.replace("%s", bare(text))))


def texts(part: ast.expr) -> Iterator[str]:
    match part:
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(value.value) if isinstance(value, ast.Constant) else "{}" for value in values)
        case ast.IfExp(body=body, orelse=orelse):
            yield from texts(body)
            yield from texts(orelse)


def said_in(file: Path) -> Iterator[tuple[str, str]]:
    """(file:line, text with ``{}`` for what is filled in), whole or cut into sentences."""
    if file.name in FOR_MODELS | FOR_TERMINALS:
        return
    ears = _Ears(file.stem)
    ears.visit(ast.parse(file.read_text(encoding="utf-8")))
    for line, text in dict.fromkeys(ears.said):
        yield f"{file.relative_to(ROOT)}:{line}", text


def files(*places: Path) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place]


def is_known(text: str, known: set[str]) -> bool:
    """Whether the table holds a text: whole, or as sentences, of which some may have been put together elsewhere."""
    if text in known or f"{text} {{}}" in known or text in UNSPOKEN:
        return True
    parts = _CUT.split(text)
    return all(
        part in known or part.removeprefix("{} ") in known or not re.search(r"\w", _HOLE.sub("", part))
        for part in parts
    )


def unknown(places: Iterator[Path], table: Mapping[str, str]) -> list[tuple[str, str]]:
    known = {bare(text) for text in table}
    return [said for file in places for said in said_in(file) if not is_known(said[1], known)]


def test_every_sentence_from_below_the_window_is_translated() -> None:
    assert unknown(files(*(ROOT / "app" / place for place in SPEAKING)), app_table()) == []


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_sentence_of_a_tool_is_translated(plugin: str) -> None:
    assert unknown(files(ROOT / "plugins" / plugin), {**app_table(), **plugin_table(plugin)}) == []


def values_for(source: str) -> dict[str, str]:
    """Words and numbers of nobody's for the places of a text."""
    places = dict(re.findall(r"\{(\w+)([^{}]*)\}", source))
    return {name: f"{71 + at}" if shape == ":n" else f"Zq{at}" for at, (name, shape) in enumerate(places.items())}


def filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)[^{}]*\}", lambda place: values[place[1]], text)


def test_a_sentence_is_never_taken_for_another() -> None:
    table = whole_table()
    sentences = Sentences(table)
    taken = {}
    for source, translation in table.items():
        values = values_for(source)
        if values and len(_HOLE.sub("", source)) >= 4:
            got = sentences.translated(filled(source, values)) or ""
            if got.replace(" ", "") != filled(translation, values).replace(" ", ""):
                taken[source] = got
    assert taken == {}


def test_a_text_of_the_window_is_itself_before_it_is_anything_else() -> None:
    table = whole_table()
    sentences = Sentences(table)
    assert {text: got for text in table if (got := sentences.translated(text)) != table[text]} == {}


def test_words_that_stand_inside_sentences_are_translated() -> None:
    statements = Statements("USD", (), ZERO, ZERO)
    labels = [(one.name, one.left_label, one.right_label) for one in statements.identities()]
    phrases = {
        "the local model",
        *router._KIND_WORDS.values(),
        *position._ILLEGAL.values(),
        *(words for words, _, _ in shape._ASKED),
        *(words for words, _, _ in shape._UNASKED),
        *(name for names in labels for name in names),
    }
    assert sorted(phrases - set(whole_table())) == []


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        (
            "gpt failed: a.com says: Slow down. Try again. So the local model answers: you chose “cloud, then local” for SQL assistant.",
            "gpt 未能完成：a.com 返回：Slow down. Try again. 因此由本地模型回答：你为“SQL 助手”选择了“先云端，后本地”。",
        ),
        (
            "The secure connection to a.com failed: bad certificate. So team answers: you chose “cloud, then team” for SQL assistant.",
            "与 a.com 的安全连接失败：bad certificate。因此由 team 回答：你为“SQL 助手”选择了“先云端，后 team”。",
        ),
        (
            "a.com:9 failed: a.com:9 cannot be reached: Connection refused. So the cloud answers: you asked for the cloud in this run.",
            "a.com:9 未能完成：无法连接 a.com:9：连接被拒绝。因此由云端回答：你为这次运行指定了云端。",
        ),
        (
            "Qwen failed: The model file a b.gguf cannot be read: Permission denied. So the cloud answers: you asked for the cloud "
            "in this run.",
            "Qwen 未能完成：无法读取模型文件 a b.gguf：权限不足。因此由云端回答：你为这次运行指定了云端。",
        ),
        ("This position cannot be: White has no king; the board is empty.", "不可能有这样的局面：白方没有王；棋盘是空的。"),
        (
            "No model chose this move: No model can answer for Chess moves. There is no local model.",
            "这一步不是模型选的：没有模型能为“国际象棋走法”作答。没有本地模型。",
        ),
        (
            "You marked “Date” as private. So nothing was sent to a.com.",
            "你已将“Date”标记为私密。因此没有向 a.com 发送任何内容。",
        ),
        (
            "An estimate from the size alone. Needs 2.0 GiB, and only 1.0 GiB is free now. Close other programs, or choose a smaller model "
            "or context.",
            "仅根据文件大小估计。需要 2.0 GiB，当前只有 1.0 GiB 可用。请关闭其他程序，或选择更小的模型或上下文。",
        ),
        (
            "built-in search, depth 5, scores for White: Nf3 -0.20. Its own move is d4 mate in 3. Line: 1. d4 d5 2. c4",
            "内置搜索，深度 5，白方评分：Nf3 -0.20。引擎自己的选择是 d4 3 步杀。变化：1. d4 d5 2. c4",
        ),
        (
            "Net income ties (USD): Income − expenses -36.50 = Net assets − owner's equity -36.50.",
            "净利润勾稽（USD）：收入 − 费用 -36.50 = 净资产 − 所有者权益 -36.50。",
        ),
        (
            "The process that runs the model Qwen ended unexpectedly (signal 11, SIGSEGV).",
            "运行模型 Qwen 的进程意外结束（信号 11，SIGSEGV）。",
        ),
        ("The model file a.gguf cannot be read: Permission denied.", "无法读取模型文件 a.gguf：权限不足。"),
        ("CUDA0, 33 of 33 layers", "CUDA0，33/33 层"),
    ],
)  # fmt: skip
def test_a_sentence_that_was_put_together_is_found_with_all_of_its_parts(said: str, chinese: str) -> None:
    assert Sentences(whole_table()).translated(said) == chinese
