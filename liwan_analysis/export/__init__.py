"""Export: a report into a folder of figures, tables, texts, notebooks and one page."""

from liwan_analysis.export.outputs import Outputs
from liwan_analysis.export.run import Export, export_report

__all__ = ["Export", "Outputs", "export_report"]
