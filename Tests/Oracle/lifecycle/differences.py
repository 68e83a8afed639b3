"""Where keyward answers otherwise than Elasticsearch, and why."""
import json
import re

#: Of any release: (name of the call, reason, what keyward says: a status, or a status and a text of the body).
EVERYWHERE = []
ONLY = {"8.18.1": [], "7.17.28": []}

#: Members that listings of release 8 have and those of release 7 have not.
YOUNGER = {"type", "realm_type", "role_descriptors", "invalidation", "remote_indices", "description"}


def of(release):
    return EVERYWHERE + ONLY[release]


def simplified(release, entry):
    """An entry without what differs throughout: keyward speaks as release 8 does, also before a cluster of release 7."""
    if not release.startswith("7."):
        return entry
    headers = {name: value for name, value in entry["headers"].items() if name not in ("warning",)}
    # Release 7 names a character set, and does not answer in the vendor's type.
    if "content-type" in headers:
        headers["content-type"] = re.sub(r";.*", "", headers["content-type"]).replace("vnd.elasticsearch+", "")
    # RFC 9110 wants a comma between parameters.
    if "www-authenticate" in headers:
        headers["www-authenticate"] = headers["www-authenticate"].replace('"security" charset', '"security", charset')
    body = entry["body"]
    if isinstance(body, dict) and "error" in body:
        # Errors are told in the words of release 8; what they are is in their status.
        body = {"error": entry["status"]}
        headers.pop("x-elastic-product", None)
    elif isinstance(body, dict):
        body = without_younger(body)
    return {**entry, "headers": headers, "body": body}


def without_younger(value):
    if isinstance(value, dict):
        return {name: without_younger(inner) for name, inner in value.items() if name not in YOUNGER}
    return [without_younger(inner) for inner in value] if isinstance(value, list) else value


def reasons(release):
    """What `simplified` leaves out, for the last lines of a run."""
    if not release.startswith("7."):
        return []
    return ["errors have the words of release 8", "listings have the members of release 8", "media types and WWW-Authenticate are written as release 8 writes them"]
