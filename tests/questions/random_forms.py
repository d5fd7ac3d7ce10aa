"""Forms and answers as chance makes them: every kind, limits, conditions on what stands before, rows, stops."""

from hypothesis import strategies as st

from tests.questions.forms_for_tests import ask, form

SIMPLE = [
    "text", "long_text", "number", "money", "date", "yes_no", "choice", "choices", "identity", "phone", "email",
    "address", "file", "declaration",
]  # fmt: skip
LIMITS = {
    "text": [{}, {"max_length": 5}, {"min_length": 2}, {"pattern": "[a-z]+", "pattern_words": "chữ thường"}],
    "long_text": [{}, {"max_length": 9}],
    "number": [{}, {"min": 0, "max": 3}, {"decimals": 2}, {"min": 0.5, "decimals": 1}],
    "money": [{}, {"min": 1000}, {"max": 5000}],
    "date": [{}, {"latest": "today"}, {"earliest": "2026-01-01"}, {"earliest": "today-18y"}],
    "choices": [{}, {"min_choices": 2}, {"max_choices": 1}],
    "identity": [{}, {"of": "citizen"}, {"of": "organisation"}],
    "address": [{}, {"line": "none", "eras": ["current", "before_2025_07"]}, {"line": "optional", "eras": ["abroad"]}],
    "file": [{}, {"max_files": 1}, {"types": ["pdf"], "max_size": 100}, {"min_files": 2}],
}
GOOD = {
    "text": ["ab", "abcdef", "a", "Huế"],
    "long_text": ["x", "x\ny", "dài quá chín"],
    "number": [0, 1, 2, 3, -4, 0.5, 2.25, 1.125],
    "money": [0, 999, 1000, 5000, 10**9],
    "date": ["2026-11-22", "2026-11-23", "2008-11-22", "2025-12-31", "1900-02-28"],
    "yes_no": [True, False],
    "choice": ["a", "b", "c"],
    "choices": [["a"], ["a", "b"], ["a", "b", "c"]],
    "identity": ["046099012345", "C1234567", "0100109106", "123456789"],
    "phone": ["0912345678", "18001234", "+85620123456"],
    "email": ["an@example.vn"],
    "address": [
        {"era": "current", "province": "01", "commune": "00004", "line": "12"},
        {"era": "current", "province": "01", "commune": "00004"},
        {"era": "before_2025_07", "province": "01", "district": "001", "commune": "00001"},
        {"era": "abroad", "country": "Lào"},
    ],
    "file": [
        [{"file": "k", "name": "a.pdf", "size": 9, "type": "application/pdf"}],
        [{"file": "k", "name": "a.png", "size": 900, "type": "image/png"}] * 2,
    ],
    "declaration": [True],
}
VALUES = {
    "text": ["ab", "xy"], "number": [0, 2, 0.5], "money": [0, 1000], "date": ["today", "2026-01-01", "today-18y"],
    "yes_no": [True, False], "choice": ["a", "b"], "declaration": [True],
}  # fmt: skip
MORE_OR_LESS = ["less_than", "at_most", "more_than", "at_least"]
ORDERED = ("number", "money", "date")
json_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
any_json = st.recursive(
    json_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def comparisons(draw, before):
    """One comparison with a question that stands before; None when there is none to compare with."""
    code, kind = draw(st.sampled_from(before))
    if kind == "group":
        return {"count": code, draw(st.sampled_from(["is", "is_not", *MORE_OR_LESS])): draw(st.integers(0, 3))}
    if kind not in VALUES or draw(st.integers(0, 4)) == 0:
        if kind == "choices":
            return {"question": code, "includes": draw(st.sampled_from("abc"))}
        return {"question": code, "answered": draw(st.booleans())}
    words = ["is", "is_not", *(MORE_OR_LESS if kind in ORDERED else [])]
    return {"question": code, draw(st.sampled_from(words)): draw(st.sampled_from(VALUES[kind]))}


def conditions(before):
    """Conditions over what stands before."""
    part = comparisons(before)
    both = st.lists(part, min_size=1, max_size=3)
    return st.one_of(
        part,
        both.map(lambda parts: {"all": parts}),
        both.map(lambda parts: {"any": parts}),
        part.map(lambda each: {"not": each}),
        both.map(lambda parts: {"not": {"all": parts}}),
    )


@st.composite
def questions(draw, code, before, *, stops=True):
    kind = draw(st.sampled_from(SIMPLE))
    more = {}
    if kind in LIMITS:
        limits = draw(st.sampled_from(LIMITS[kind]))
        more |= {"limits": limits} if limits else {}
    if draw(st.booleans()):
        more["required"] = True
    if before and draw(st.booleans()):
        more["show_if"] = draw(conditions(before))
    if stops and before and draw(st.integers(0, 5)) == 0:
        more["stop_if"] = [{"if": draw(conditions([*before, (code, kind)])), "reason": "Dừng."}]
    return ask(code, kind, **more), (code, kind)


@st.composite
def forms(draw):
    """The data of a form; most of them are in order, and what is not is only what nobody reaches."""
    asked, before = [], []
    for number in range(draw(st.integers(1, 6))):
        if draw(st.integers(0, 5)) == 0:
            asked.append(draw(groups(f"g{number}", before)))
            before.append((f"g{number}", "group"))
            continue
        question, known = draw(questions(f"q{number}", before))
        asked.append(question)
        before.append(known)
    return form(*asked)


@st.composite
def groups(draw, code, before):
    inner, own = [], []
    for number in range(draw(st.integers(1, 3))):
        question, known = draw(questions(f"{code}_{number}", [*before, *own], stops=False))
        inner.append(question)
        own.append(known)
    more = {"limits": draw(st.sampled_from([{"min_rows": 2}, {"max_rows": 1}]))} if draw(st.booleans()) else {}
    return ask(code, "group", questions=inner, required=draw(st.booleans()), **more)


def answers_to(data, junk=any_json):
    """Answers to a form: good ones, none, and now and then anything at all."""
    asked = data["sections"][0]["questions"]
    return st.fixed_dictionaries({}, optional={question["code"]: answer_to(question, junk) for question in asked})


def answer_to(question, junk):
    if question["kind"] == "group":
        row = {inner["code"]: answer_to(inner, junk) for inner in question["questions"]}
        return st.lists(st.fixed_dictionaries({}, optional=row), max_size=3) | junk
    good = st.sampled_from(GOOD[question["kind"]])
    return st.one_of(good, good, good, good, good, junk)
