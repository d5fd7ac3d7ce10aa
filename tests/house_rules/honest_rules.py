"""Tests that cannot fail: each rule takes a test file's tree and yields complaints."""

import ast
from collections.abc import Iterator

FOUND_OUTSIDE = {"glob", "rglob", "iterdir", "findall", "finditer", "table_names"}  # files, matches, tables: maybe none
# What fails by itself when the expected does not come.
ASSERTING = {
    "raises", "warns", "fail", "django_assert_num_queries", "django_assert_max_num_queries", "wait_for", "wait_for_url",
    "wait_for_selector", "wait_for_function", "validate_response", "validate", "must", "some", "refused",
    "to_be_visible", "to_be_hidden",
}  # fmt: skip

Complaints = Iterator[str]


def _called(node: ast.AST) -> set[str]:
    """The names of what is called anywhere in a piece of code."""
    calls = (found.func for found in ast.walk(node) if isinstance(found, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def _asserts(node: ast.AST) -> bool:
    return any(isinstance(found, ast.Assert) for found in ast.walk(node)) or bool(_called(node) & ASSERTING)


def may_be_empty(rows: ast.expr) -> bool:
    """Rows that come straight from the database or from a search, and nobody made sure that there are any."""
    made_sure = isinstance(rows, ast.Call) and getattr(rows.func, "id", "") == "some"
    if made_sure or isinstance(rows, ast.Tuple | ast.List):
        return False
    asked = any(isinstance(found, ast.Attribute) and found.attr == "objects" for found in ast.walk(rows))
    func = rows.func if isinstance(rows, ast.Call) else None
    return asked or getattr(func, "attr", "") in ("all", "filter") or bool(_called(rows) & FOUND_OUTSIDE)


def said_of_nothing(tree: ast.Module) -> Complaints:
    """`for row in Thing.objects.all(): assert …` and `assert all(… for row in Thing.objects.all())`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and any(map(_asserts, node.body)) and may_be_empty(node.iter):
            yield f"line {node.lineno}: wrap the rows in some(…), there may be none"
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Call):
            every = getattr(node.test.func, "id", "") == "all" and node.test.args
            if every and isinstance(every[0], ast.GeneratorExp) and may_be_empty(every[0].generators[0].iter):
                yield f"line {node.lineno}: wrap the rows in some(…), there may be none"


def says_nothing(tree: ast.Module) -> Complaints:
    """A test in which nothing is expected, not even by a function of its file."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    sayings = {each.name for each in functions if _asserts(each)}
    for each in functions:
        quiet = not _asserts(each) and not _called(each) & sayings and not any(map(_checked, ast.walk(each)))
        if each.name.startswith("test_") and quiet:
            yield f"line {each.lineno}: {each.name} expects nothing"


def _checked(node: ast.AST) -> bool:
    """`subprocess.run(…, check=True)` fails by itself."""
    given = node.keywords if isinstance(node, ast.Call) else []
    return any(word.arg == "check" and getattr(word.value, "value", False) is True for word in given)


def always_true(tree: ast.Module) -> Complaints:
    """An assertion of a tuple, of a constant or with one as its way out; `raises(Exception)`; an exception let go."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert):
            parts = node.test.values if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.Or) else []
            if any(isinstance(part, ast.Constant | ast.Tuple) and part for part in (node.test, *parts)):
                yield f"line {node.lineno}: this assertion cannot fail"
        raises = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "raises" and node.args
        if raises and getattr(node.args[0], "id", "") in ("Exception", "BaseException"):
            yield f"line {node.lineno}: any mistake would do"
        if isinstance(node, ast.ExceptHandler) and all(isinstance(each, ast.Pass) for each in node.body):
            yield f"line {node.lineno}: an exception is let go"


def seen_at_once(tree: ast.Module) -> Complaints:
    """`assert page.locator(…).is_visible()`: it does not wait for what comes, `expect(…).to_be_visible()` does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and _called(node.test) & {"is_visible", "is_hidden"}:
            yield f"line {node.lineno}: expect(…).to_be_visible() waits, is_visible() does not"


def arrived_too_soon(tree: ast.Module) -> Complaints:
    """`expect_navigation()`: a page that writes its own address anew (ui.js does before it sends) is taken for the next
    one; `expect_event("load")` waits for that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and "expect_navigation" in _called(node) and not (node.args or node.keywords):
            yield f'line {node.lineno}: expect_event("load") waits for the page, expect_navigation() may not'


RULES = (said_of_nothing, says_nothing, always_true, seen_at_once, arrived_too_soon)
