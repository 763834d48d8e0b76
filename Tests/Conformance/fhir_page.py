"""What a page as FHIR R4 has to be, beyond what its schema says: `problems` lists what is not."""

import re
import xml.etree.ElementTree as ET

try:
    from fhir.resources.R4B.bundle import Bundle
except ImportError:
    Bundle = None

UCUM = "http://unitsofmeasure.org"
# Every code that a page may use.
CODES = {
    ("http://loinc.org", "60591-5"), ("http://loinc.org", "81338-6"), ("http://loinc.org", "10160-0"),
    ("http://loinc.org", "47420-5"), ("http://loinc.org", "72514-3"), ("http://snomed.info/sct", "84229001"),
    ("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R"),
    ("http://terminology.hl7.org/CodeSystem/observation-category", "survey"),
    *(("urn:vesper:measure", name) for name in ("energy", "desire", "comfort", "sleep", "mood"))}
KINDS = {"Composition", "Patient", "Observation", "MedicationStatement"}
# HTML 4.0, as FHIR R4 § 2.4.0 allows it in a narrative.
ALLOWED = {"div", "p", "ul", "ol", "li", "span", "table", "caption", "tr", "td"}
SECRET = re.compile(r"agree|consent|withheld|redacted|omitted", re.I)


def problems(bundle: dict) -> list[str]:
    """Everything about a document bundle that is not as it should be; empty for a good one."""
    found = []
    try:
        # R4B has the same definitions of all that a page uses; the package has no R4 of its own.
        Bundle.model_validate(bundle)
    except ValueError as error:
        return [f"schema: {str(error)[:200]}"]
    entries = bundle.get("entry", [])
    resources = [entry["resource"] for entry in entries]
    kinds = [resource["resourceType"] for resource in resources]
    if bundle.get("type") != "document" or not bundle.get("identifier", {}).get("value") or "timestamp" not in bundle:
        found.append("not a document with an identifier and a time (bdl-9, bdl-10)")
    if kinds[:1] != ["Composition"] or kinds.count("Composition") != 1:
        found.append("the composition is not first, or not alone (bdl-11)")
    if kinds.count("Patient") != 1 or set(kinds) - KINDS:
        found.append(f"resources: {sorted(set(kinds))}")
    urls = [entry.get("fullUrl") for entry in entries]
    if len(set(urls)) != len(urls) or not all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", url or "") for url in urls):
        found.append("entries without a URL of their own (bdl-7)")
    at = dict(zip(urls, kinds))
    reached = set()
    for reference in values(bundle, "reference"):
        if reference not in at:
            found.append(f"{reference} leads nowhere")
        reached.add(reference)
    if set(urls[1:]) - reached:
        found.append("something nobody refers to")
    for resource in [bundle, *resources]:
        marks = {(c.get("system"), c.get("code")) for c in resource.get("meta", {}).get("security", [])}
        if marks != {("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R")}:
            found.append("not marked as restricted")
    for coding in codings(bundle):
        if (coding.get("system"), coding.get("code")) not in CODES:
            found.append(f"code {coding}")
    for resource in resources:
        if "identifier" in resource:
            found.append(f"{resource['resourceType']} has an identifier")
        if resource["resourceType"] == "Observation":
            quantity = resource.get("valueQuantity", {})
            if quantity.get("system") != UCUM or quantity.get("code") != "{score}":
                found.append("an observation without a UCUM value")
            if quantity.get("value") not in range(11):
                found.append(f"value {quantity.get('value')}")
            if at.get(resource["subject"]["reference"]) != "Patient" or resource["performer"] != [resource["subject"]]:
                found.append("somebody else's observation")
            if "dataAbsentReason" in resource:
                found.append("absent data is simply absent")
        if resource["resourceType"] == "MedicationStatement" and \
                at.get(resource["informationSource"]["reference"]) != "Patient":
            found.append("somebody else's statement")
    for div in values(bundle, "div"):
        try:
            elements = list(ET.fromstring(div).iter())
        except ET.ParseError as error:
            found.append(f"narrative: {error}")
            continue
        names = {element.tag.removeprefix("{http://www.w3.org/1999/xhtml}") for element in elements}
        attributes = {name for element in elements for name in element.attrib}
        if names - ALLOWED or attributes - {"lang"}:
            found.append(f"narrative with {sorted((names - ALLOWED) | (attributes - {'lang'}))}")
    return found


def values(node, name: str):
    """Every value of a member, wherever it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name and isinstance(value, str):
                yield value
            yield from values(value, name)
    elif isinstance(node, list):
        for item in node:
            yield from values(item, name)


def codings(node):
    if isinstance(node, dict):
        if "system" in node and "code" in node and "unit" not in node:
            yield node
        for value in node.values():
            yield from codings(value)
    elif isinstance(node, list):
        for item in node:
            yield from codings(item)
