"""Turns WeasyPrint's PDF/A-3a into one that is PDF/UA-1 as well.

WeasyPrint 70 writes one of the two claims only and leaves three things undone that ISO 14289-1 asks for:
header cells have no scope, page headers and footers are neither tagged nor artifacts, and a header over
several columns is bound to the first of them. Its PDF is a list of `pydyf` objects that refer to each other
as b"12 0 R".
"""

from collections.abc import Iterator
from typing import Any

from pydyf import Stream

PDF_UA_CLAIM = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
"""
# PDF/A allows a property it does not know only with a description of its schema (ISO 19005-3, 6.6.2.3).
PDF_UA_SCHEMA = b"""\
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END_OF_METADATA = b"</rdf:RDF>"
# Streams are compressed here, not by WeasyPrint: see _compress.
OPTIONS = {"pdf_variant": "pdf/a-3a", "uncompressed_pdf": True}
ARTIFACT, PAGINATION = b"/Artifact", b"<</Type /Pagination>>"


def finish(_document: Any, pdf: Any) -> None:
    """Finisher for `weasyprint.HTML.write_pdf` with OPTIONS."""
    _scope_table_headers(pdf)
    _mark_running_content(pdf)
    _compress(pdf)
    _claim_pdf_ua(pdf)


def _compress(pdf: Any) -> None:
    """Compress each stream unless that leaves a carriage return as its last byte.

    With the line feed before "endstream" it would pass for an end of line, and the length would seem wrong
    (ISO 19005-3, 6.1.7.1). WeasyPrint's own compression gathers objects after the finisher, out of its sight.
    """
    for item in pdf.objects:
        if isinstance(item, Stream):
            item.compress = True
            item.compress = not item.data.endswith(b"\r\nendstream")


def _claim_pdf_ua(pdf: Any) -> None:
    """Add the PDF/UA claim to the metadata, which stay readable without decompression."""
    metadata = _at(pdf, pdf.catalog["Metadata"])
    metadata.stream = [
        part.replace(END_OF_METADATA, PDF_UA_CLAIM + PDF_UA_SCHEMA + END_OF_METADATA)
        for part in metadata.stream
    ]
    metadata.compress = False


def _scope_table_headers(pdf: Any) -> None:
    """Say of each header cell whether it heads a column or a row, and drop the lists in the data cells."""
    for element in pdf.objects:
        kind = element.get("S") if isinstance(element, dict) else None
        if kind == "/TH":
            section = _at(pdf, _at(pdf, element["P"])["P"])
            element["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"
        elif kind == "/TD":
            element["A"].pop("Headers", None)


def _mark_running_content(pdf: Any) -> None:
    """Turn content that no tag reaches, which is that of the page margins, into pagination artifacts."""
    structure = _at(pdf, pdf.catalog["StructTreeRoot"])
    reached = set(_references_below(pdf, structure))
    owners_by_page = _at(pdf, structure["ParentTree"])["Nums"][1::2]  # keys and values take turns
    for page_reference, owners in zip(pdf.page_references, owners_by_page, strict=False):
        orphans = {mark for mark, owner in enumerate(owners) if _number(owner) not in reached}
        _mark_artifacts(_at(pdf, _at(pdf, page_reference)["Contents"]), orphans)
        for mark in orphans:
            owners[mark] = "null"


def _mark_artifacts(content: Any, marks: set[int]) -> None:
    """Rename the marked content of a page with these ids; a sequence starts as tag, properties, BDC."""
    tokens = content.stream
    for position, token in enumerate(tokens):
        properties = tokens[position - 1]
        if token == b"BDC" and isinstance(properties, dict) and properties.get("MCID") in marks:
            tokens[position - 2 : position] = [ARTIFACT, PAGINATION]


def _references_below(pdf: Any, element: Any) -> Iterator[int]:
    """Numbers of all structure elements below one; a child that is a plain number is content."""
    for child in element.get("K", []):
        if isinstance(child, bytes):
            yield _number(child)
            yield from _references_below(pdf, _at(pdf, child))


def _at(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[_number(reference)]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
