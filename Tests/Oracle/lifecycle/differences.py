"""Where keyward answers otherwise than Elasticsearch, and why."""
import json
import re

#: By release: (reason, scene, numbers of its calls, the status that keyward says).
LISTED = {
    "8.18.1": [
        ("the whole content is read, and strictly", "create_bodies", [18, 19, 30, 34], 400),
        ("whatever stands below _security is never taken for an index", "create_routes", [12, 13], 400),
        ("unknown methods are refused before they are looked at", "create_routes", [22, 23], 501),
        ("all that is wrong with a credential gets one answer", "create_callers", [35], 401),
        ("clone came with release 9.4", "clone", [2], 403),
        ("there are no keys for other clusters, as under a basic licence", "clone", [3, 4, 5, 6], 403),
        ("documents are in the order of the index", "get", [21, 22, 33], 200),
        ("an id without letters is one that nobody has", "bulk_update", [21], 200),
        ("deprecated names of bounds are taken without a warning", "query", [50], 200),
        ("an error of Elasticsearch", "query_sort", [8], 200),
        ("the order of documents is the index's own", "query_sort", [18, 19], 200),
        ("numeric types of text are not looked at", "query_sort", [23], 200),
        ("not supported, and said so", "aggregations", [34], 400),
        ("values of keys that are not looked for are not told", "aggregations_more", [20], 200),
        ("the superuser is one of the file realm", "enable_user", [12], 400),
        ("the order of documents is the index's own", "query_user", [98], 200),
        ("all that is wrong with a credential gets one answer", "run_as", [17], 401),
        ("built-in roles have no descriptions here", "get_role", [8, 11, 12, 13], 200),
        ("realms are not told apart when caches are cleared", "get_role", [43], 200),
        ("an error of Elasticsearch", "bulk_roles", [6, 14], 400),
        ("other words for the same refusal", "has_privileges", [30], 400),
        ("entries are in the order of the role's names", "has_privileges", [73], 200),
    ],
    "7.17.28": [
        ("release 8 says 406 to types that are not served", "create_bodies", [49], 406),
        ("release 7 makes keys with privileges that do not exist", "create_descriptors", [23, 37, 41, 43, 45, 69, 93, 121, 139, 157, 201], 400),
        ("release 7 makes keys with privileges that do not exist", "create_descriptors", [24, 38, 42, 44, 46, 70, 94, 122, 140, 158, 202], 404),
        ("release 7 does not know these members of a descriptor", "create_descriptors", [189, 190, 191, 192, 197, 198], 200),
        ("methods are listed in the order of release 8", "create_routes", [1, 2, 9, 11], 405),
        ("methods are listed in the order of release 8", "create_routes", [3], 200),
        ("release 8 has more methods on this path", "create_routes", [5, 6, 7, 10], 405),
        ("whatever stands below _security is never taken for an index", "create_routes", [13], 400),
        ("release 7 took it for an index, or lists other methods", "create_routes", [19], 400),
        ("unknown methods are refused before they are looked at", "create_routes", [22, 23], 501),
        ("release 8 names the key", "create_callers", [3, 6, 9, 18, 24, 27], 200),
        ("release 7 makes keys with privileges that do not exist", "create_callers", [33], 400),
        ("release 8 names the key", "derived", [12], 200),
        ("release 8 names the key", "grant", [3], 200),
        ("release 8 says 403 to who may not grant, or whose password is wrong", "grant", [8, 9, 10, 42], 403),
        ("release 7 makes keys with privileges that do not exist", "grant", [33], 400),
        ("clone came with release 9.4", "clone", [2], 403),
        ("there are no keys for other clusters, as under a basic licence", "clone", [3, 4, 5, 6], 403),
        ("documents are in the order of the index", "get", [21, 22, 33], 200),
        ("[id] is taken before a cluster of release 7, and there is none here", "invalidate_bodies", [31], 400),
        ("release 7 does not allow this query", "query", [39, 40, 41, 42, 43, 44, 45, 88], 200),
        ("the list lacks keys that only Elasticsearch made before", "query_refused", [58, 59, 62, 90], 200),
        ("an error of release 7", "query_refused", [83], 400),
        ("the order of documents is the index's own", "query_sort", [18, 19], 200),
        ("numeric types of text are not looked at", "query_sort", [23], 200),
        ("release 7 does not allow this query", "query_sort", [24], 200),
        ("an error of release 7", "query_sort", [40], 400),
        ("a key sees itself only, as in release 8", "query_callers", [12], 200),
        ("names that release 7 keeps for itself and release 8 does not", "put_user", [69, 70], 200),
        ("release 7 takes hashes of its own setting only", "put_user", [79], 200),
        ("release 7 has no profiles", "get_user", [9], 200),
        ("methods are listed in the order of release 8", "get_user", [15], 405),
        ("release 8 names the key", "delete_user", [7], 200),
        ("names that release 7 keeps for itself and release 8 does not", "delete_user", [15], 200),
        ("release 8 names the key", "enable_user", [5], 200),
        ("the superuser is one of the file realm", "enable_user", [12], 400),
        ("methods are listed in the order of release 8", "enable_user", [19], 405),
        ("methods are listed in the order of release 8", "change_password", [28], 405),
        ("release 7 takes no run-as from keys", "run_as", [18], 200),
        ("release 7 takes no run-as from keys", "run_as", [19, 21], 403),
        ("built-in roles are those of release 8", "older_forms", [33], 200),
        ("release 7 does not know these members of a role", "put_role", [44, 46, 52, 57, 58, 59, 60, 61], 200),
        ("methods are listed in the order of release 8", "put_role", [96], 405),
        ("built-in roles are those of release 8", "get_role", [8, 11, 13], 200),
        ("realms are not told apart when caches are cleared", "get_role", [38], 200),
        ("release 7 took it for an index, or lists other methods", "delete_role", [14], 400),
        ("built-in privileges are those of release 8", "privileges", [56, 58], 200),
        ("built-in roles are those of release 8", "has_privileges", [72], 200),
        ("entries are in the order of the role's names", "has_privileges", [73], 200),
        ("an error of release 7", "has_privileges", [77], 400),
    ],
}

#: Members that listings of release 8 have and those of release 7 have not.
YOUNGER = {"type", "realm_type", "role_descriptors", "invalidation", "remote_indices", "description"}


def of(release):
    return [(f"{scene}/{number}", reason, status) for reason, scene, numbers, status in LISTED.get(release, []) for number in numbers]


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

