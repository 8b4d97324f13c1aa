"""Targets: what the plan promises, beside what the review reports."""

from liwan_analysis.targets.audit import audit_numbers
from liwan_analysis.targets.explaining import explain_pair
from liwan_analysis.targets.goals import count_hardness, count_modality, find_achievements, find_targets, rank_share
from liwan_analysis.targets.ledger import LEDGER_COLUMNS, build_ledger
from liwan_analysis.targets.promises import PROMISE_COLUMNS, explain_promise, match_promises
from liwan_analysis.targets.ranks import find_ranks

__all__ = [
    "LEDGER_COLUMNS",
    "PROMISE_COLUMNS",
    "audit_numbers",
    "build_ledger",
    "count_hardness",
    "count_modality",
    "explain_pair",
    "explain_promise",
    "find_achievements",
    "find_ranks",
    "find_targets",
    "match_promises",
    "rank_share",
]
