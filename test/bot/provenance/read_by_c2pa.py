"""Reads the manifests of the files that are named, by the library of the C2PA's own project, and prints what it found."""

import json
import sys

import c2pa

MIMES = {"png": "image/png", "jpeg": "image/jpeg", "webp": "image/webp"}


def ingredient_said(each, said):
    own = said["manifests"].get(each.get("active_manifest"), {})
    deltas = (said.get("validation_results") or {}).get("ingredientDeltas") or []
    return {
        "title": each["title"],
        "relationship": each["relationship"],
        "description": each.get("description"),
        "program": own["claim_generator_info"][0]["name"] if own else None,
        "news": [one["code"] for delta in deltas for one in delta["validationDeltas"].get("failure", [])],
    }


found = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        said = json.loads(c2pa.Reader(MIMES[path.rsplit("/", 1)[1].split(".")[-1]], file).json())
    manifest = said["manifests"][said["active_manifest"]]
    actions = next(each for each in manifest["assertions"] if each["label"].startswith("c2pa.actions"))
    action = actions["data"]["actions"][0]
    found.append(
        {
            "state": said["validation_state"],
            "wrong": [each["code"] for each in said.get("validation_status", [])],
            "program": manifest["claim_generator_info"][0]["name"],
            "action": action["action"],
            "source": action["digitalSourceType"].rsplit("/", 1)[1],
            "when": action["when"],
            "ingredients": [ingredient_said(each, said) for each in manifest.get("ingredients", [])],
        }
    )
print(json.dumps(found))
