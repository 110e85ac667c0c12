"""The descriptor fits the JSON Schema of Data Package v2, of which dplib carries a copy."""

from __future__ import annotations

import copy
import json
from importlib.resources import files

from jsonschema.validators import validator_for
from stated import asked, same

release = asked()
same("profile", release.descriptor["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json")
profile = json.loads(files("dplib").joinpath("profiles", "2.0", "datapackage.json").read_bytes())
validator = validator_for(profile)(profile)
same("what does not fit", [f"{e.json_path}: {e.message}" for e in validator.iter_errors(release.descriptor)], [])
spoilt = copy.deepcopy(release.descriptor)
spoilt["resources"][0]["schema"]["fields"][0]["type"] = "words"
same("an unknown type would fit", validator.is_valid(spoilt), False)
