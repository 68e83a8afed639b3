"""Kibana on both sides: behind the proxy, by application privileges, and as a client of the cluster with its own account."""
import json
import time
import unittest

from support import PASSWORD, Proxy, Reader, Upstream, echo, probes_left_out


def kibana(upstream, connection, number):
    """A Kibana of which only the outside is there: answers what it was asked, wants `kbn-xsrf` to change something."""
    reader = Reader(connection)
    while message := reader.message():
        head, fields, content = message
        upstream.requests.append(message)
        method, path, _ = head.split(b"\r\n")[0].decode().split(" ")
        status, body = "200 OK", {"method": method, "path": path, "content": content.decode("latin-1")}
        if method not in ("GET", "HEAD") and "kbn-xsrf" not in fields:
            status, body = "400 Bad Request", {"statusCode": 400, "error": "Bad Request", "message": "Request must contain a kbn-xsrf header."}
        data = json.dumps(body).encode()
        connection.sendall(
            f"HTTP/1.1 {status}\r\nkbn-name: test\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n".encode()
            + (b"" if method == "HEAD" else data))


def role(*grants):
    return {"r": {"applications": [{"application": "kibana-.kibana", "privileges": privileges, "resources": resources} for privileges, resources in grants]}}


class Behind(unittest.TestCase):
    """What a key may do with Kibana."""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(kibana)
        cls.proxy = Proxy(cls.upstream.url, upstream_settings="type: kibana")
        make = lambda name, *grants: cls.proxy.make_key(name, role_descriptors=role(*grants))["encoded"]
        cls.keys = {
            "all": make("all", (["all"], ["*"])),
            "read": make("read", (["read"], ["*"])),
            "team": make("team", (["space_all"], ["space:team"])),
            "dashboards": make("dashboards", (["feature_dashboard.read"], ["space:team", "space:default"])),
            "other": cls.proxy.make_key("other", role_descriptors={"r": {"cluster": ["all"], "indices": [{"names": ["*"], "privileges": ["read"]}]}})["encoded"],
        }

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def ask(self, key, method, path, body=None, **fields):
        return self.proxy.request(method, path, body, {"kbn-xsrf": "true", **fields}, key=self.keys[key])

    def test_keys_open_the_routes_of_their_privileges(self):
        find, save = ("GET", "/api/saved_objects/_find?type=dashboard"), ("POST", "/api/saved_objects/dashboard/1")
        show = ("GET", "/api/saved_objects/dashboard/1")
        in_team = lambda request: (request[0], "/s/team" + request[1])
        unknown, spaces = ("POST", "/api/unknown/thing"), ("GET", "/api/spaces/space")
        allowed = {
            "all": [find, save, show, in_team(find), in_team(save), in_team(show), unknown, in_team(unknown), spaces, in_team(spaces)],
            "read": [find, show, in_team(find), in_team(show), spaces, in_team(spaces)],
            "team": [in_team(find), in_team(save), in_team(show)],
            "dashboards": [show, in_team(show)],
            "other": [],
        }
        every = {request for requests in allowed.values() for request in requests}
        for name, requests in allowed.items():
            for request in sorted(every):
                with self.subTest(key=name, request=request):
                    before = len(self.upstream.requests)
                    status, _, answer = self.ask(name, *request, body={} if request[0] == "POST" else None)
                    is_allowed = request in requests
                    self.assertEqual(status, 200 if is_allowed else 403, answer)
                    self.assertEqual(len(probes_left_out(self.upstream.requests[before:])), 1 if is_allowed else 0)
                    if is_allowed:
                        self.assertEqual((answer["method"], answer["path"]), request)
                    else:
                        self.assertIn("of the application [kibana-.kibana] on the resource [", answer["error"]["reason"])
        self.assertEqual(self.ask("other", "GET", "/login")[0], 200)

    def test_whoever_may_do_all_gets_through(self):
        status, headers, answer = self.proxy.request("POST", "/api/unknown/thing", {"a": 1}, {"kbn-xsrf": "1"})
        self.assertEqual((status, answer["content"], headers["kbn-name"]), (200, '{"a": 1}', "test"))
        self.assertEqual(self.proxy.request("POST", "/api/unknown/thing", {"a": 1})[0], 400)
        self.assertNotIn("X-elastic-product", headers)

    def test_the_way_out_of_a_space_is_shut(self):
        path = "/s/team/api/saved_objects/_bulk_get"
        inside = [{"type": "dashboard", "id": "1", "namespaces": ["team"]}]
        outside = [{"type": "dashboard", "id": "1", "namespaces": ["secret"]}]
        status, _, answer = self.ask("team", "POST", path, inside)
        self.assertEqual((status, json.loads(answer["content"])), (200, inside))
        before = len(self.upstream.requests)
        for method, path, body, fields in [
            ("POST", path, outside, {}),
            ("POST", path, json.dumps(outside).replace("namespaces", "n\\u0061mespaces"), {"Content-Type": "application/json"}),
            ("POST", path, "namespaces=secret", {"Content-Type": "application/x-www-form-urlencoded"}),
            ("POST", "/s/team/api/saved_objects/dashboard", {"attributes": {}, "initialNamespaces": ["*"]}, {}),
            ("POST", "/s/team/api/saved_objects/_import", '--x\r\n\r\n{"initialNamespaces":["secret"]}\r\n--x--', {"Content-Type": "multipart/form-data; boundary=x"}),
            ("POST", path, outside, {"Content-Encoding": "br"}),
            ("GET", "/s/team/api/saved_objects/_find?namespaces=*", None, {}),
            ("GET", "/s/team/api/saved_objects/_find?namespaces=secret&namespaces=team", None, {}),
            ("POST", "/s/team/api/spaces/_copy_saved_objects", {"spaces": ["secret"]}, {}),
            ("GET", "/s/secret/api/saved_objects/dashboard/1", None, {}),
            ("GET", "/s/team%2F..%2Fsecret/api/saved_objects/dashboard/1", None, {}),
            ("GET", "/s/team/../secret/api/saved_objects/dashboard/1", None, {}),
            ("GET", "/s/team/s/secret/api/saved_objects/dashboard/1", None, {}),
            ("GET", "/S/secret/api/saved_objects/dashboard/1", None, {}),
        ]:
            status, _, answer = self.ask("team", method, path, body, **fields)
            self.assertIn(status, (400, 403, 406, 415), (method, path, body))
        self.assertEqual(probes_left_out(self.upstream.requests[before:]), [])
        # Who has it on all spaces names them as he likes.
        self.assertEqual(self.ask("read", "POST", "/s/team/api/saved_objects/_bulk_get", outside)[0], 200)

    def test_a_credential_goes_on_only_where_that_is_set(self):
        self.ask("all", "GET", "/api/status")
        self.assertNotIn("authorization", self.upstream.requests[-1][1])
        with Proxy(self.upstream.url, upstream_settings="type: kibana\n    pass_credentials: true") as proxy:
            key = proxy.make_key("k", role_descriptors=role((["all"], ["*"])))["encoded"]
            self.assertEqual(proxy.request("GET", "/api/status", key=key)[0], 200)
            self.assertEqual(self.upstream.requests[-1][1]["authorization"], "ApiKey " + key)
            proxy.request("PUT", "/_security/user/ada", {"password": PASSWORD, "roles": ["kibana_admin"]})
            self.assertEqual(proxy.request("GET", "/api/status", user="ada")[0], 200)
            # Kibana would act as the one who acts.
            before = len(self.upstream.requests)
            status, _, answer = proxy.request("GET", "/api/status", headers={"es-security-runas-user": "ada"})
            self.assertEqual((status, answer["error"]["reason"]), (403, "Kibana cannot be used in another user's name"))
            self.assertEqual(len(self.upstream.requests), before)

    def test_roles_are_answered_in_its_place(self):
        before = len(self.upstream.requests)
        made = self.proxy.request("POST", "/_security/api_key", {"name": "roles"})[2]
        role = {"elasticsearch": {"cluster": ["monitor"]}, "kibana": [{"base": ["read"], "spaces": ["default"]}]}
        put = lambda headers: self.proxy.request("PUT", "/api/security/role/viewer-of-default", role, headers=headers, key=made["encoded"])
        status, _, error = put({})
        self.assertEqual((status, error["message"]), (400, "Request must contain a kbn-xsrf header."))
        self.assertEqual(put({"kbn-xsrf": "true"})[0], 204)
        status, _, roles = self.proxy.request("GET", "/api/security/role", key=made["encoded"], headers={"kbn-xsrf": "true"})
        self.assertEqual(status, 200)
        self.assertEqual([r["kibana"] for r in roles if r["name"] == "viewer-of-default"], [[{"base": ["read"], "feature": {}, "spaces": ["default"]}]])
        self.assertEqual(self.proxy.request("DELETE", "/api/security/role/viewer-of-default", headers={"kbn-xsrf": "true"})[0], 204)
        self.assertEqual([r[0] for r in self.upstream.requests[before:] if b"/api/security/role" in r[0]], [])

    def test_the_screen_of_keys_is_answered_here(self):
        manager = self.proxy.make_key("manager", role_descriptors={"r": {"cluster": ["manage_api_key"]}})["encoded"]
        keys = "/internal/security/api_key"
        before = len(self.upstream.requests)
        ask = lambda method, path, body=None, fields={"kbn-xsrf": "true"}: self.proxy.request(method, path, body, dict(fields), key=manager)
        status, _, error = ask("POST", keys, {"name": "of the screen"}, {})
        self.assertEqual((status, error["statusCode"], error["message"]), (400, 400, "Request must contain a kbn-xsrf header."))
        status, _, made = self.proxy.request("POST", "/s/team" + keys, {"name": "of the screen", "role_descriptors": {}}, {"kbn-version": "8.18.1"})
        self.assertEqual((status, made["name"]), (200, "of the screen"))
        self.assertEqual(self.proxy.request("GET", "/_security/_authenticate", key=made["encoded"])[2]["api_key"]["id"], made["id"])
        self.assertEqual(ask("GET", keys + "/_enabled", fields={})[2], {"apiKeysEnabled": True})
        status, _, page = ask("POST", keys + "/_query", {"query": {"term": {"name": "of the screen"}}, "sort": {"field": "creation", "direction": "desc"}})
        self.assertEqual((status, [k["id"] for k in page["apiKeys"]], page["total"]), (200, [made["id"]], 1))
        self.assertIn("elastic", [bucket["key"] for bucket in page["aggregations"]["usernames"]["buckets"]])
        self.assertTrue(page["canManageApiKeys"])
        self.assertIn(made["id"], [k["id"] for k in ask("GET", keys + "?isAdmin=true")[2]["apiKeys"]])
        status, _, ended = ask("POST", "/s/team" + keys + "/invalidate", {"apiKeys": [{"id": made["id"], "name": made["name"]}], "isAdmin": True})
        self.assertEqual((status, ended["errors"]), (200, []))
        self.assertEqual(self.proxy.request("GET", "/_security/_authenticate", key=made["encoded"])[0], 401)
        # Whoever may do nothing with keys is told so in Kibana's form, and nothing of all this reaches the Kibana behind.
        status, _, error = self.ask("read", "GET", keys + "?isAdmin=true")
        self.assertEqual((status, error["error"]), (403, "Forbidden"))
        self.assertEqual([r[0] for r in self.upstream.requests[before:] if b"/security/api_key" in r[0]], [])

    def test_it_can_be_explained(self):
        body = {"request": {"method": "PUT", "path": "/s/team/api/saved_objects/dashboard/1", "body": {"attributes": {}}}}
        answer = self.proxy.request("POST", "/_keyward/explain", body, key=self.keys["dashboards"])[2]
        self.assertEqual((answer["request"]["kibana"]["needs"], answer["verdict"]["status"]), ("features.all", 403))
        self.assertEqual({d["on"] for d in answer["decisions"]}, {"application"})
        answer = self.proxy.request("POST", "/_keyward/explain", body, key=self.keys["team"])[2]
        self.assertEqual(answer["verdict"]["outcome"], "forwarded")
        own = [d for d in answer["decisions"] if d["granted"]][0]["sides"][0]
        self.assertEqual(own["by"], [{
            "role": "r", "section": "applications", "entry": 0, "resources": ["space:team"], "pattern": "space:team", "privilege": "space_all"}])


