"""rdflib reads the catalogue entry, pyshacl finds it complete, and its hashes are those of the files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlparse

from pyshacl import validate
from rdflib import RDF, Graph, Namespace
from stated import asked, same

DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
SCHEMA = Namespace("https://schema.org/")

release = asked()
shapes = Graph().parse(Path(__file__).with_name("dcat-shapes.ttl"))
graph = Graph().parse(release.package / "dcat.ttl")
conforms, _, text = validate(graph, shacl_graph=shapes)
same(f"conforms to the shapes: {text}", conforms, True)

found = {}
for distribution, url in graph.subject_objects(DCAT.downloadURL):
    file = Path(unquote(urlparse(str(url)).path))
    checksum = graph.value(graph.value(distribution, SPDX.checksum), SPDX.checksumValue)
    same(f"hash of {file.name}", hashlib.sha256(file.read_bytes()).hexdigest(), str(checksum))
    found[file.relative_to(release.package.resolve()).as_posix()] = str(checksum)
stated = {r["path"]: r["hash"].removeprefix("sha256:") for r in release.descriptor["resources"]}
same("files", found, stated)

for triple in list(graph.triples((None, DCTERMS.title, None))):
    graph.remove(triple)
same("without titles it would not conform", validate(graph, shacl_graph=shapes)[0], False)

web = Graph().parse(release.package / "dataset.jsonld", format="json-ld")
dataset = web.value(predicate=RDF.type, object=SCHEMA.Dataset)
same("name", str(web.value(dataset, SCHEMA.name)), release.descriptor["title"])
hashes = {str(web.value(d, SCHEMA.contentUrl)): str(web.value(d, SCHEMA.sha256))
          for d in web.objects(dataset, SCHEMA.distribution)}  # fmt: skip
same("files of the web description", {k.split("/package/")[-1]: v for k, v in hashes.items()}, stated)
