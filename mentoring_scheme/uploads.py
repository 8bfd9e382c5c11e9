# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What a file that a stranger sends may be called, and whether it acts when opened.

Documents are read by libraries that are kept for this: pikepdf for PDF, oletools for
Office.
"""

import io
import logging
import re
import warnings

import pikepdf

with warnings.catch_warnings():
    # oletools calls its parser by names that the parser's next version drops.
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools import msodde, oleid, oleobj, ooxml

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
# What a PDF does by itself, or carries for its reader's computer (ISO 32000-2, 12.6.4).
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
}
KEYS = {"/JS", "/JavaScript", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent"}
TYPES = {"/EmbeddedFile"}
SUBTYPES = {"/RichMedia", "/FileAttachment", "/Movie", "/Sound", "/Screen", "/3D"}
# How phones name the format of their photos (ISO/IEC 23008-12, 10.2).
PHONE_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
# OleID's own words for the risks that make a file do something.
RISKS = ("vba", "xlm", "flash", "ObjectPool")

# qpdf tells of every small fault of a file that it can mend.
logging.getLogger("pikepdf").setLevel(logging.ERROR)
# oletools warns of each macro that one of its checks is left out.
logging.getLogger("olevba").setLevel(logging.ERROR)

SUFFIX = re.compile(r"\.[a-z0-9]{1,5}$", re.I)
# Names that Windows keeps for devices, with whatever suffix.
DEVICE = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.I)


class Unreadable(Exception):
    """A document that its library cannot open: broken, or locked by a password."""


def is_phone_photo(data: bytes) -> bool:
    """Return whether a file is a photo in the HEIF container, as phones make them."""
    return data[4:8] == b"ftyp" and data[8:12] in PHONE_BRANDS


def rebuild_name(filename, suffixes, fallback):
    """Return a name that says what the file is, for any computer.

    :param str filename: what the sender calls it
    :param suffixes: the endings of its true kind, the usual one first
    :param str fallback: what to call it when nothing is left of the name
    """
    stem = filename.rstrip(" .")
    kept = suffixes[0]
    while found := SUFFIX.search(stem):
        suffix = found[0].lower()
        if suffix[1:].isdigit():
            break  # "Mentor 2.0"
        if suffix in suffixes:
            kept = suffix
        stem = stem[: found.start()].rstrip(" .")
    stem = stem.strip(" .") or fallback
    return f"_{stem}{kept}" if DEVICE.match(stem) else f"{stem}{kept}"


def has_active_content(data, mimetype):
    """Return whether a document does more than show itself.

    :param bytes data: the document
    :param str mimetype: what it is, by its content
    :raise Unreadable: when it cannot be read through
    """
    if mimetype == "application/pdf":
        return _is_active_pdf(data)
    if mimetype == DOCX:
        return _is_active_docx(data) or _is_active_office(data)
    if mimetype == DOC:
        return _is_active_office(data)
    return False


def _is_active_pdf(data):
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            return any(_is_active_object(each) for each in document.objects)
    except (pikepdf.PdfError, pikepdf.PasswordError, RecursionError) as error:
        raise Unreadable from error


def _is_active_object(whole):
    """Return whether an object of a PDF, or one within it, is active."""
    waiting = [whole]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            values = list(each)
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            if _is_active_dictionary(each):
                return True
            values = [value for _key, value in each.items()]
        else:
            continue
        # What stands elsewhere in the file is looked at there.
        waiting += [
            value
            for value in values
            if isinstance(value, pikepdf.Object) and not value.is_indirect
        ]
    return False


def _is_active_dictionary(each):
    keys = set(each.keys())
    return bool(
        keys & KEYS
        or ("/S" in keys and _get_name(each, "/S") in ACTIONS)
        or ("/Type" in keys and _get_name(each, "/Type") in TYPES)
        or ("/Subtype" in keys and _get_name(each, "/Subtype") in SUBTYPES)
    )


def _get_name(each, key):
    value = each.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _is_active_docx(data):
    """Return whether Word fetches or runs something when it opens the file.

    A link that one follows oneself is none of that.
    """
    try:
        parser = ooxml.XmlParser(io.BytesIO(data))
        fetched = any(
            kind != "hyperlink" or not target.startswith(("http", "mailto:", "tel:"))
            for kind, target in oleobj.find_external_relationships(parser)
        )
        return fetched or bool(msodde.process_docx(io.BytesIO(data)))
    except Exception as error:  # whatever a crafted file makes a library raise
        raise Unreadable from error


def _is_active_office(data):
    try:
        found = oleid.OleID(data=data).check()
    except Exception as error:  # whatever a crafted file makes a library raise
        raise Unreadable from error
    values = {indicator.id: indicator.value for indicator in found}
    if values["encrypted"] or "Error" in values.values():
        raise Unreadable
    return any(_is_found(values[risk]) for risk in RISKS)


def _is_found(value):
    """Return whether OleID is sure: it counts, or says yes in several ways."""
    return value.startswith("Yes") if isinstance(value, str) else bool(value)
