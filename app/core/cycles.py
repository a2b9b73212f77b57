"""Reference cycles are collected where the program says so, not wherever an object happens to be made.

Python looks for cycles on any thread and at any moment: on the loop thread, or inside a method that Qt calls while it walks over all
widgets, as it does for a new style sheet. A widget that is part of a cycle is deleted there and then, and the program ends with SIGSEGV
(``tests/app/ui/test_cycles.py`` has both at will). So a program with a window switches the automatic collector off and calls
``collect_due`` between two events of its GUI thread.
"""

from __future__ import annotations

import gc

EVERY_MS = 1000


def collect_due(*, at_leisure: bool = True) -> None:
    """Collect what Python's own collector would have collected by now.

    Args:
        at_leisure: whether there is time for the oldest generation too. It takes 0.1 s, and the young ones some milliseconds.
    """
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0) if at_leisure else (1, 0):
        if counts[generation] > thresholds[generation]:
            gc.collect(generation)
            return