VERSION = "7.17.28"
INDEX = f".kibana_{VERSION}_001"
TASKS = f".kibana_task_manager_{VERSION}_001"
EVENTS = f".kibana-event-log-{VERSION}"
#: What Kibana 7.17 asks while it starts and idles, in this order: licence, saved objects and their migration, task manager, event log,
#: alerts as data, reporting, monitoring, telemetry.
START = [
    ("GET", "/_nodes?filter_path=nodes.*.version,nodes.*.http.publish_address,nodes.*.ip", None),
    ("GET", "/_xpack?accept_enterprise=true", None),
    ("GET", "/_license?accept_enterprise=true", None),
    ("GET", "/_cluster/settings?flat_settings=true", None),
    ("GET", f"/.kibana,.kibana_{VERSION}?ignore_unavailable=true", None),
    ("GET", f"/.kibana_task_manager,.kibana_task_manager_{VERSION}?ignore_unavailable=true", None),
    ("PUT", f"/{INDEX}?wait_for_active_shards=all&timeout=60s", {
        "mappings": {"dynamic": "strict", "properties": {"type": {"type": "keyword"}}}, "aliases": {},
        "settings": {"index": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "1s", "priority": 10}}}),
    ("PUT", f"/.kibana_{VERSION}_reindex_temp?wait_for_active_shards=all&timeout=60s", {"mappings": {"dynamic": False}}),
    ("GET", f"/_cluster/health/{INDEX}?wait_for_status=yellow&timeout=60s", None),
    ("PUT", f"/{INDEX}/_mapping?timeout=60s", {"properties": {"type": {"type": "keyword"}}}),
    ("POST", f"/{INDEX}/_refresh", None),
    ("POST", f"/{INDEX}/_update_by_query?conflicts=proceed&scroll_size=1000&refresh=true&wait_for_completion=false", {"query": {"match_all": {}}}),
    ("POST", "/_reindex?refresh=true&wait_for_completion=false&require_alias=false", {
        "conflicts": "proceed", "source": {"index": ".kibana_1", "size": 1000}, "dest": {"index": f".kibana_{VERSION}_reindex_temp", "op_type": "create"}}),
    ("PUT", f"/.kibana_{VERSION}_reindex_temp/_block/write", None),
    ("PUT", f"/.kibana_{VERSION}_reindex_temp/_clone/{INDEX}?wait_for_active_shards=all&timeout=60s", {
        "settings": {"index": {"blocks.write": False, "number_of_shards": 1, "auto_expand_replicas": "0-1"}}}),
    ("POST", "/_aliases", {"actions": [{"add": {"index": INDEX, "alias": ".kibana"}}, {"add": {"index": INDEX, "alias": f".kibana_{VERSION}"}}]}),
    ("POST", "/_aliases", {"actions": [
        {"remove": {"index": ".kibana_1", "alias": ".kibana", "must_exist": True}}, {"add": {"index": INDEX, "alias": ".kibana"}},
        {"remove_index": {"index": f".kibana_{VERSION}_reindex_temp"}}]}),
    ("POST", f"/{INDEX}/_pit?keep_alive=10m", None),
    ("GET", f"/.kibana_{VERSION}/_doc/config:{VERSION}", None),
    ("PUT", f"/.kibana_{VERSION}/_create/config:{VERSION}?refresh=wait_for&require_alias=true", {"type": "config", "config": {"buildNum": 1}}),
    ("PUT", f"/.kibana_{VERSION}/_doc/space:default?op_type=create&refresh=wait_for&require_alias=true", {"type": "space"}),
    ("POST", f"/.kibana_{VERSION}/_update/config:{VERSION}?refresh=wait_for&require_alias=true", {"doc": {"updated_at": "2022"}}),
    ("DELETE", f"/.kibana_{VERSION}/_doc/dashboard:1?refresh=wait_for", None),
    ("POST", f"/.kibana_{VERSION}/_search?size=20&from=0&rest_total_hits_as_int=true", {
        "seq_no_primary_term": True, "query": {"bool": {"filter": [{"bool": {"should": [{"bool": {"must": [{"term": {"type": "space"}}], "must_not": [{"exists": {"field": "namespace"}}]}}], "minimum_should_match": 1}}]}}}),
    ("POST", "/_mget", {"docs": [{"_id": "dashboard:1", "_index": f".kibana_{VERSION}"}, {"_id": "config:1", "_index": ".kibana"}]}),
    ("POST", "/_bulk?refresh=wait_for&require_alias=true", [{"create": {"_id": "a", "_index": f".kibana_{VERSION}"}}, {"type": "x"}]),
    ("POST", "/.kibana_task_manager/_search?ignore_unavailable=true", {
        "query": {"bool": {"must": [{"term": {"type": "task"}}]}}, "aggs": {"taskType": {"terms": {"field": "task.taskType"}}}, "size": 0, "track_total_hits": True}),
    ("POST", "/.kibana_task_manager/_update_by_query?ignore_unavailable=true&refresh=true&max_docs=10&conflicts=proceed", {
        "query": {"bool": {"must": [{"term": {"type": "task"}}]}}, "sort": [{"_script": {"type": "number", "order": "asc", "script": {"lang": "painless", "source": "return 1"}}}],
        "script": {"source": "ctx._source.task.status = 'claiming'", "lang": "painless", "params": {"now": 1}}, "seq_no_primary_term": True}),
    ("PUT", f"/.kibana_task_manager_{VERSION}/_create/task:x?refresh=false&require_alias=true", {"type": "task"}),
    ("GET", "/_ilm/policy/kibana-event-log-policy", None),
    ("PUT", "/_ilm/policy/kibana-event-log-policy", {"policy": {"phases": {"hot": {"actions": {"rollover": {"max_size": "50GB", "max_age": "30d"}}}, "delete": {"min_age": "90d", "actions": {"delete": {}}}}}}),
    ("HEAD", f"/_index_template/{EVENTS}-template", None),
    ("HEAD", f"/_template/{EVENTS}-template", None),
    ("PUT", f"/_index_template/{EVENTS}-template", {
        "index_patterns": [f"{EVENTS}-*"],
        "template": {"settings": {"number_of_shards": 1, "auto_expand_replicas": "0-1", "index.lifecycle.name": "kibana-event-log-policy", "index.lifecycle.rollover_alias": EVENTS, "index.hidden": True},
                     "mappings": {"dynamic": "false", "properties": {"@timestamp": {"type": "date"}}}}}),
    ("HEAD", f"/_alias/{EVENTS}", None),
    ("PUT", f"/{EVENTS}-000001", {"aliases": {EVENTS: {"is_write_index": True, "is_hidden": True}}}),
    ("POST", "/_bulk", [{"create": {"_index": EVENTS}}, {"@timestamp": 1}]),
    ("GET", f"/{EVENTS}-*/_alias", None),
    ("GET", f"/{EVENTS}-*/_settings", None),
    ("PUT", "/_ilm/policy/.alerts-ilm-policy", {"policy": {"phases": {"hot": {"actions": {}}}}}),
    ("PUT", "/_component_template/.alerts-technical-mappings", {"template": {"mappings": {"dynamic": "strict", "properties": {"kibana.alert.uuid": {"type": "keyword"}}}}}),
    ("PUT", "/_component_template/.alerts-ecs-mappings", {"template": {"mappings": {"properties": {"@timestamp": {"type": "date"}}}}}),
    ("GET", "/_ilm/policy/kibana-reporting", None),
    ("PUT", "/_ilm/policy/kibana-reporting", {"policy": {"phases": {"hot": {"actions": {}}}}}),
    ("POST", "/.reporting-*/_search?size=1", {"query": {"term": {"status": "pending"}}}),
    ("POST", "/_monitoring/bulk?system_id=kibana&system_api_version=7&interval=10000ms", [{"index": {"_type": "kibana_stats"}}, {"kibana": {"uuid": "x"}}]),
    ("GET", "/_cluster/stats?timeout=30s", None),
    ("GET", "/_nodes/usage?timeout=30s", None),
    ("GET", "/_cluster/health?timeout=5s", None),
    ("GET", "/_stats/docs?level=cluster", None),
    ("GET", "/_transform/_stats", None),
    ("POST", "/.kibana/_search", {"size": 0, "aggs": {"types": {"terms": {"field": "type"}}}}),
    ("POST", "/_security/user/_has_privileges", {"cluster": ["manage_security"]}),
    ("GET", "/_security/_authenticate", None),
    ("DELETE", "/_security/api_key", {"ids": ["kibana-api-key-service-test"]}),
]
#: What the account must not do for whoever talks Kibana into it.
BEYOND = [
    ("GET", "/logs-1/_search", None),
    ("POST", "/_search", {"query": {"match_all": {}}, "pit": {"id": "made-up"}}),
    ("PUT", "/orders/_doc/1", {"a": 1}),
    ("DELETE", "/orders", None),
    ("POST", "/_bulk", [{"index": {"_index": "orders"}}, {"a": 1}]),
    ("POST", "/_aliases", {"actions": [{"add": {"index": "secret", "alias": ".kibana-mine"}}]}),
    ("POST", "/_reindex", {"source": {"index": "secret"}, "dest": {"index": ".kibana-mine"}}),
    ("POST", "/.kibana/_search", {"query": {"terms": {"u": {"index": "secret", "id": "1", "path": "u"}}}}),
    ("PUT", "/_snapshot/mine", {"type": "fs"}),
    ("PUT", "/_cluster/settings", {"persistent": {}}),
    ("PUT", "/_security/role/mine", {"cluster": ["all"]}),
    ("PUT", "/_security/user/mine", {"password": PASSWORD, "roles": ["superuser"]}),
]


