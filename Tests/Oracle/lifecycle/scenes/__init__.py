"""The scenes of the transcript. Each is a function of the transcript and the release; they share the users that `prepare` makes."""
from . import change, create, end, query, read, roles, users

ALL = [*create.SCENES, *read.SCENES, *end.SCENES, *change.SCENES, *query.SCENES, *users.SCENES, *roles.SCENES]

# Roles by name; the users of the same names (and `admin`) hold them.
ROLES = {
    "own": {"cluster": ["manage_own_api_key"], "indices": [{"names": ["own-*"], "privileges": ["read"]}]},
    "keymaster": {"cluster": ["manage_api_key"]},
    "security": {"cluster": ["manage_security"]},
    "granter": {"cluster": ["grant_api_key"]},
    "reader": {"cluster": ["monitor"], "indices": [{"names": ["logs-*", "metrics"], "privileges": ["read", "view_index_metadata"]}]},
    "auditor": {"cluster": ["read_security"]},
    "runner": {"cluster": ["manage_own_api_key"], "run_as": ["reader", "own*"]},
}


def prepare(t, version):
    for name, role in ROLES.items():
        if name == "auditor" and version < (8,):
            continue
        t.call("PUT", f"/_security/role/{name}", role, quiet=True)
    users = {name: [name] for name in ROLES}
    users |= {"admin": ["superuser"], "nothing": [], "ghost": ["no-such-role", "own"], "other": ["own"], "both": ["reader", "own"]}
    for name, roles in users.items():
        t.call("PUT", f"/_security/user/{name}", {"password": "oracle-password", "roles": roles, "full_name": name.title() if name != "nothing" else None, "email": None, "metadata": {"n": 1} if name == "both" else {}}, quiet=True)
    t.admin = "admin"
