"""Text of a Word document."""

from __future__ import annotations

import io
import zipfile

from educoop.documents.unreadable import Unreadable

MAX_UNPACKED = 256 * 1024 * 1024


def read_docx(data: bytes, max_unpacked: int = MAX_UNPACKED) -> str:
    """Paragraphs and table cells in their order, one a line, paragraphs ended by a blank line; headings get `#` marks
    and list items `- `, as in Markdown. Raises Unreadable (no_text_layer, too_large, unreadable)."""
    from docx import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            unpacked = sum(i.file_size for i in z.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as e:
        raise Unreadable("unreadable", f"broken DOCX ({e}); deliver it anew") from e
    if unpacked > max_unpacked:
        raise Unreadable("too_large", f"{unpacked} bytes when unpacked, more than {max_unpacked}")
    try:
        document = Document(io.BytesIO(data))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Paragraph):
                lines.append(_marked(block.text, (block.style.name or "") if block.style is not None else ""))
            elif isinstance(block, Table):
                for row in block.rows:
                    lines.append(" | ".join(dict.fromkeys(" ".join(c.text.split()) for c in row.cells)))
    except Exception as e:
        # python-docx and lxml raise many kinds of errors on broken parts.
        raise Unreadable("unreadable", f"broken DOCX ({type(e).__name__}: {e}); deliver it anew") from e
    if not any(line.strip() for line in lines):
        raise Unreadable("no_text_layer", "no text in the document's paragraphs and tables")
    return "\n\n".join(lines)


def _marked(text: str, style: str) -> str:
    if not text.strip():
        return ""
    if style == "Title":
        return f"# {text}"
    if style.startswith("Heading"):
        return f"## {text}"
    if style.startswith("List"):
        return f"- {text}"
    return text
