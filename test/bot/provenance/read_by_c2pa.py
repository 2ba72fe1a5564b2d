"""Reads the manifests of the files that are named, by the library of the C2PA's own project, and prints what it found."""

import json
import sys

import c2pa

MIMES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}

found = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        said = json.loads(c2pa.Reader(MIMES[path.rsplit(".", 1)[1]], file).json())
    manifest = said["manifests"][said["active_manifest"]]
    action = manifest["assertions"][0]["data"]["actions"][0]
    found.append(
        {
            "state": said["validation_state"],
            "wrong": [each["code"] for each in said.get("validation_status", [])],
            "program": manifest["claim_generator_info"][0]["name"],
            "action": action["action"],
            "source": action["digitalSourceType"].rsplit("/", 1)[1],
            "when": action["when"],
        }
    )
print(json.dumps(found))
