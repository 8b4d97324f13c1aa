"""Themes: what each sentence is about, and how much attention each theme gets."""

from liwan_analysis.themes import topics
from liwan_analysis.themes.attention import attention_shift, attention_summary, cap_attention, theme_attention
from liwan_analysis.themes.blocks import code_blocks
from liwan_analysis.themes.coding import code_themes, uncoded_sentences
from liwan_analysis.themes.explaining import explain_theme
from liwan_analysis.themes.lexicon import CAP_TOPICS, ThemeLexicon, load_themes

__all__ = [
    "CAP_TOPICS",
    "ThemeLexicon",
    "attention_shift",
    "attention_summary",
    "cap_attention",
    "code_blocks",
    "code_themes",
    "explain_theme",
    "load_themes",
    "theme_attention",
    "topics",
    "uncoded_sentences",
]
