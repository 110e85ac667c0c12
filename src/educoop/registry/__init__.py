"""The registries: places, organisations and other standing things of the field, known before any document is read.

They hold identity only (ids, names, codes), never facts. A name in a registry means one entry wherever it stands, so
loading refuses a name that two entries claim.
"""

from educoop.registry.checks import RegistryError
from educoop.registry.entries import Event, Organisation, Place, Registry, normal_form, series_of
from educoop.registry.load import load_registry

__all__ = ["Event", "Organisation", "Place", "Registry", "RegistryError", "load_registry", "normal_form", "series_of"]
