"""Restoration: damaged text back to text, with every step that was taken."""

from liwan_analysis.restoration.rules import RULES, Restoration, Step, replay, restore, simplify_page

__all__ = ["RULES", "Restoration", "Step", "replay", "restore", "simplify_page"]
