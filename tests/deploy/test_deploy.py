"""What an office installs: units that start commands that exist, an environment that is read, a guide that names it."""

import configparser
import re
import shlex
import subprocess
from datetime import UTC, datetime, timedelta

import house
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from config import serving
from motcua.cli import COMMANDS
from tests import absent

DEPLOY = house.ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
GUIDE = house.ROOT / "docs" / "cai-dat.md"
READ = re.compile(r"""(?:environ|given)(?:\.get\(|\[)\s*"([A-Z_]+)"|"([A-Z_]+)" in os\.environ""")
# of tests, demo and this checkout's own processes; PG… are libpq's
OURS = {
    "BROWSER", "DJANGO_ALLOW_ASYNC_UNSAFE", "MOTCUA_CHROMIUM", "MOTCUA_DEBUG", "MOTCUA_DEMO", "MOTCUA_DEMO_HOST",
    "MOTCUA_SUPERVISED", "MOTCUA_TEST", "MOTCUA_TEST_TEMPLATE", "MOTCUA_TEST_RUN", "XDG_RUNTIME_DIR",
}  # fmt: skip


def parts(unit):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read(unit, encoding="utf-8")
    return parser


def read_variables():
    folders = [house.ROOT / "config", house.ROOT / "motcua"]
    texts = "".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py"))
    names = {first or second for first, second in READ.findall(texts)}
    return {name for name in names if not name.startswith("PG")}


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_exists_as_a_common_account(unit):
    service = parts(unit)["Service"]
    words = shlex.split(service["ExecStart"])
    line = shlex.split(words[2]) if words[0] == "/bin/sh" else words
    command = line[line.index("/opt/motcua/.venv/bin/motcua") + 1]
    assert command in COMMANDS
    assert service["User"] == "motcua"
    assert service["EnvironmentFile"] == "/etc/motcua/motcua.env"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")


def test_the_timer_starts_the_backup():
    timer = DEPLOY / "systemd" / "motcua-backup.timer"
    assert timer.with_suffix(".service") in UNITS
    assert parts(timer)["Timer"]["OnCalendar"].endswith("Asia/Ho_Chi_Minh")


def test_the_site_takes_whole_uploads_before_the_web_sees_them():
    """A sender that stands still must not hold one of the web's few threads (tests/proof/test_cut_uploads.py)."""
    site = (DEPLOY / "nginx" / "motcua.conf").read_text(encoding="utf-8")
    assert re.search(r"^\s*proxy_request_buffering on;", site, re.MULTILINE)
    assert re.search(r"^\s*client_body_timeout \d+s;", site, re.MULTILINE)


@pytest.mark.program("systemd-analyze")
def test_systemd_itself_finds_nothing_wrong_with_the_units(tmp_path):
    systemd = absent.program("systemd-analyze")
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        (tmp_path / unit.name).write_text(text.replace("/opt/motcua/.venv/bin/motcua", "/bin/true"), encoding="utf-8")
    asked = [systemd, "verify", "--man=no", *(str(tmp_path / unit.name) for unit in UNITS)]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert [line for line in told.stderr.splitlines() if "motcua-" in line] == []
    broken = tmp_path / "motcua-broken.service"
    broken.write_text("[Service]\nExecStart=/bin/true\nProtectSystems=strict\n")
    told = subprocess.run([systemd, "verify", "--man=no", str(broken)], capture_output=True, text=True, check=False)
    assert "ProtectSystems" in told.stderr  # it would have said so


def test_two_backups_of_a_day_lie_in_two_folders():
    """The nightly one and the one before an upgrade: a folder in use is refused."""
    line = parts(DEPLOY / "systemd" / "motcua-backup.service")["Service"]["ExecStart"]
    named = re.search(r"\$\$\(date \+(\S+)\)", line).group(1).replace("%%", "%")
    night = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert night.strftime(named) != (night + timedelta(hours=9)).strftime(named)


def certificate(folder):
    """A key and a certificate that only a syntax check would take."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "motcua.example.gov.vn")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    signed = made.sign(key, hashes.SHA256())
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))


@pytest.mark.program("nginx")
def test_nginx_itself_takes_the_site(tmp_path):
    nginx = absent.program("nginx")
    certificate(tmp_path)
    site = (DEPLOY / "nginx" / "motcua.conf").read_text(encoding="utf-8")
    for here in ("/etc/motcua/tls", "/var/log/nginx"):
        site = site.replace(here, str(tmp_path))
    site = re.sub(r"    listen \[::\].*\n", "", site)  # not every machine that tests has it, nor leave for small ports
    site = site.replace("listen 80;", "listen 58080;").replace("listen 443 ", "listen 58443 ")
    around = f"pid {tmp_path}/nginx.pid; error_log stderr; events {{}}"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = " ".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    (tmp_path / "nginx.conf").write_text(f"{around}\nhttp {{ access_log off; {folders}\n{site} }}", encoding="utf-8")
    asked = [nginx, "-t", "-q", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


def test_every_variable_of_the_example_is_read():
    lines = (DEPLOY / "motcua.env").read_text(encoding="utf-8").splitlines()
    given = {line.lstrip("# ").partition("=")[0] for line in lines if re.match(r"(# )?[A-Z_]+=", line)}
    assert {"DATABASE_URL", "MOTCUA_KEYS_FILE"} <= given
    assert given <= read_variables()


def test_the_guide_tells_of_every_variable_that_is_read_and_of_no_other():
    told = set(
        re.findall(r"`([A-Z_]+)`", "".join(re.findall(r"^\| (`.+?) \|", GUIDE.read_text(encoding="utf-8"), re.M)))
    )
    assert told == read_variables() - OURS


def test_serve_and_work_refuse_to_start_without_a_server(monkeypatch):
    for name in ("DATABASE_URL", "PGHOST"):
        monkeypatch.delenv(name, raising=False)
    for command in ("serve", "work"):
        with pytest.raises(SystemExit, match="DATABASE_URL is missing"):
            serving.main([command])


def test_serve_becomes_the_web_server_with_the_size_asked_for(monkeypatch):
    became = []
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/motcua")
    monkeypatch.setattr(serving.os, "execv", lambda program, line: became.append(line))
    monkeypatch.chdir(house.ROOT)
    serving.main(["serve", "--port", "8099", "--workers", "6"])
    serving.main(["work", "--jobs", "9"])
    web, work = became
    assert web[web.index("--workers") + 1] == "6"
    assert web[web.index("--port") + 1] == "8099"
    assert work[work.index("--concurrency") + 1] == "9"


def test_the_site_keeps_no_citizens_link_in_its_log():
    site = (DEPLOY / "nginx" / "motcua.conf").read_text(encoding="utf-8")
    written = re.search(r"log_format motcua '(.+?)';", site).group(1)
    assert "$motcua_kept" in written
    assert not re.search(r"\$(request|request_uri|uri|args|http_referer)\b", written)
    assert re.search(r"~\^/t/ /t/-;", site)
