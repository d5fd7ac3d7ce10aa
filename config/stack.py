"""The apps of this installation, top of the stack first."""

APPS = (
    "portal",
    "counter",
    "casework",
    "administration",
    "exchange",
    "guidance",
    "privacy",
    "dossiers",
    "procedures",
    "correspondence",
    "payments",
    "citizens",
    "questions",
    "tasks",
    "notify",
    "files",
    "worktime",
    "agencies",
    "ui",
    "core",
)
