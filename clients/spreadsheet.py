"""LibreOffice opens CSV files: every row is there, texts are unharmed, and nothing has become a formula."""

from __future__ import annotations

import csv
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from stated import asked, same

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLES = ("claims", "documents", "places", "findings")
_MARKS = "=+-@＝＋－＠"

release = asked()
with tempfile.TemporaryDirectory() as folder:
    out = Path(folder)
    hostile = out / "hostile.csv"  # what the writer of the package makes of such texts
    hostile.write_text('"id","text"\n' + "".join(f'"{i}","\'{mark}1+1"\n' for i, mark in enumerate(_MARKS)), "utf-8")
    files = [release.package / "csv" / f"{name}.csv" for name in _TABLES]
    # Comma, double quote, UTF-8, from line 1, texts in quotes stay texts.
    options = ["--infilter=Text - txt - csv (StarCalc):44,34,76,1,,0,true"]
    command = ["soffice", f"-env:UserInstallation=file://{out}/profile", "--headless", *options]
    subprocess.run([*command, "--convert-to", "fods", "--outdir", folder, *map(str, [*files, hostile])], check=True,
                   capture_output=True, timeout=240)  # fmt: skip
    for file in [*files, hostile]:
        sheet = ElementTree.parse(out / f"{file.stem}.fods").getroot()
        formulas = [cell for cell in sheet.iter(f"{_TABLE}table-cell") if cell.get(f"{_TABLE}formula")]
        same(f"formulas in {file.name}", formulas, [])
        shown = set()
        count = 0
        for row in sheet.iter(f"{_TABLE}table-row"):
            cells = ["\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")) for cell in row]
            count += any(cells)
            shown.update(cells)
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        same(f"rows of {file.name}", count, len(rows))
        if file in files:
            first = [text for row in rows[1:200] for text in row[:1]]
            same(f"keys of {file.name} that are not shown", [text for text in first if text not in shown], [])
