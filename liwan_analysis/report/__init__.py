"""The report: from a file to text, parts, sections, blocks, sentences and repairs, every row with its place."""

from liwan_analysis.report.load import load_report, parse_report, seed_path
from liwan_analysis.report.model import Report
from liwan_analysis.report.source import ReportError, Source

__all__ = ["Report", "ReportError", "Source", "load_report", "parse_report", "seed_path"]
