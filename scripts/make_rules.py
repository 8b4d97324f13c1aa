"""Make docs/rules.md: every rule that reads a number, with its reason, an example and a counter-example.

    python scripts/make_rules.py

The page is made from the rules themselves; a test says whether it is up to date, and tries each example.
"""

from __future__ import annotations

from pathlib import Path

from liwan_analysis.quantities.explanation import TOPICS

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
HEAD = """# Rules that read a number

Made by `python scripts/make_rules.py` from the rules in `liwan_analysis/quantities/`; edit a rule there, not here.

Each number of `find_quantities` names in `rule` what decided it, in this order; `lw.explain(report, start)` prints the
same with its reasons. Where a topic has several rules they are tried from the first to the last, and the first that
speaks decides. An example is read as a sentence of the plan, unless `review:`, `glossary:` or `chapter:` (a chapter of
the plan on several years ahead) stands in front of it. In the example the rule decides, in the counter-example it does
not.
"""


def page() -> str:
    """Give the text of the page."""
    lines = [HEAD]
    for topic, question in TOPICS:
        lines += [f"## {topic.topic}: {question}\n", "| rule | why | example | counter-example |", "|---|---|---|---|"]
        lines += [f"| `{rule.name}` | {rule.why} | {rule.yes} | {rule.no} |" for rule in topic.rules]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
