"""What the demo remembers of the collected files lies beside them: everything among them is served to anybody."""

from pathlib import Path

from config import demo


def test_nothing_hidden_lies_among_what_is_served(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    collected = []

    def collect(name, **options):
        collected.append(name)
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)

    monkeypatch.setattr(demo, "call_command", collect)
    demo._collect_static()
    demo._collect_static()
    assert collected == ["collectstatic"]  # remembered
    assert list((tmp_path / "static").iterdir()) == []
