"""Reports in other formats come in as Markdown, with their markers, and the original beside them."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from app.config import MAX_FILE_BYTES
from app.intake import Intake, RefusedError, init_folder, report_in
from app.intake.converters import ConversionError, _paragraphs, to_markdown
from app.report import parse_report
from app.report.audit.audit import Audit
from app.seeding.build import build
from app.seeding.seed_files.problems import SeedError
from app.store import tables as m

HTML = b"""<html><head><title>Ocean heat</title><style>x</style></head><body><nav>menu</nav>
<p>The sea took up 10<sup>22</sup> joules in 2023.<sup><a href="#r1">[1]</a></sup> Costs were $5.2 billion<sup>2</sup>.</p>
<div style="display:none">hidden 99</div><table><tr><th>a|b</th><th>c</th></tr><tr><td>1 | 2</td><td>3%</td></tr></table>
<h2>References</h2><ol><li id="r1"><a href="https://a.org/x">A page</a></li><li><a href="https://b.org/y">B</a></li></ol></body></html>"""


def docx() -> bytes:
    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    lines = ["Ocean heat rose by 5% [1].", "References", "[1] A page. https://a.org/x"]
    document = (
        '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        + "".join(map(paragraph, lines))
        + "</w:body></w:document>"
    )
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("_rels/.rels", relations)
        archive.writestr("word/document.xml", document)
    return file.getvalue()


def pdf() -> bytes:
    words = "BT /F1 12 Tf 50 700 Td (Ocean heat rose by 5% in the year 2023, as buoys show.) Tj ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(words)} >>\nstream\n{words}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(text)
    text += f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return text.encode("latin-1")


@pytest.mark.parametrize(
    ("content", "name", "sentences", "markers"),
    [
        (HTML, "sea.html", ["The sea took up 10²² joules in 2023.", "Costs were $5.2 billion.", "a|b | c", "1 | 2 | 3%"], 2),
        (docx(), "sea.docx", ["Ocean heat rose by 5%."], 1),
        (pdf(), "sea.pdf", ["Ocean heat rose by 5% in the year 2023, as buoys show."], 0),
    ],
    ids=["html", "docx", "pdf"],
)
def test_a_format_comes_in(tmp_path: Path, content: bytes, name: str, sentences: list[str], markers: int) -> None:
    init_folder(tmp_path)
    added = Intake(tmp_path).add_content(content, name)
    assert [one.text for one in added.report.sentences] == sentences
    assert len(added.report.markers) == markers
    original = tmp_path / "documents" / "originals" / name
    assert original.read_bytes() == content
    assert hashlib.sha256(content).hexdigest() in (tmp_path / "documents" / "sea.yaml").read_text(encoding="utf-8")
    assert len(build(tmp_path).rows[m.Claim]) == len(sentences)
    assert Intake(tmp_path).add_content(content, "again" + name).state == "already there"
    original.write_bytes(content + b" ")
    with pytest.raises(SeedError, match="originals are never edited"):
        build(tmp_path)


def test_a_text_in_another_encoding_is_kept_as_it_was(tmp_path: Path) -> None:
    init_folder(tmp_path)
    content = "# Größe\n\nSie wuchs 2023 um 5 %.\n".encode("utf-16")
    added = Intake(tmp_path).add_content(content, "groesse.md")
    assert parse_report((tmp_path / "documents" / "groesse.md").read_text(encoding="utf-8")).title == added.report.title
    assert (tmp_path / "documents" / "originals" / "groesse.md").read_bytes() == content
    build(tmp_path)


def test_lines_of_a_pdf_that_the_page_broke_are_whole(tmp_path: Path) -> None:
    lines = [
        "Cafés sold coﬀee worth EUR 90 million in", "2024 [1]. Costs rose as a state-", "owned survey said [2], and rents fell [3].",
        "References", "[1] https://www.example.pt/2025/the-price-of-", "coffee - Prices", "[2] https://b.org/y - Costs of", "cafés",
        "[3] https://c.org/z - Rents",
    ]  # fmt: skip
    text = _paragraphs("\n".join(lines))
    assert text.splitlines()[0].startswith(
        "Cafés sold coffee worth EUR 90 million in 2024 [1]. Costs rose as a state-owned survey said [2]"
    )
    report = parse_report(text)
    assert [reference.url for reference in report.references] == [
        "https://www.example.pt/2025/the-price-of-coffee", "https://b.org/y", "https://c.org/z",
    ]  # fmt: skip
    assert [marker.reference is not None for marker in report.markers] == [True] * 3


def test_what_would_take_too_much_to_convert_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConversionError, match="nested too deeply"):
        to_markdown(("<div>" * 5000 + "Sales rose by 5%." + "</div>" * 5000).encode(), "deep.html")
    monkeypatch.setattr("app.intake.converters.MAX_FILE_BYTES", 1000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "a" * 1001)
    with pytest.raises(ConversionError, match="its text is larger than 1000 bytes"):
        to_markdown(packed.getvalue(), "packed.docx")


@pytest.mark.parametrize(
    ("name", "content", "cited"),
    [
        ("a.html", HTML, 2),
        ("a.docx", docx(), 1),
        ("a.pdf", pdf(), 0),
        ("a.log", b"It rose by 5% [1].\n\n[1] A page. https://a.org/x\n", 1),
    ],
)
def test_an_audit_reads_each_format(tmp_path: Path, name: str, content: bytes, cited: int) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert Audit(report_in(file, MAX_FILE_BYTES)).cited_sentences == cited


def test_standard_input_that_is_too_large_is_refused_rather_than_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a" * 11)))
    with pytest.raises(RefusedError, match="larger than 10 bytes"):
        report_in(Path("-"), 10)
