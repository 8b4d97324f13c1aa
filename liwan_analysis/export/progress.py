"""A line of progress on a terminal, as notebooks are run; elsewhere nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["cell_bar"]


@contextmanager
def cell_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Hold a bar for as long as the block runs; what it gives hears of each cell, as `run_notebooks` tells of it.

    >>> with cell_bar() as on_cell:
    ...     on_cell("01_the_report", 1, 20)
    """
    from tqdm import tqdm

    with tqdm(total=1, unit="cell", desc="notebooks", leave=False, disable=None) as bar:

        def on_cell(name: str, done: int, total: int) -> None:
            bar.total = total
            bar.set_postfix_str(name)
            bar.update(done - bar.n)

        yield on_cell
