"""Formats: what a file is, by its content, and the text it holds."""

from liwan_analysis.report.formats.record import FormatText, Removed

__all__ = ["FormatText", "Removed"]
