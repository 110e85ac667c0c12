"""The examples in the package's README run as they stand there: SQL, pandas, polars, and R where it is installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import duckdb
from stated import asked, same

release = asked()
database = str((release.folder / "educoop.duckdb").resolve())
os.chdir(release.package)
text = Path("README.md").read_text("utf-8")
ran = []
for language, code in re.findall(r"^```(\w+)\n(.*?)^```$", text, re.M | re.S):
    ran.append(language)
    if language == "sql":
        connection = duckdb.connect(database, read_only=True)
        for statement in connection.extract_statements(code):
            rows = connection.execute(statement).fetchall()
            same(f"there are rows: {statement.query.strip()}", len(rows) > 0, True)
    elif language == "python":
        with redirect_stdout(StringIO()):
            exec(code, {})
    elif shutil.which("Rscript"):
        subprocess.run(["Rscript", "--vanilla", "-e", code], check=True, stdout=subprocess.DEVNULL)
same("languages", sorted(set(ran)), ["python", "r", "sql"])
