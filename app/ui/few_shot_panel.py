"""The panel that the host makes for tools without one: a form, the output, and for few-shot tools their examples."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from app.api_qt import Panel, PanelHost, tr
from app.core.fewshot import Example
from app.core.languages import latex_to_svg
from app.core.manifest import PluginManifest, Sample
from app.core.result import (
    AttemptStarted,
    RunEvent,
    RunFailed,
    RunFinished,
    TextStreamed,
)
from app.errors import AppError
from app.ui.desk import Desk
from app.ui.empty_state import EmptyState
from app.ui.examples_table import ExamplesTable
from app.ui.form import Form
from app.ui.output_view import OutputView
from app.ui.widgets import column, filled, frame, label

ASKED_PX = 280
FORMULA_PX = 32


class DataPanel(Panel):
    """Made for one tool; ``make_data_panel`` gives the class that the page wants."""

    shows_samples = True

    def __init__(self, manifest: PluginManifest, host: PanelHost, desk: Desk) -> None:
        super().__init__(manifest, host)
        self._desk = desk
        fields = [field for field in manifest.fields if field is not manifest.prompt_field]
        self._form = Form(desk.icons, fields, lambda caption: host.ask_open(caption, tr("All files") + " (*)"))
        self._form.edited.connect(self.subject_changed)
        self._asked = label("", wrap=True, selectable=True)
        self._empty = EmptyState(desk.icons, manifest)
        self.output = OutputView(desk, manifest.output_kind, manifest.output_language)
        self._latex = ""
        self.examples = self._examples_table()
        self._trial = Trial(self) if self.examples else None
        self._stack = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._lay_out(bool(fields))
        self._empty.sample_picked.connect(self._run_sample)

    def inputs(self) -> dict[str, Any]:
        given = self._form.values()
        if self.examples is not None and not self.examples.is_default:
            given["examples"] = self.example_rows()
        return given

    def fill(self, inputs: Mapping[str, Any]) -> None:
        self._form.set_values(inputs)
        self._asked.setText(str(inputs.get(self.manifest.prompt_field.name, "")))

    def present(self, event: RunEvent) -> None:
        match event:
            case AttemptStarted():
                self._stack.setCurrentIndex(1)
                self.output.restart()
            case TextStreamed(text=text):
                self.output.append(text)
            case RunFinished(result=result):
                self._stack.setCurrentIndex(1)
                self.output.show_output(result.outcome.output)
                self._draw(str(result.outcome.result.get("latex", "")))
            case RunFailed(partial=partial) if partial:
                self.output.show_output(partial)

    def state(self) -> dict[str, Any]:
        return {"form": self._form.values(), "split": self._split.sizes()}

    def restore(self, state: Mapping[str, Any]) -> None:
        if isinstance(form := state.get("form"), dict):
            self._form.set_values(form)
        if isinstance(sizes := state.get("split"), list) and len(sizes) == self._split.count() and any(sizes):
            self._split.setSizes([int(size) for size in sizes])

    def retheme(self) -> None:
        self._draw(self._latex)

    def take_file(self, path: Path) -> bool:
        name = self._form.first_file()
        if name is None:
            return False
        self._form.set_values({name: str(path)})
        return True

    def example_rows(self) -> list[dict[str, str]]:
        """The examples as the tool reads them."""
        examples = self.examples.model.examples if self.examples else ()
        return [{"input": one.input, "output": one.output} for one in examples]

    def _run_sample(self, sample: Sample) -> None:
        self.host.set_prompt(str(sample.inputs.get(self.manifest.prompt_field.name, "")))
        self.fill(sample.inputs)
        self.host.run()

    def _draw(self, latex: str) -> None:
        self._latex = latex
        if latex:
            colour = self.host.theme.text
            self.host.call(
                lambda: latex_to_svg(latex, size_px=FORMULA_PX, color=colour), self.output.show_drawing, lambda _e: None
            )

    def _examples_table(self) -> ExamplesTable | None:
        prompt = self.manifest.prompt
        if prompt is None:
            return None
        kept = self.host.settings.get("examples")
        examples = [Example(str(r["input"]), str(r["output"])) for r in kept] if kept else prompt.examples
        table = ExamplesTable(self._desk, prompt.examples, examples)
        table.edited.connect(self._keep_examples)
        return table

    def _keep_examples(self) -> None:
        if self.examples is not None:
            self.host.save_settings(examples=None if self.examples.is_default else self.example_rows())

    def _lay_out(self, has_form: bool) -> None:
        top: QWidget = QSplitter(Qt.Orientation.Horizontal)
        assert isinstance(top, QSplitter)  # noqa: S101 - tells mypy what was just made
        if has_form:
            card = frame("card")
            top.addWidget(filled(card, column(self._form, None, margins=(16, 12, 16, 12))))
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.output)
        top.addWidget(self._stack)
        top.setStretchFactor(top.count() - 1, 1)
        if has_form:
            top.setSizes([ASKED_PX, 3 * ASKED_PX])
        self._split.addWidget(top)
        if self.examples is not None:
            self._split.addWidget(filled(QWidget(), column(self.examples, margins=(0, 4, 0, 0))))
            self._split.setSizes([320, 200])
        self._split.setChildrenCollapsible(False)
        filled(self, column(self._split))


class Trial:
    """Leaves each example out in turn, asks for it, and ticks it if the answer is the same."""

    def __init__(self, panel: DataPanel) -> None:
        self._panel = panel
        self._run_id = ""
        self._place = -1
        table = panel.examples
        if table is not None:
            table.try_requested.connect(self.start)
            table.stop_requested.connect(self.stop)

    def start(self) -> None:
        """Try all, from the first."""
        table = self._panel.examples
        if table is not None:
            table.set_trying(True)
            self._try(0)

    def stop(self) -> None:
        """Stop trying."""
        table = self._panel.examples
        bridge = self._panel._desk.bridge
        if self._run_id:
            bridge.cancel(self._run_id)
            bridge.drop(self._run_id)
        self._run_id = ""
        if table is not None:
            table.set_trying(False)
            if 0 <= self._place < len(table.model.examples):
                table.model.set_tick(self._place, "")

    def _try(self, place: int) -> None:
        table = self._panel.examples
        if table is None:
            return
        if place >= len(table.model.examples):
            table.set_trying(False)
            return
        self._place = place
        table.model.set_tick(place, "trying")
        others = self._panel.example_rows()
        asked = others.pop(place)["input"]
        manifest = self._panel.manifest
        given = {**self._panel.inputs(), manifest.prompt_field.name: asked, "examples": others}
        self._run_id = self._panel._desk.bridge.start(
            manifest.id, given, self._heard, owner=self._panel, private=self._panel.host.private
        )

    def _heard(self, event: RunEvent) -> None:
        table = self._panel.examples
        if event.run_id != self._run_id or table is None:
            return
        match event:
            case RunFinished(result=result):
                wanted = table.model.examples[self._place].output if self._place < len(table.model.examples) else ""
                same = "".join(result.outcome.output.split()) == "".join(wanted.split())
                table.model.set_tick(self._place, "yes" if same else "no")
                self._try(self._place + 1)
            case RunFailed(error=error):
                self._give_up(error)

    def _give_up(self, error: AppError) -> None:
        self.stop()
        self._panel.host.show_error(error)


def make_data_panel(desk: Desk) -> type[Panel]:
    """The panel class for tools that bring none."""

    class Made(DataPanel):
        def __init__(self, manifest: PluginManifest, host: PanelHost) -> None:
            super().__init__(manifest, host, desk)

    return Made
