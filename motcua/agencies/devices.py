"""What a browser says of itself, in the words of the list of devices. Pure."""

BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("coc_coc_browser", "Cốc Cốc"), ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"))  # fmt: skip


def label_of(user_agent: str) -> str:
    """Return "Chrome trên Windows", or "Trình duyệt lạ" for what is not known; nothing of the text itself is kept."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Trình duyệt lạ")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} trên {system}" if system else browser
