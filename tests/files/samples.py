"""Small files of every kind that may be uploaded, made by hand or by other programs' libraries."""

import io
import zipfile

import openpyxl

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\0" * 64 + b"\xff\xd9"
TXT = "Työhakemus\r\n\tIisalmi".encode()

WORD_LIST = (
    b'<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def docx(more: dict[str, bytes] | None = None) -> bytes:
    """The smallest Word document, with further parts."""
    parts = {"[Content_Types].xml": WORD_LIST, "word/document.xml": b"<w:document/>"}
    return zipped(parts | (more or {}))


def odt(
    more: dict[str, bytes] | None = None, kind: bytes = b"application/vnd.oasis.opendocument.text"
) -> bytes:
    parts = {"mimetype": kind, "content.xml": b"<office:document-content/>"}
    return zipped(parts | (more or {}))


def xlsx() -> bytes:
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


GOOD = {
    "a.pdf": PDF,
    "b.docx": docx(),
    "c.odt": odt(),
    "d.xlsx": xlsx(),
    "e.png": PNG,
    "f.jpg": JPG,
    "F.JPEG": JPG,
    "g.txt": TXT,
}
