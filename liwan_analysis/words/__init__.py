"""Words: the report cut into tokens, with the terms that a dictionary does not know."""

from liwan_analysis.words.tokens import suggest_terms, tokenize

__all__ = ["suggest_terms", "tokenize"]
