"""XML: well formed, small enough, no doctype, no drawing or page that a browser would run. Pure."""

from typing import Any

from lxml import etree

from motcua.files.signatures import refuse

_SHOWN = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/XSL/Transform")
ELEMENTS = 1_000_000


def check(content: bytes) -> None:
    """Raise BadInput (`damaged_file`, `active_content`) unless this is data in XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refuse("damaged_file", "Tệp XML không đúng cú pháp.") from error
    about: Any = root.getroottree().docinfo
    if about.doctype or about.internalDTD is not None or _instructions(root):
        raise _active()
    for count, node in enumerate(root.iter()):
        if count > ELEMENTS or (isinstance(node.tag, str) and _is_shown(node.tag)):
            raise _active()


def _instructions(root: etree._Element) -> bool:
    before = root.getprevious()
    while before is not None:
        if isinstance(before, etree._ProcessingInstruction):
            return True
        before = before.getprevious()
    return False


def _is_shown(tag: str) -> bool:
    name = etree.QName(tag)
    return name.namespace in _SHOWN or (not name.namespace and name.localname.lower() in ("html", "svg", "script"))


def _active() -> Exception:
    return refuse("active_content", "Tệp XML có phần mà trình duyệt sẽ chạy hoặc tải thêm nên không nhận.")
