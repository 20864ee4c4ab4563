"""Text with ``$formulas$`` → HTML with MathML, from hostile text to elements on a list.

Everything that is not a formula is escaped text. A formula goes through ``latex2mathml`` into a tree of elements, of which only MathML's
presentation elements and harmless attributes are written, with their text escaped. What it can't read, what is too long, and
all beyond the first few formulas, is shown as it was typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import Converter
from markdown_it import MarkdownIt
from markupsafe import Markup

from grader.exporters.escape import plain

MOST_FORMULAS = 60
LONGEST = 400
# As elsewhere: no space inside the dollars, no digit after them, so "$5 and $6" stays money.
_FORMULA = re.compile(
    r"\$\$(?P<block>[^$]{1,400})\$\$|\$(?P<inline>(?=\S)[^$\n]{1,400})(?<=\S)\$(?!\d)"
)
# A formula that defines its own commands could grow without end.
_DEFINES = re.compile(r"\\(def|let|newcommand|renewcommand|providecommand|DeclareMathOperator)")
_TAGS = re.compile(
    "math|mrow|mi|mn|mo|mtext|mspace|ms|mfrac|msqrt|mroot|mstyle|mpadded|mphantom|msub|msup|msubsup|"
    "munder|mover|munderover|mmultiscripts|mprescripts|none|mtable|mtr|mtd|mlabeledtr|menclose"
)
_ATTRIBUTES = re.compile(
    "display|mathvariant|stretchy|fence|separator|accent|accentunder|linethickness|columnalign|rowspacing|"
    "columnspacing|lspace|rspace|minsize|maxsize|displaystyle|scriptlevel|movablelimits|form|symmetric"
)
_WORD = re.compile(r"[\w.%-]{1,20}( [\w.%-]{1,20}){0,20}")


def shown(text: str) -> Markup:
    """``text`` as people may read it in a page: line breaks kept by the style, formulas as MathML."""
    clean = plain(text)
    out: list[str] = []
    last = 0
    for number, match in enumerate(_FORMULA.finditer(clean)):
        if number >= MOST_FORMULAS:
            break
        made = formula(match["block"] or match["inline"], bool(match["block"]))
        if made is None:
            continue
        out += [escape(clean[last : match.start()]), made]
        last = match.end()
    out.append(escape(clean[last:]))
    return Markup("".join(out))


@lru_cache(maxsize=4096)
def formula(latex: str, block: bool = False) -> str | None:
    """A formula as MathML, or None where it can't be read."""
    if len(latex) > LONGEST or latex.count("{") > 40 or _DEFINES.search(latex):
        return None
    try:
        tree = Converter(display="block" if block else "inline").convert_to_element(latex)
        return _written(tree, 0)
    except (
        Exception
    ):  # whatever a stranger's formula does to the library, it is shown as it was typed
        return None


def _written(element: Element, depth: int) -> str:
    """The element and all in it, as far as it is on the lists."""
    if depth > 30:
        raise ValueError("nested too deeply")
    inner = [_text(element.text)]
    for child in element:
        inner += [_written(child, depth + 1), _text(child.tail)]
    body = "".join(inner)
    tag = element.tag if isinstance(element.tag, str) else ""
    if not _TAGS.fullmatch(tag):
        return body
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for name, value in element.attrib.items()
        if _ATTRIBUTES.fullmatch(name) and _WORD.fullmatch(value)
    )
    return f"<{tag}{attributes}>{body}</{tag}>"


def _text(text: str | None) -> str:
    # The library writes signs as references, which belong to the text here.
    return escape(plain(unescape(text))) if text else ""


def prompt(text: str) -> Markup:
    """An author's Markdown, without HTML, with its formulas."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        made = formula(match["block"] or match["inline"], bool(match["block"]))
        if made is None:
            return match[0]
        kept.append(made)
        return f"\x02{len(kept) - 1}\x03"

    marked = _FORMULA.sub(keep, plain(text))
    page = MarkdownIt("commonmark", {"html": False}).disable(["image", "link"]).render(marked)
    return Markup(re.sub("\x02(\\d+)\x03", lambda match: kept[int(match[1])], page))
