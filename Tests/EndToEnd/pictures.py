"""Pictures of each view of the console, light, dark and as narrow as a telephone: `pictures.py FOLDER`."""
import base64
import json
import os
import random
import subprocess
import sys
import time

from browser import Browser
from support import BINARY, PASSWORD, Proxy

READER = {"logs": {"indices": [{"names": ["logs-*"], "privileges": ["read", "view_index_metadata"]}]}}
WRITER = {"ingest": {"cluster": ["monitor"], "indices": [{"names": ["logs-*", "metrics-*"], "privileges": ["create_doc", "auto_configure"]}]}}
NAMES = ["web-shop", "billing-export", "grafana", "fluent-bit-eu", "fluent-bit-us", "nightly-backup", "search-ui", "fraud-model", "ci-tests", "partner-acme", "status-page", "data-lake"]


def fill(proxy):
    """Users, keys and some use of them."""
    for index in (1, 2, 3):
        proxy.request("PUT", f"/logs-{index}/_doc/1", {"message": "x"})
    proxy.request("PUT", "/orders/_doc/1", {"total": 1})
    proxy.request("PUT", "/_security/role/logs_reader", {"cluster": ["manage_own_api_key"], "indices": READER["logs"]["indices"]})
    for user, name in {"anna": "Anna Meier", "otto": "Otto Krüger", "rita": "Rita Costa"}.items():
        proxy.request("PUT", f"/_security/user/{user}", {"password": PASSWORD, "roles": ["logs_reader"], "full_name": name})
    keys, dice = {}, random.Random(7)
    for index, name in enumerate(NAMES):
        lifetime = {"expiration": f"{dice.choice([3, 12, 30, 90, 365])}d"} if index % 3 else {}
        keys[name] = proxy.make_key(name, role_descriptors=WRITER if "fluent" in name else READER, metadata={"team": dice.choice(["shop", "platform", "data"])}, **lifetime)
    proxy.make_key("old-reports")
    for attempt in range(14):
        proxy.request("GET", "/_security/_authenticate", headers={"Authorization": "Basic " + base64.b64encode(f"admin:guess-{attempt}".encode()).decode()}, user=None)
    for name, key in keys.items():
        for _ in range(dice.randint(2, 40)):
            proxy.request("GET", f"/logs-{dice.randint(1, 3)}/_search", key=key["encoded"], headers={"User-Agent": f"{name}/1.4"})
        if dice.random() < 0.6:
            proxy.request("GET", "/orders/_search", key=key["encoded"], headers={"User-Agent": f"{name}/1.4"})
    proxy.request("POST", f"/_keyward/api_key/{keys['partner-acme']['id']}/_suspend")
    time.sleep(6)
    return keys


def main(folder):
    os.makedirs(folder, exist_ok=True)
    sample = subprocess.Popen([BINARY, "sample-upstream", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        port = json.loads(sample.stdout.readline())["port"]
        with Proxy(f"http://127.0.0.1:{port}", listener="console: true") as proxy:
            keys = fill(proxy)
            watched = keys["billing-export"]["id"]
            views = {"overview": "overview", "keys": "keys", "key": f"keys/{watched}?method=GET&path=/orders/_search", "new-key": "keys/new", "users": "users", "roles": "roles", "role": "roles/logs_reader", "activity": "activity"}
            for suffix, options in {"": {}, "-dark": {"dark": True}, "-narrow": {"width": 360, "height": 740}}.items():
                with Browser(proxy, **options) as page:
                    page.go()
                    time.sleep(0.3)
                    page.driver.save_screenshot(f"{folder}/sign-in{suffix}.png")
                    page.sign_in("elastic")
                    for name, view in views.items():
                        page.go(view)
                        time.sleep(1.2)
                        page.driver.execute_script("scrollTo(0, 0)")
                        page.driver.save_screenshot(f"{folder}/{name}{suffix}.png")
    finally:
        sample.kill()


if __name__ == "__main__":
    main(sys.argv[1])
