from .choices import (
    ChoiceError,
    check_choices,
    open_concepts,
    open_report,
    open_store,
    open_themes,
)
from .many import export_corpus
from .outputs import Outputs
from .run import export_report
from .show import show_page, show_quotes
from .staging import Export

__all__ = [
    "ChoiceError",
    "Export",
    "Outputs",
    "check_choices",
    "export_corpus",
    "export_report",
    "open_concepts",
    "open_report",
    "open_store",
    "open_themes",
    "show_page",
    "show_quotes",
]
