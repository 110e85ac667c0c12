"""csvw reads the CSV tables by the descriptor: values converted, constraints and foreign keys checked."""

from __future__ import annotations

import warnings

from csvw import TableGroup
from csvw.frictionless import DataPackage
from stated import asked, same

warnings.filterwarnings("ignore", "Invalid property required")  # it puts the constraint in the wrong place itself
release = asked()
# It takes up resources that say they are files, as those that Frictionless describes do.
resources = [{**r, "scheme": "file"} for r in release.resources("csv")]
group = DataPackage({**release.descriptor, "resources": resources}, release.package).to_tablegroup(TableGroup)
read = {t.url.string: t for t in group.tables}
for resource in resources:
    rows = list(read[resource["path"]].iterdicts(strict=True))
    same(f"rows of {resource['name']}", len(rows), resource["rows"])
    if rows:
        same(f"columns of {resource['name']}", list(rows[0]), [f["name"] for f in resource["schema"]["fields"]])
same("foreign keys hold", group.check_referential_integrity(), True)
