"""What the window knows of the models on this machine: gathered off the GUI thread, shown in the bar's menu and on the model page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.settings import LocalSettings
from app.models.fit import Fit
from app.models.gguf import GgufHeader
from app.models.library import KnownModel, PlaceReport
from app.models.machine import Machine

if TYPE_CHECKING:
    from app.bootstrap import Services
    from app.models.gpu_advice import Advice


@dataclass(frozen=True, slots=True)
class ShelfModel:
    """A model that is here.

    Attributes:
        fit: None where the file cannot be read.
        is_corrected: whether earlier loads on this machine have corrected the plan.
        can_delete: whether this program downloaded it.
    """

    model: KnownModel
    fit: Fit | None = None
    is_corrected: bool = False
    can_delete: bool = False

    @property
    def key(self) -> str:
        return str(self.model.path)

    def is_chosen(self, local: LocalSettings) -> bool:
        """Whether the settings name it; the starter is what an empty name means."""
        if not local.model:
            return self.model.is_starter
        return local.model in {str(path) for path in (self.model.path, *self.model.also_at)}


@dataclass(frozen=True, slots=True)
class Shelf:
    """All of them, the places that hold some or could not be read, and the memory that there is.

    Attributes:
        advice: whether a GPU lies idle; None as long as nobody has asked what the build sees.
    """

    models: tuple[ShelfModel, ...] = ()
    places: tuple[PlaceReport, ...] = ()
    machine: Machine | None = None
    advice: Advice | None = None

    def get(self, key: str) -> ShelfModel | None:
        """One of them, by its path."""
        return next((one for one in self.models if one.key == key), None)


def look(services: Services) -> Shelf:
    """Look for models and plan each. Slow: not for the GUI thread."""
    listing, build = services.library.scan(), services.hardware.known_build
    models = tuple(_planned(services, model) for model in listing.models)
    advice = _advice(services, models) if build else None
    return Shelf(models, listing.places, Machine.now(build.gpus if build else None), advice)


def _advice(services: Services, models: tuple[ShelfModel, ...]) -> Advice | None:
    chosen = next((one for one in models if one.is_chosen(services.settings.current.local)), None)
    loaded = getattr(services.engines.local(), "load_report", None)
    return services.hardware.advice(fit=chosen.fit if chosen else None, loaded=loaded)


def _planned(services: Services, model: KnownModel) -> ShelfModel:
    header = model.header
    can_delete = services.library.can_delete(model)
    if header is None:
        return ShelfModel(model, can_delete=can_delete)
    return ShelfModel(model, services.hardware.fit(header), _is_corrected(services, header), can_delete)


def _is_corrected(services: Services, header: GgufHeader) -> bool:
    build = services.hardware.known_build
    if build is None:
        return False
    from app.models.calibration import machine_key
    from app.models.needs import Ratios

    found = services.hardware.calibration.ratios(machine_key(build), header)
    return found != Ratios(overhead=found.overhead)  # the process' own size is corrected by loads of any kind
