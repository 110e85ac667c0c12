#!/usr/bin/env bash
# Read a release with software that is not ours: clients/run.sh RELEASE PYTHON-OF-CLIENTS PYTHON-OF-THE-PROJECT
set -euo pipefail
# Paths are those of the caller; the interpreters keep their links, for an environment is found by them.
release=$(realpath "$1") clients=$(realpath -s "$2") project=$(realpath -s "$3")
cd "$(dirname "$0")"

check() {
  local began=$SECONDS
  "${@:2}" || { echo "clients: $1 could not read the release" >&2; exit 1; }
  echo "clients: $1 read it in $((SECONDS - began)) s"
}

check "Frictionless" "$clients" frictionless_cli.py "$release"
check "dplib" "$clients" descriptor_profile.py "$release"
check "mlcroissant" "$clients" croissant_load.py "$release"
check "rdflib and pyshacl" "$clients" catalogue.py "$release"
check "csvw" "$clients" csvw_tables.py "$release"
check "pandas and polars" "$clients" frames.py "$release"
check "the README's examples" "$clients" readme.py "$release"
check "the oldest DuckDB" "$clients" database.py "$release" 1.2.0
check "the newest DuckDB" "$project" database.py "$release"
check "datapackage (JavaScript)" node datapackage.cjs "$release"
check "hyparquet" node hyparquet.mjs "$release"
check "LibreOffice" "$clients" spreadsheet.py "$release"
