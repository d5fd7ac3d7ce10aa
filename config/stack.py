"""The apps of this installation, top of the stack first."""

from pathlib import Path

MOTCUA = Path(__file__).resolve().parent.parent / "motcua"

APPS = (
    "portal",
    "counter",
    "casework",
    "administration",
    "exchange",
    "dossiers",
    "procedures",
    "correspondence",
    "payments",
    "citizens",
    "tasks",
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
    return [f"motcua.{app}" for app in APPS if has(app, "apps")]
