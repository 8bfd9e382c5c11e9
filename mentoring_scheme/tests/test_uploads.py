# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import base64
import io
import struct
import zipfile

import pikepdf

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PDF, MentoringCommon

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"


def make_pdf(change=None, **options):
    """Return a page as a PDF, after ``change`` was applied to it."""
    document = pikepdf.new()
    document.add_blank_page()
    if change:
        change(document)
    buffer = io.BytesIO()
    document.save(buffer, **options)
    return buffer.getvalue()


def make_docx(links=(), instruction=""):
    """Return a text as Word writes it, with links to the outside by kind."""
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}" '
        'TargetMode="External"/>'
        for number, (kind, target) in enumerate(links, 2)
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN}+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body><w:p>'
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:t>Fifteen years in public libraries</w:t></w:r>"
        "</w:p></w:body></w:document>",
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">{relations}'
            "</Relationships>"
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _act(**action):
    return pikepdf.Dictionary(
        {
            f"/{key}": pikepdf.Name(f"/{value}") if key == "S" else value
            for key, value in action.items()
        }
    )


def _annotate(document, **annotation):
    document.pages[0].Annots = pikepdf.Array([pikepdf.Dictionary(**annotation)])


ACTIVE_PDFS = {
    "script at opening": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", _act(S="JavaScript", JS="app.alert(1)")
    ),
    "scripts by name": lambda pdf: pdf.Root.__setitem__(
        "/Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())
    ),
    "script of a page": lambda pdf: pdf.pages[0].obj.__setitem__(
        "/AA", pikepdf.Dictionary(O=_act(S="JavaScript", JS="app.alert(1)"))
    ),
    "program": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", _act(S="Launch", F="calc.exe")
    ),
    "action after a link": lambda pdf: _annotate(
        pdf,
        Subtype=pikepdf.Name.Link,
        A=pikepdf.Dictionary(
            S=pikepdf.Name.URI,
            URI="https://example.com",
            Next=_act(S="Launch", F="calc.exe"),
        ),
    ),
    "file within": lambda pdf: pdf.attachments.__setitem__("x.exe", b"MZ"),
    "film": lambda pdf: _annotate(pdf, Subtype=pikepdf.Name.RichMedia),
    "button that sends": lambda pdf: _annotate(
        pdf, Subtype=pikepdf.Name.Link, A=_act(S="SubmitForm")
    ),
}
ACTIVE_LINKS = {
    "template": [("attachedTemplate", "https://example.com/x.dotm")],
    "object": [("oleObject", "https://example.com/x")],
    "frame": [("frame", "https://example.com/x")],
    "program on the reader's computer": [("hyperlink", "file:///c:/x.exe")],
}


