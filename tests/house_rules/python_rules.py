"""What no linter knows about our Python: each rule takes a module's place and its tree, and yields complaints."""

import ast
from collections.abc import Iterator
from pathlib import PurePath

import house

BANNED_NAMES = {"utils", "helpers", "common", "misc", "services", "managers", "mixins"}
PRIVATE = {"views", "forms", "urls", "admin", "reactions", "jobs", "measures", "kinds", "passing", "notices"}
REGISTRIES = {
    ("core", "reactions"),
    ("core", "jobs"),
    ("tasks", "kinds"),
    ("notify", "notices"),
    ("indicators", "measures"),
    ("agencies", "passing"),
}
WRITERS = {"actions", "importers", "migrations"}  # a module or a folder of this name may write
BULK = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "aget_or_create"}
STATEMENTS = ("INSERT INTO ", "UPDATE ", "DELETE FROM ", "TRUNCATE ")
FOLLOWERS = {"task", "step"}  # they have no life of their own: an action of their thing moves them
SIGNALS = {"django.dispatch", "django.db.models.signals", "django.core.signals", "django.contrib.auth.signals"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
VIEW_LINES = 15

Complaints = Iterator[str]


def modules_named(node: ast.AST) -> list[str]:
    """The modules an import statement may mean: `from a import b` is a or a.b."""
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return []


def imports_in_functions(place: PurePath, tree: ast.Module) -> Complaints:
    for function in ast.walk(tree):
        if isinstance(function, (*FUNCTIONS, ast.Lambda)):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"line {node.lineno}: an import inside a function"


def relative_imports(place: PurePath, tree: ast.Module) -> Complaints:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"line {node.lineno}: a relative import"


def foreign_screens(place: PurePath, tree: ast.Module) -> Complaints:
    """Screens, forms, reactions and jobs are private to their app; registries of the lower apps are not."""
    for node in ast.walk(tree):
        named = {tuple(module.split(".")[1:3]) for module in modules_named(node) if module.startswith("motcua.")}
        for app, module in sorted(pair for pair in named if len(pair) == 2):
            if module in PRIVATE and (app, module) not in REGISTRIES and place.parts[:2] != ("motcua", app):
                yield f"line {node.lineno}: {module} is private to {app}"


def signals(place: PurePath, tree: ast.Module) -> Complaints:
    for node in ast.walk(tree):
        if SIGNALS & set(modules_named(node)):
            yield f"line {node.lineno}: signals are banned; events have reactions"


def generic_relations(place: PurePath, tree: ast.Module) -> Complaints:
    for node in ast.walk(tree):
        if any(module.startswith("django.contrib.contenttypes") for module in modules_named(node)):
            yield f"line {node.lineno}: a generic relation; draw a real arrow downward"


def may_write(place: PurePath) -> bool:
    if place.parts[0] != "motcua":
        return True  # config, demo and bench
    inside = place.with_suffix("").parts
    return inside[1] == "core" or bool(WRITERS & set(inside[2:]))


def writes_elsewhere(place: PurePath, tree: ast.Module) -> Complaints:
    """Whatever changes the database stands in an action, an importer, core, config, demo or bench."""
    if may_write(place):
        return
    for node in ast.walk(tree):
        if "motcua.core.gathering" in modules_named(node):
            yield f"line {node.lineno}: rows are gathered in actions"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes(node):
            yield f"line {node.lineno}: .{node.func.attr}() outside an action"
        elif isinstance(node, ast.Constant) and _is_writing_sql(node.value):
            yield f"line {node.lineno}: SQL that writes, outside an action"


def _writes(call: ast.Call) -> bool:
    """Model.save() and QuerySet.update() take no positional values; dict.update(), Image.save(file) do."""
    assert isinstance(call.func, ast.Attribute)
    name = call.func.attr
    if name in BULK:
        return True
    if name in {"save", "delete", "asave", "adelete"}:
        return not call.args and not _is_super(call.func.value)
    return name in {"create", "update", "acreate", "aupdate"} and not call.args and bool(call.keywords)


def _is_super(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def _is_writing_sql(value: object) -> bool:
    return isinstance(value, str) and value.lstrip().upper().startswith(STATEMENTS)


def states_changed(place: PurePath, tree: ast.Module) -> Complaints:
    """Only the lifecycle, in core, changes a state."""
    if place.parts[:2] == ("motcua", "core"):
        return
    for node in ast.walk(tree):
        stored = isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store)
        if stored and "actions" in place.with_suffix("").parts and getattr(node.value, "id", "") in FOLLOWERS:
            continue
        if stored or (isinstance(node, ast.Call) and _changes_state(node)):
            yield f"line {node.lineno}: a state changed outside the lifecycle"


def _changes_state(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name) and call.func.id == "setattr":
        return len(call.args) > 1 and isinstance(call.args[1], ast.Constant) and call.args[1].value == "state"
    update = isinstance(call.func, ast.Attribute) and call.func.attr == "update" and not call.args
    return update and any(word.arg == "state" for word in call.keywords)


def long_views(place: PurePath, tree: ast.Module) -> Complaints:
    inside = place.with_suffix("").parts
    if place.parts[0] != "motcua" or "views" not in inside[2:]:
        return
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > VIEW_LINES:
                yield f"line {node.lineno}: {node.name} has {lines} lines, {VIEW_LINES} are allowed"


def loose_actions(place: PurePath, tree: ast.Module) -> Complaints:
    """An action takes its subject, and everything else by keyword and typed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and _decorated_by(node) & {"action", "creates"}:
            if len(node.args.args) > 1 or node.args.vararg:
                yield f"line {node.lineno}: {node.name} takes more than its subject by position"
            named = [*node.args.args, *node.args.kwonlyargs]
            if any(word.annotation is None for word in named) or node.returns is None:
                yield f"line {node.lineno}: {node.name} lacks type hints"


def _decorated_by(function: ast.FunctionDef) -> set[str]:
    calls = (node.func if isinstance(node, ast.Call) else node for node in function.decorator_list)
    return {node.id for node in calls if isinstance(node, ast.Name)}


def dumping_grounds(place: PurePath, tree: ast.Module) -> Complaints:
    for name in BANNED_NAMES & set(place.with_suffix("").parts):
        yield f"{name}: a name that says nothing"


def too_long(place: PurePath, text: str) -> Complaints:
    most = 300 if place == PurePath("config/settings.py") else 400
    if (lines := len(text.splitlines())) > most:
        yield f"{lines} lines, {most} are allowed"


def unnamed_address_space(place: PurePath, tree: ast.Module) -> Complaints:
    """An app's urls.py says `app_name = "<app>"`, so that every reverse tells whom it leans on.

    The API's addresses have a namespace of their own, which its framework would not find inside another.
    """
    if len(place.parts) != 3 or place.parts[0] != "motcua" or place.name != "urls.py":
        return
    if any(isinstance(node, ast.Attribute) and node.attr == "urls" for node in ast.walk(tree)):
        return
    for node in tree.body:
        named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if named and node.targets[0].id == "app_name" and getattr(node.value, "value", None) == place.parts[1]:
            return
    yield f'app_name = "{place.parts[1]}" is missing'


RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
REVERSERS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}


def arrows_by_name(place: PurePath, tree: ast.Module) -> Complaints:
    """Relations and addresses named by string obey the stack like imports."""
    if place.parts[0] != "motcua" or len(place.parts) < 3:
        return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0] if node.args else next((word.value for word in node.keywords if word.arg == "to"), None)
        if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
            continue
        separator = "." if called in RELATIONS else ":" if called in REVERSERS else None
        if separator and separator in first.value:
            app = first.value.partition(separator)[0]
            if app in house.rows() and not house.may_lean(place.parts[1], app):
                yield f"line {node.lineno}: {called}({first.value!r}) points upward or sideways"


RULES = (
    imports_in_functions,
    relative_imports,
    foreign_screens,
    signals,
    generic_relations,
    writes_elsewhere,
    states_changed,
    long_views,
    loose_actions,
    dumping_grounds,
    unnamed_address_space,
    arrows_by_name,
)
