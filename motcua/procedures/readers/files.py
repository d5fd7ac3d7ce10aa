"""Opens a file of any known source and hands it to its reader."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motcua.procedures.readers import cleaned, crawl_pairs, portal_api, tables
from motcua.procedures.records import Reading

CRAWL_PAIRS = "crawl_pairs"  # not records but questions: never applied without a person


class UnreadableError(ValueError):
    """The file is broken or is not a list of procedures; the message says in Vietnamese which and where."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """The kind of source (cleaned, portal_api, portal_xlsx, province_csv, crawl_pairs) and all its readings."""

    kind: str
    readings: tuple[Reading, ...]


def _json_of(path: Path) -> Any:
    raw = path.read_bytes()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    return json.loads(raw.decode("utf-8-sig"))


def _from_json(data: Any) -> tuple[str, Iterator[Reading]]:
    if isinstance(data, dict) and "detail" in data:
        return "portal_api", portal_api.read(data)
    if isinstance(data, dict) and isinstance(data.get("changed"), list):
        return CRAWL_PAIRS, crawl_pairs.read(data)
    if isinstance(data, list) and data and all(isinstance(e, dict) and "detail" in e for e in data):
        return "portal_api", (reading for answer in data for reading in portal_api.read(answer))
    if isinstance(data, list) and any(isinstance(e, dict) and {"code", "channels"} <= e.keys() for e in data):
        return "cleaned", cleaned.read(data)
    raise UnreadableError("Tệp JSON không phải là danh mục thủ tục")


def _open(path: Path) -> FileReading:
    name = path.name.lower()
    if name.endswith((".json", ".gz")):
        kind, readings = _from_json(_json_of(path))
    elif name.endswith((".xlsx", ".xls")):
        kind, readings = "portal_xlsx", tables.read_xlsx(path)
    elif name.endswith(".csv"):
        kind, readings = "province_csv", tables.read_csv(path)
    else:
        raise UnreadableError("Chỉ đọc tệp .json, .json.gz, .xlsx và .csv")
    return FileReading(kind, tuple(readings))


def _why(broken: Exception) -> str:
    """Return in Vietnamese what is wrong with a file that could not be read."""
    if isinstance(broken, UnicodeDecodeError):
        return f"Tệp không phải là văn bản UTF-8 (byte {broken.start})"
    if isinstance(broken, json.JSONDecodeError):
        return f"Tệp JSON hỏng ở dòng {broken.lineno}, cột {broken.colno}"
    if isinstance(broken, EOFError | zlib.error | gzip.BadGzipFile):
        return "Tệp nén bị hỏng hoặc bị cắt cụt"
    if isinstance(broken, tables.NotATableError):
        return str(broken)
    return f"Tệp có bản ghi sai cấu trúc: {type(broken).__name__}: {broken}"


def read_file(path: Path) -> FileReading:
    """Return all readings of a file, whole or not at all.

    Raises UnreadableError when any part of it cannot be read, OSError when it is not there.
    """
    try:
        return _open(path)
    except UnreadableError:
        raise
    except (
        EOFError,
        zlib.error,
        gzip.BadGzipFile,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
        IndexError,
    ) as broken:
        raise UnreadableError(_why(broken)) from broken
