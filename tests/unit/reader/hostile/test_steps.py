"""No expression of the reader tries over and over: what hostile text costs grows as the text does."""

from __future__ import annotations

import random
import re

import pytest
from tests.unit.reader.hostile.patterns import rules
from tests.unit.reader.hostile.steps import Steps, TooMany
from tests.unit.reader.hostile.texts import hostile

RULES = rules()
#: Lengths at which steps are counted, the most steps a character, and how much more four times the text may cost.
SHORT, LONG, MOST, GROWTH = 200, 800, 2_000, 6.0
TEXTS = 60


def growth(pattern: re.Pattern[str], asked: str) -> tuple[float, str]:
    """How much more four times the text costs, at worst, and the text that makes it so."""
    steps = Steps(pattern, whole=asked == "fullmatch")
    worst = (0.0, "")
    texts = hostile(steps)
    # the last character makes a loop that took everything give it back
    for piece in texts if len(texts) <= TEXTS else random.Random(1).sample(texts, TEXTS):
        costs = []
        for length in (SHORT, LONG):
            text = (piece * length)[: length - 1] + "\x00"
            try:
                if asked == "search":
                    costs.append(steps.all(text, MOST * length))
                else:
                    steps.match(text, MOST * length)
                    costs.append(steps.taken)
            except TooMany:
                return float("inf"), piece
        # a match that ends soon is worth nothing as a measure
        worst = max(worst, (costs[1] / max(costs[0], SHORT), piece))
    return worst


@pytest.mark.parametrize("name", RULES)
def test_steps_grow_as_the_text_does(name: str) -> None:
    rule = RULES[name]
    found, piece = growth(rule.pattern, rule.asked)
    assert found <= GROWTH, f"{piece!r} again and again: {found:.1f} times the steps for 4 times the text"


@pytest.mark.parametrize("name", RULES)
def test_a_hundred_thousand_hostile_characters_pass(name: str) -> None:
    """By the real engine, which for an expression that tries over and over would not come back."""
    rule = RULES[name]
    steps = Steps(rule.pattern)
    for piece in hostile(steps)[:12]:
        text = (piece * 100_000)[:99_999] + "\x00"
        if rule.asked == "search":
            last = 0
            for m in rule.pattern.finditer(text):
                assert m.start() >= last
                last = m.end()
        else:
            found = getattr(rule.pattern, rule.asked)(text)
            assert found is None or (
                found.start() == 0 and (rule.asked == "match" or found.end() == len(text))
            )


@pytest.mark.parametrize(
    ("bad", "asked"),
    [
        (r"(?:a+)+$", "search"),
        (r"\s+$", "search"),
        (r"(?:a|a)*b", "match"),
        (r"(?:投入|使用|投入使用)+率", "fullmatch"),
        (r".*,.*,.*x", "match"),
        (r"[一-龥]*镇[一-龥]*乡", "search"),
        (r"(?<=[?])[ ?]*第", "search"),
        (r"(?:\d{1,2}月|\d月(?:底)?|1)*前", "match"),
    ],
)
def test_planted_bad_expressions_are_caught(bad: str, asked: str) -> None:
    assert growth(re.compile(bad), asked)[0] > GROWTH


@pytest.mark.parametrize(
    "good",
    [r"\d+(?:\.\d+)?", r"[^,]{0,12}$", r"(?:年底|年内|上半年)前?", r"(?:[,、]|和)?同比", "第[一二三]{1,3}"],
)
def test_sound_expressions_pass(good: str) -> None:
    for asked in ("search", "match", "fullmatch"):
        assert growth(re.compile(good), asked)[0] <= GROWTH


@pytest.mark.parametrize("name", RULES)
def test_the_counter_goes_the_way_of_the_engine(name: str) -> None:
    """Same spans on texts made from the expression's own pieces."""
    rule, draw = RULES[name], random.Random(name)
    steps = Steps(rule.pattern)
    pieces = [*hostile(steps)[:30], "镇", "1", "年", ",", "\n", " "]
    for _ in range(12):
        text = "".join(draw.choices(pieces, k=draw.randint(1, 6)))[:60]
        try:
            ours = steps.search(text, 10**5)
        except TooMany:
            # such an expression fails the test of growth, not this one
            continue
        real = rule.pattern.search(text)
        assert ours == (real.span() if real else None), text


def test_every_module_with_expressions_is_looked_at() -> None:
    modules = {name.split(".")[0] for name in RULES}
    assert {
        "clean",
        "patterns",
        "figures",
        "promises",
        "sections",
        "compare",
        "inputs",
        "phrases",
    } <= modules
    assert any(name.startswith("inputs.html.") for name in RULES)
    assert len(RULES) > 100
    assert {rule.asked for rule in RULES.values()} == {"search", "match", "fullmatch"}
