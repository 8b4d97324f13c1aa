"""Export: a report into a folder of figures, tables, texts, notebooks and one page."""

from liwan_analysis.export.choices import ChoiceError, check_choices, open_report, open_store, open_themes
from liwan_analysis.export.many import export_corpus
from liwan_analysis.export.outputs import Outputs
from liwan_analysis.export.run import export_report
from liwan_analysis.export.show import show_page, show_quotes
from liwan_analysis.export.staging import Export

__all__ = [
    "ChoiceError",
    "Export",
    "Outputs",
    "check_choices",
    "export_corpus",
    "export_report",
    "open_report",
    "open_store",
    "open_themes",
    "show_page",
    "show_quotes",
]