class Account(unittest.TestCase):
    """The Kibana server's own user before Elasticsearch: the role `kibana_system` lets pass what it asks, and no more."""

    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream(echo)
        cls.proxy = Proxy(cls.upstream.url)
        status, _, answer = cls.proxy.request("PUT", "/_security/user/kibana-server", {"password": PASSWORD, "roles": ["kibana_system"]})
        assert status == 200, answer
        end = time.time() + 10
        while cls.proxy.request("GET", "/_license", user="kibana-server")[0] != 200 and time.time() < end:
            time.sleep(0.02)

    @classmethod
    def tearDownClass(cls):
        cls.proxy.stop()
        cls.upstream.stop()

    def ask(self, method, path, body):
        fields = {"Content-Type": "application/json", "x-elastic-client-meta": "es=7.17.0,js=16.0.0", "X-Opaque-Id": "start"}
        if isinstance(body, list):
            fields["Content-Type"] = "application/x-ndjson"
            body = "".join(json.dumps(line) + "\n" for line in body)
        elif body is not None:
            body = json.dumps(body)
        else:
            del fields["Content-Type"]
        before = len(self.upstream.requests)
        status, _, answer = self.proxy.request(method, path, body, fields, user="kibana-server")
        return status, answer, probes_left_out(self.upstream.requests[before:])

    def test_what_it_asks_at_its_start_passes(self):
        for method, path, body in START:
            with self.subTest(request=f"{method} {path}"):
                status, answer, received = self.ask(method, path, body)
                self.assertEqual(status, 200, answer)
                self.assertEqual(len(received), 0 if path.startswith("/_security") else 1)
                if received and not isinstance(body, list) and body is not None:
                    self.assertEqual(json.loads(received[0][2]), body)

    def test_no_more_than_that(self):
        for method, path, body in BEYOND:
            with self.subTest(request=f"{method} {path}"):
                status, answer, received = self.ask(method, path, body)
                self.assertEqual(received, [])
                if path == "/_bulk":
                    self.assertEqual(answer["items"][0]["index"]["status"], 403)
                else:
                    self.assertIn(status, (403, 404), answer)
