"""The apps of this installation, top of the stack first."""

from pathlib import Path

MOTCUA = Path(__file__).resolve().parent.parent / "motcua"

APPS = (
    "portal",
    "counter",
    "casework",
    "exchange",
    "parindex",
    "reports",
    "directives",
    "dossiers",
    "procedures",
    "correspondence",
    "payments",
    "delivery",
    "citizens",
    "assignments",
    "questions",
    "tasks",
    "exports",
    "indicators",
    "signing",
    "notify",
    "files",
    "worktime",
    "agencies",
    "ui",
    "core",
)


def has(app: str, module: str = "__init__") -> bool:
    """True where the app has that module or package."""
    place = MOTCUA / app / module
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def installed() -> list[str]:
    ready = [app for app in APPS if has(app, "apps")]
    if not (has("procedures", "models") and has("worktime", "stored") and has("files", "actions")):
        ready = [app for app in ready if app not in {"dossiers", "casework", "counter", "portal", "exchange"}]
    return [f"motcua.{app}" for app in ready]
