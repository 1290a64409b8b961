"""HTML as a tree, and the text in it; parsed by lxml, without network and entities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cablesearch.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_PAGE: Final = 16 << 20
"""A web page of one cable has some 65 KB, the largest half a megabyte; a tree takes ten times its page's size."""


def document(text: str) -> Any:
    """The root element of a page; RecordError where it has none, is too large or nested without measure."""
    from lxml import etree, html

    data = text.replace("\0", "").encode("utf-8", "replace")
    if len(data) > LARGEST_PAGE:
        raise RecordError(
            f"a web page larger than {LARGEST_PAGE >> 20} MiB", remedy="save its text as a file"
        )
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except etree.LxmlError as error:
        raise RecordError(
            f"a web page that cannot be read ({error})", remedy="save it again"
        ) from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise RecordError(
            "a web page whose elements are nested too deeply", remedy="save its text as a file"
        )
    return root


def text_of(element: Any, *, pilcrows: bool = False) -> str:
    """The text in an element, line ends as they are and at each <br>.

    With `pilcrows` an anchor par1, par2, parA ... stands for a pilcrow whatever became of its own text: copies of
    pages have "1" there, a question mark, or nothing.
    """
    return "".join(_pieces(element, pilcrows))


def _pieces(element: Any, pilcrows: bool) -> Iterator[str]:
    from lxml import etree

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            yield "" if node is element else node.tail or ""
        elif pilcrows and node.tag == "a" and node.get("id", "").startswith("par"):
            yield "¶"
            walk.skip_subtree()
        else:
            yield "\n" if node.tag == "br" else node.text or ""


def words(element: Any) -> str:
    """The text in an element on one line.

    >>> words(document("<p>Embassy\\n  <b>Zenda</b></p>"))
    'Embassy Zenda'
    """
    return " ".join(text_of(element).split())
