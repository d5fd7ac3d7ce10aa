"""Every command that a document names exists, with the words and options it is given there."""

import importlib.util
import re
import shlex
from functools import cache

import house
import pytest
from django.core.management import get_commands

from config import keys
from motcua import cli

BLOCK = re.compile(r"^```(?:sh|text)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
CALL = re.compile(r"(?:^|[\s'`(]|bin/)motcua ((?:\\\n|[^\n`|;&<>#'])+)", re.MULTILINE)
MODULE = re.compile(r"python3? -m ([a-z_.]+)")
TARGET = re.compile(r"(?:^|`)make ([a-z]+)\b", re.MULTILINE)
OTHERS = {"migrate", "collectstatic", "check", "shell"}  # Django's own


def pages():
    return [path for path in house.tracked() if path.suffix == ".md" or house.ROOT / "deploy" in path.parents]


def code(page):
    """The parts of a page that somebody may copy to a terminal."""
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".md":
        return text
    blocks = BLOCK.findall(text)
    return "\n".join([*blocks, *(f"`{part}`" for part in INLINE.findall(BLOCK.sub("", text)))])


def calls():
    """Yield (page, words) for each `motcua …` of the documents."""
    for page in pages():
        for line in CALL.findall(code(page)):
            words = shlex.split(line.replace("\\\n", " ").replace('\\"', '"'), comments=True, posix=True)
            words = [word.rstrip(".,:)") for word in words if word.strip("…()[]")]
            if words and re.fullmatch(r"[a-z][a-z0-9-]*", words[0]):
                yield str(page.relative_to(house.ROOT)), tuple(words)


@cache
def told(*words):
    """What `motcua … --help` prints; it must end well."""
    with pytest.MonkeyPatch.context() as patch:
        printed = []
        patch.setattr("sys.stdout.write", printed.append)
        with pytest.raises(SystemExit) as ended:
            raise SystemExit(cli.main([*words, "--help"]))
    assert ended.value.code in (0, None), f"motcua {' '.join(words)} --help"
    return "".join(printed)


def wrong(words):
    """What of a command line is not as the command itself says."""
    command, *rest = words
    if command not in cli.COMMANDS and command not in OTHERS & set(get_commands()):
        return f"no command {command}"
    known = told(command)
    if rest and re.fullmatch(r"[a-z][a-z-]+", rest[0]):
        if not re.search(rf"(?<![\w-]){rest[0]}(?![\w-])", known):
            return f"{command} knows no {rest[0]}"
        known += told(command, rest[0])
    missing = [word.strip("[]") for word in rest if word.strip("[]").startswith("--")]
    missing = [option for option in missing if not re.search(rf"{option.split('=')[0]}\b", known)]
    return f"{command} knows no {', '.join(missing)}" if missing else ""


def test_every_command_of_the_documents_exists_with_its_words_and_options():
    named = list(calls())
    assert [f"{page}: motcua {' '.join(words)}: {wrong(words)}" for page, words in named if wrong(words)] == []
    assert len(named) > 50
    assert {words[0] for _, words in named} >= set(cli.COMMANDS) - {"demo"}  # which is `make demo` there


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (("bakcup", "DIR"), "no command bakcup"),
        (("journal", "vrify"), "journal knows no vrify"),
        (("backup", "DIR", "--key-to", "F"), "backup knows no --key-to"),
        (("deadlines", "explain", "--recieved", "X"), "deadlines knows no --recieved"),
        (("keys", "rotat"), "keys knows no rotat"),
    ],
)
def test_a_wrong_one_is_found(line, problem):
    assert wrong(line) == problem


def test_every_module_and_target_of_the_documents_exists():
    ours = [(str(page), name) for page in pages() for name in MODULE.findall(code(page))]
    assert [pair for pair in ours if importlib.util.find_spec(pair[1]) is None] == []
    assert {"bench", "bench.drills", "bench.replica"} <= {name for _, name in ours}
    made = set(re.findall(r"^([a-z]+):", (house.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    asked = [(str(page), name) for page in pages() for name in TARGET.findall(code(page))]
    assert [pair for pair in asked if pair[1] not in made] == []
    assert {"demo", "test", "check", "soak"} <= {name for _, name in asked}


def test_help_on_keys_is_an_answer_and_a_missing_file_a_mistake(capsys):
    assert keys.main(["keys", "--help"]) == 0
    assert "rotate-blind" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="motcua keys FILE"):
        keys.main(["keys"])
