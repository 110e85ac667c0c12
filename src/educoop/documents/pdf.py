"""Text layer of a PDF."""

from __future__ import annotations

import io
import logging

from educoop.documents.unreadable import Unreadable

MAX_PAGES = 5_000
MAX_CHARACTERS = 50_000_000


def read_pdf(data: bytes, max_pages: int = MAX_PAGES, max_characters: int = MAX_CHARACTERS) -> str:
    """Text of the pages, each ended by a form feed. Raises Unreadable (no_text_layer, too_large, unreadable)."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # Complaints about damage go to the reject or nowhere: a readable file with flaws is no news.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("unreadable", "encrypted with a password; deliver it without")
        if (count := len(reader.pages)) > max_pages:
            raise Unreadable("too_large", f"{count} pages, more than {max_pages}; split the file")
        pages: list[str] = []
        characters = 0
        for page in reader.pages:
            pages.append(page.extract_text())
            characters += len(pages[-1])
            if characters > max_characters:
                raise Unreadable("too_large", f"more than {max_characters} characters of text; split the file")
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError) as e:
        raise Unreadable("unreadable", f"broken PDF ({type(e).__name__}: {e}); deliver it anew") from e
    if not any(p.strip() for p in pages):
        raise Unreadable("no_text_layer", f"{count} pages without text; run character recognition first")
    # Half of a surrogate pair can't be written as UTF-8.
    return "\f".join(pages).encode("utf-8", "replace").decode("utf-8")
