"""Formats: what a file is, by its content, and the text it holds."""
