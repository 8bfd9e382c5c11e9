# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The words of an email without its code: plain Python, without the database.

Whoever may put code into an email template reads the whole database through it. So
staff who write the words never see the code: every piece of it becomes a placeholder,
``[[1 Alex Example]]``, and is put back unchanged for its placeholder. Nothing that they
type becomes code.
"""

import copy
import re

from lxml import etree, html

TOKEN = re.compile(r"\[\[(\d+)[^\[\]]*\]\]")
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
LINK = "https://link.invalid/"
BLOCKS = {"p", "div", "ul", "ol", "li", "table", "tbody", "tr", "h1", "h2", "h3"}
LABEL_LENGTH = 40
BRANCHES = ("t-elif", "t-else")


class BrokenText(ValueError):
    """The words do not go together with their placeholders; says which one."""


def _directives(element):
    return [name for name in element.attrib if name.startswith("t-")]


def _parse(source):
    return html.fragment_fromstring(str(source or ""), create_parent="div")


def _inner(root):
    """Return what stands in the wrapper that parsing needs."""
    parts = [html.tostring(child, encoding="unicode") for child in root]
    return (root.text or "") + "".join(parts)


def _label(text):
    text = re.sub(r"[\[\]<>&\s]+", " ", text or "").strip()
    if len(text) > LABEL_LENGTH:
        text = text[:LABEL_LENGTH].rstrip() + "…"
    return text


class MailText:
    """The words of one body and one subject, and the code that stands behind them.

    :param body: the template's body, in QWeb
    :param subject: its subject, with expressions in double braces
    :param labels: what to call an expression of the subject
    """

    def __init__(self, body, subject, labels=None):
        self.pieces = {}  # number to the elements that a placeholder stands for
        self.hidden = set()  # numbers of pieces that prepare what others show
        self.links = {}  # number to the code of a link
        self.expressions = []
        self._labels = labels or {}
        self.subject = EXPRESSION.sub(self._take_expression, subject or "")
        root = _parse(body)
        self._take_children(root)
        self.body = _inner(root)

    # ------------------------------------------------------------------
    # Taking code out
    # ------------------------------------------------------------------

    def _take_expression(self, match):
        self.expressions.append(match.group(0))
        code = match.group(0)[2:-2].strip()
        number = len(self.expressions)
        label = self._labels.get(code) or code.rsplit(".", 1)[-1].replace("_", " ")
        return f"[[{number} {_label(label)}]]"

    def _take_children(self, parent):
        child = next(iter(parent), None)
        while child is not None:
            following = child.getnext()
            codes = _directives(child) if isinstance(child.tag, str) else []
            if codes == ["t-attf-href"]:
                number = len(self.links) + 1
                self.links[number] = child.attrib.pop("t-attf-href")
                child.set("href", f"{LINK}{number}")
                self._take_children(child)
            elif codes or child.tag == "t":
                following = self._take_piece(child)
            elif isinstance(child.tag, str):
                self._take_children(child)
            child = following

    def _take_piece(self, element):
        """Put a placeholder where a piece of code is; return what comes after it."""
        pieces = [element]
        following = element.getnext()
        while (
            following is not None
            and isinstance(following.tag, str)
            and not (pieces[-1].tail or "").strip()
            and any(name in following.attrib for name in BRANCHES)
        ):
            pieces.append(following)
            following = following.getnext()
        number = len(self.pieces) + 1
        tail = pieces[-1].tail or ""
        shown = " / ".join(filter(None, (_label(p.text_content()) for p in pieces)))
        if not shown:
            self.hidden.add(number)
        token = f"[[{number} {_label(shown) or '…'}]]"
        self.pieces[number] = [copy.deepcopy(piece) for piece in pieces]
        for piece in self.pieces[number]:
            piece.tail = None
        parent = element.getparent()
        if element.tag in BLOCKS:
            line = etree.Element("li" if element.tag == "li" else "p")
            line.text = token
            line.tail = tail
            element.addprevious(line)
        else:
            previous = element.getprevious()
            if previous is None:
                parent.text = (parent.text or "") + token + tail
            else:
                previous.tail = (previous.tail or "") + token + tail
        for piece in pieces:
            piece.tail = None
            parent.remove(piece)
        return following

    # ------------------------------------------------------------------
    # Putting it back
    # ------------------------------------------------------------------

    def restore_subject(self, subject):
        """Return a subject with its expressions.

        :raise BrokenText: when a placeholder is unknown, or code was typed
        """
        if "{{" in subject or "}}" in subject:
            raise BrokenText("{{")

        def put(match):
            number = int(match.group(1))
            if not 1 <= number <= len(self.expressions):
                raise BrokenText(match.group(0))
            return self.expressions[number - 1]

        restored = TOKEN.sub(put, subject)
        if "[[" in restored or "]]" in restored:
            raise BrokenText("[[")
        return restored

    def restore_body(self, body):
        """Return a body with its code.

        :raise BrokenText: when a placeholder is unknown, broken or missing, or code
            was typed
        """
        root = _parse(body)
        for element in root.iter():
            if not isinstance(element.tag, str):
                continue
            if element.tag == "t" or _directives(element):
                raise BrokenText(f"<{element.tag}>")
        used = set()
        for element in list(root.iter()):
            if isinstance(element.tag, str):
                self._put_link(element)
                self._put_pieces(element, used)
        missing = self.hidden - used
        if missing:
            raise BrokenText(f"[[{min(missing)} …]]")
        restored = _inner(root)
        if "[[" in restored or "]]" in restored or LINK in restored:
            raise BrokenText("[[")
        return restored

    def _put_link(self, element):
        href = element.get("href", "")
        if href.startswith(LINK):
            number = href.removeprefix(LINK).strip("/")
            if not number.isdigit() or int(number) not in self.links:
                raise BrokenText(href)
            del element.attrib["href"]
            element.set("t-attf-href", self.links[int(number)])

    def _put_pieces(self, element, used):
        """Put pieces back into an element's own text, and after its children."""
        text = (element.text or "").strip()
        whole = TOKEN.fullmatch(text)
        if whole and not len(element) and element.getparent() is not None:
            pieces = self._get_pieces(whole, used)
            if pieces[0].tag in BLOCKS:
                for piece in pieces:
                    element.addprevious(piece)
                tail = element.tail
                element.tail = None
                pieces[-1].tail = tail
                element.getparent().remove(element)
                return
            used.discard(int(whole.group(1)))
        element.text = self._put_into(element.text, element, 0, used)
        for child in list(element):
            if child.tail and TOKEN.search(child.tail):
                child.tail = self._put_into(
                    child.tail, element, element.index(child) + 1, used
                )

    def _put_into(self, text, parent, position, used):
        """Insert what a text's placeholders stand for; return the text before them."""
        parts = TOKEN.split(text or "")
        last = None
        for number, after in zip(parts[1::2], parts[2::2], strict=True):
            for piece in self._get_pieces(TOKEN.match(f"[[{number}]]"), used):
                parent.insert(position, piece)
                position += 1
                last = piece
            last.tail = after
        return parts[0] if text is not None else None

    def _get_pieces(self, match, used):
        number = int(match.group(1))
        if number not in self.pieces:
            raise BrokenText(match.group(0))
        used.add(number)
        return [copy.deepcopy(piece) for piece in self.pieces[number]]
