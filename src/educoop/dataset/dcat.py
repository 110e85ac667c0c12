"""`dcat.ttl`: the package as an entry of a data catalogue, in DCAT 3 as Turtle.

Addresses are relative to the file, so they hold wherever the package is put. The graph is rdflib's, with one
document that stands for all of them: there may be very many, each described alike, and rdflib takes half a millisecond
for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from educoop.dataset.facts import Facts
from educoop.dataset.table import Row

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/ENG"
_SAFE = ":/?#[]@!$&'()*+,;=%~"
"""What may stand in an address beside letters and digits; anything else would break the file."""
_HERE = "https://package.invalid/"
"""Stands for the folder of the package while the graph is made: rdflib writes no relative addresses."""
_ANY = "document-"
"""The document that stands for all: no document has an empty id."""


def dcat(facts: Facts) -> str:
    """The description in Turtle: the dataset, its sources, and one distribution a file with its SHA-256."""
    from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
    from rdflib.term import Node

    catalogue = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own does not know what DCAT 3 added
    spdx = Namespace("http://spdx.org/rdf/terms#")
    adms = Namespace("http://www.w3.org/ns/adms#")
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (
        ("adms", adms), ("dcat", catalogue), ("dcterms", DCTERMS), ("foaf", FOAF), ("spdx", spdx), ("xsd", XSD),
    ):  # fmt: skip
        graph.bind(prefix, namespace)

    def say(subject: Node, predicate: Node, *objects: Node) -> None:
        for value in objects:
            graph.add((subject, predicate, value))

    def english(text: str) -> Literal:
        return Literal(text, lang="en")

    dataset = URIRef(f"{_HERE}#dataset")
    licence = URIRef(facts.licence["path"])
    say(dataset, RDF.type, catalogue.Dataset)
    say(dataset, DCTERMS.title, english(facts.metadata["title"]))
    say(dataset, DCTERMS.description, english(facts.description))
    say(dataset, DCTERMS.identifier, Literal(facts.metadata["name"]))
    say(dataset, DCTERMS.license, licence)
    say(dataset, DCTERMS.language, URIRef(_LANGUAGE))
    say(dataset, catalogue.version, Literal(facts.version))
    say(dataset, catalogue.keyword, *(english(word) for word in facts.metadata["keywords"]))
    say(dataset, DCTERMS.issued, Literal(facts.released, datatype=XSD.date))
    if facts.metadata.get("homepage"):
        say(dataset, catalogue.landingPage, URIRef(facts.metadata["homepage"]))
    for number, name in enumerate(facts.creators, 1):
        agent = URIRef(f"{_HERE}#contributor-{number}")
        say(dataset, DCTERMS.creator, agent)
        say(dataset, DCTERMS.publisher, agent)
        say(agent, RDF.type, FOAF.Agent)
        say(agent, FOAF.name, Literal(name))
    if facts.documents:
        source = URIRef(f"{_HERE}#{_ANY}")
        say(dataset, DCTERMS.source, source)
        say(source, DCTERMS.title, Literal(""))
    for file in facts.files:
        schema = facts.schemas[file.table]
        distribution, checksum = (URIRef(f"{_HERE}#{what}{file.path}") for what in ("", "sha256-"))
        say(dataset, catalogue.distribution, distribution)
        say(distribution, RDF.type, catalogue.Distribution)
        say(distribution, DCTERMS.title, english(f"{schema.title} ({file.format})"))
        say(distribution, DCTERMS.description, english(schema.description))
        say(distribution, DCTERMS.license, licence)
        say(distribution, catalogue.mediaType, URIRef(f"{_MEDIA_TYPES}{file.media_type}"))
        say(distribution, catalogue.byteSize, Literal(file.bytes, datatype=XSD.nonNegativeInteger))
        say(distribution, catalogue.accessURL, URIRef(_HERE))
        say(distribution, catalogue.downloadURL, URIRef(f"{_HERE}{file.path}"))
        say(distribution, spdx.checksum, checksum)
        say(checksum, RDF.type, spdx.Checksum)
        say(checksum, spdx.algorithm, spdx.checksumAlgorithm_sha256)
        say(checksum, spdx.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary))
    return _with_documents(graph.serialize(format="turtle").replace(f"<{_HERE}", "<"), facts.documents)


def _with_documents(text: str, documents: Sequence[Row]) -> str:
    """The description with each document in the place of the one that stands for all."""
    if not documents:
        return text
    ordered = sorted(documents, key=lambda d: str(d["document_id"]))
    listed = ",\n        ".join(f"<#{_ANY}{d['document_id']}>" for d in ordered)
    one = f'<#{_ANY}> dcterms:title "" .\n\n'
    return text.replace(one, "".join(map(_source, ordered)), 1).replace(f"<#{_ANY}>", listed, 1)


def _source(document: Row) -> str:
    from rdflib import Literal, URIRef

    title = Literal(document["title"] or document["file"]).n3()
    said = [f"dcterms:title {title}"]
    if document["licence"]:
        licence = URIRef(f"https://spdx.org/licenses/{document['licence']}").n3()
        said.insert(0, f"dcterms:license {licence}")
    if document["address"]:
        address = URIRef(quote(document["address"], safe=_SAFE)).n3()
        said.append(f"foaf:page {address}")
    return f"<#{_ANY}{document['document_id']}> " + " ;\n    ".join(said) + " .\n\n"
