"""Restoration: damaged text back to text, with every step that was taken."""

from liwan_analysis.restoration.rules import RULES, restore, simplify_page
from liwan_analysis.restoration.steps import Restoration, Step, replay

__all__ = ["RULES", "Restoration", "Step", "replay", "restore", "simplify_page"]