def make_doc(*storages, text=b"Fifteen years in public libraries"):
    """Return a text as Word 97 kept it: a compound file ([MS-CFB]) of 512-byte sectors.

    The FAT is sector 0, the directory sector 1, the text sectors 2 to 9.
    """
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, end, 0, end, 0, 0),
    ).ljust(512, struct.pack("<B", 0xFF))
    chain = [fat, end, *range(3, 10), end]
    sectors = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def enter(name, kind, child=free, right=free, start=0, size=0):
        letters = (name + "\0").encode("utf-16-le")
        return letters.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIQ", len(letters), kind, 1, free, right, child, start, size
        )

    names = ["WordDocument", *storages]
    entries = [enter("Root Entry", 5, child=1, start=end)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else free
        if number == 1:
            entries.append(enter(name, 2, right=right, start=2, size=4096))
        else:
            entries.append(enter(name, 1, right=right))
    directory = b"".join(entries).ljust(512, b"\0")
    return header + sectors + directory + text.ljust(4096, b"\0")


@tagged("post_install", "-at_install", "security")
class TestUploads(MentoringCommon):
    """A file shows itself and does nothing more (promise A19)."""

    def _refuse(self, data, words="does more than show text", name="cv.pdf"):
        with self.assertRaisesRegex(ValidationError, words), self.env.cr.savepoint():
            self._upload(data, name)

    def test_pdf(self):
        """Scripts, programs and files are found wherever they stand."""
        for name, change in ACTIVE_PDFS.items():
            for options in (
                {},
                {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
            ):
                with self.subTest(name, **options):
                    self._refuse(make_pdf(change, **options))

    def test_pdf_locked(self):
        locked = make_pdf(encryption=pikepdf.Encryption(owner="o", user="u"))
        self._refuse(locked, "without a password")
        for broken in (PDF[:40], b"%PDF-1.7\n" + b"\x00" * 200):
            self._refuse(broken, "can't be read")

    def test_pdf_as_people_send_it(self):
        """Links and a password of the author alone are nothing active."""
        link = make_pdf(
            lambda pdf: _annotate(
                pdf,
                Subtype=pikepdf.Name.Link,
                A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.com"),
            )
        )
        owned = make_pdf(encryption=pikepdf.Encryption(owner="o", user=""))
        for data in (make_pdf(), link, owned):
            self.assertTrue(self._upload(data))

    def test_word(self):
        """What Word would fetch or run when it opens the file is refused."""
        for name, links in ACTIVE_LINKS.items():
            with self.subTest(name):
                self._refuse(make_docx(links), name="cv.docx")
        command = 'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc.exe"'
        self._refuse(make_docx(instruction=command), name="cv.docx")
        page = make_docx(
            [
                ("hyperlink", "https://example.com"),
                ("hyperlink", "mailto:a@example.com"),
            ]
        )
        self.assertTrue(self._upload(page, "cv.docx"))

    def test_word_97(self):
        """Macros and objects of the former format are found; a plain text is taken."""
        self.assertEqual(self._upload(make_doc(), "cv.doc").filename, "cv.doc")
        self._refuse(make_doc("ObjectPool"), name="cv.doc")
        # A macro that cannot even be read is refused as well.
        macro = make_doc("Macros", text=b"\x01\x00Attribut\x00e VB_Name")
        self._refuse(macro, "can't be read", "cv.doc")

    def test_names(self):
        """A name says what the file is, for every computer."""
        for given, stored in (
            ("cv.pdf", "cv.pdf"),
            ("CV.PDF", "CV.pdf"),
            ("x.exe", "x.pdf"),
            ("x.pdf.exe", "x.pdf"),
            ("x.docx", "x.pdf"),
            ("CON.pdf", "_CON.pdf"),
            ("..", "Résumé.pdf"),
            (".pdf", "Résumé.pdf"),
            ("Mel Mentee", "Mel Mentee.pdf"),
            ("Mel v2.0", "Mel v2.0.pdf"),
            ("Lebenslauf Müller.pdf", "Lebenslauf Müller.pdf"),
        ):
            self.assertEqual(self._upload(PDF, given).filename, stored)
        record = self._upload(PDF)
        record.filename = "y.exe"
        self.assertEqual(record.filename, "y.pdf")
        scan = base64.b64decode(self.signature)
        self.assertEqual(self._upload(scan, "a.jpg", "paper").filename, "a.png")

    def test_papers_of_a_case(self):
        """What is handed in with a case goes through the same checks."""
        concern = self.env["mentoring.concern"].sudo()  # no case is needed to refuse
        papers = self.env["mentoring.concern.file"].sudo()  # as the page does
        values = {"filename": "x.pdf.exe", "concern_id": concern.id}
        for change in ACTIVE_PDFS.values():
            with self.assertRaisesRegex(ValidationError, "does more than"):
                papers.create({**values, "file": base64.b64encode(make_pdf(change))})
        checked = papers._prepare_upload({**values, "file": base64.b64encode(PDF)})
        self.assertEqual(checked["filename"], "x.pdf")
