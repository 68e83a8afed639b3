"""Words that requests are made of: names, values of parameters, types of contents."""
from urllib.parse import quote

from effects.world import ALIASES, INDICES

#: Whatever a key may use: names that are missing, patterns, date math.
OTHERS = [
    *INDICES, *ALIASES, "nowhere", "new-1", "new-2", "mine-new", "ingest-new", "logs-new", "secret-new", "tpl-1", "*", "_all", "s*", "quie*", "*-1", "*,-logs-*", "*,-secret",
    "<secret>", "<secret-{now/d}>", "<new-{now/d}>", "<logs-{now/d}>", "<ingest-{now/d{yyyy.MM}}>", "<quiet-9>", "-secret", "logs-*,-logs-a", ".tasks", ".ds-logs-a", "secret::data", "remote:secret",
    "+secret", "SECRET", "se%cret", "a b", "_doc", "_search", "_bulk", ".percolator", "doc", "", ".", "..", "_mapping", "_cluster",
]
#: Of these a name must not come up in answers unless the request names it.
NAMES = sorted({*INDICES, *ALIASES})
IDS = ["1", "2", "3", "9", "new", "_all", "*", "1,2", "_search", "_bulk", "_create", "_update", "_mapping", "a/b", "%2F", "1?refresh", ""]
TYPES = ["doc", "doc", "_doc", "_doc", "other", "_all", "*", ".percolator", "_default_", "doc,other", "_search", "_update", "_percolate", "_mapping", "_create", "percolator"]
TEMPLATES = ["everything", "other", "made", "*", "muffled"]
#: Values of a path's parameters by their names.
PARAMETERS = {
    "repository": ["repo", "_all", "*"], "snapshot": ["snap", "_all", "_current"], "scroll_id": ["SCROLL-OF-ANOTHER", "_all", "x"],
    "task_id": ["node:1", "1", "_all"], "lang": ["painless", "mustache", "expression", "groovy"], "metric": ["_all", "metadata", "indices", "docs", "settings"],
    "node_id": ["_local", "_all", "_master", "*"], "nodeId": ["_local", "_all"], "fields": ["word", "*", "number", "_source"], "field": ["word", "number"], "block": ["write", "read_only", "read", "metadata"],
    "feature": ["_settings", "_mappings", "_aliases", "_all"], "context": ["search", "filter", "update", "score"],
}
QUERY = {
    "index": None, "type": TYPES, "routing": ["1", "secret"], "parent": ["1"], "version": ["1", "5", "-1", "999999"], "version_type": ["external", "external_gte", "internal", "force", "EXTERNAL"],
    "op_type": ["create", "index", "delete", "CREATE"], "refresh": ["true", "wait_for", ""], "pipeline": ["divert", "_none", "missing"], "source": ['{"query":{"match_all":{}}}', '{"index":"secret"}', "secret"],
    "source_content_type": ["application/json"], "format": ["json", "yaml", "cbor", "txt"], "filter_path": ["**", "hits.hits", "-hits", "*.aliases", "items"], "ignore_unavailable": ["true", "false"],
    "allow_no_indices": ["true", "false"], "expand_wildcards": ["all", "none", "open,closed,hidden", "closed"], "wait_for_completion": ["false", "true"], "wait_for_active_shards": ["1", "all"], "timeout": ["1s"],
    "conflicts": ["proceed"], "scroll": ["1m"], "size": ["0", "100", "10000"], "q": ["*", "word:plain", "_index:secret", "number:1"], "df": ["word"], "preference": ["_local", "_only_local"],
    "search_type": ["dfs_query_then_fetch", "query_then_fetch", "count", "scan"], "request_cache": ["true"], "local": ["true"], "flat_settings": ["true"], "include_type_name": ["true", "false"], "include_defaults": ["true"],
    "level": ["indices", "shards", "cluster"], "h": ["index", "*", "i,docs.count", "alias"], "v": [""], "help": ["", "true", "false"], "name": None, "fields": ["*", "word"], "stored_fields": ["word", "_source"],
    "_source": ["true", "word", "false"], "ttl": ["1d"], "timestamp": ["2020-01-01"], "upsert": ["{}"], "script": ["ctx.op='delete'"], "lang": ["groovy", "painless", "expression"], "retry_on_conflict": ["3"],
    "if_seq_no": ["0"], "if_primary_term": ["1"], "require_alias": ["true", "false"], "dry_run": ["true"], "slices": ["2", "auto"], "scroll_size": ["10"], "max_docs": ["1"], "create": ["true", "false"], "order": ["5"],
    "typed_keys": ["true"], "rest_total_hits_as_int": ["true"], "percolate_index": None, "percolate_type": TYPES, "percolate_format": ["ids"], "human": [""], "pretty": [""], "error_trace": ["true"], "explain": ["true"],
    "rewrite": ["true"], "keep_alive": ["1m"], "from": ["0", "2"], "sort": ["number", "_index"], "realtime": ["false"], "force": ["true"], "only_expunge_deletes": ["true"], "s": ["index"], "update_all_types": ["true"],
    "prefer_local": ["false"], "detailed": ["true"], "group_by": ["parents", "none"], "actions": ["*"], "master_timeout": ["1s"], "features": ["settings", "aliases"], "wait_for_status": ["yellow"], "callback": ["x"],
    "scroll_id": ["SCROLL-OF-ANOTHER"], "search_index": None, "search_types": TYPES, "mlt_fields": ["word"], "min_term_freq": ["1"], "min_doc_freq": ["1"], "ids": ["1,2"], "text": ["x"], "analyzer": ["standard"],
    "index_metric": ["_all"], "batched_reduce_size": ["2"], "ccs_minimize_roundtrips": ["true"], "pre_filter_shard_size": ["1"], "track_total_hits": ["true"], "lenient": ["true"], "default_operator": ["AND"],
}
#: What a request most probably needs to get through, by the end of its path.
NEEDED = {"_pit": "keep_alive=1m", "{index}/_search/point_in_time": "keep_alive=1m", "_field_caps": "fields=*", "_disk_usage": "run_expensive_tasks=true"}
#: Parameters that routes with such a part in their template know.
USUAL = {
    "{id}": ["routing", "version", "version_type", "op_type", "refresh", "pipeline", "timeout", "require_alias", "if_seq_no", "if_primary_term", "parent", "_source", "realtime", "wait_for_active_shards"],
    "_bulk": ["refresh", "routing", "pipeline", "require_alias", "_source", "timeout"], "_search": ["size", "from", "q", "df", "scroll", "search_type", "preference", "routing", "ignore_unavailable", "expand_wildcards", "stored_fields", "sort", "explain"],
    "by_query": ["conflicts", "refresh", "wait_for_completion", "slices", "scroll_size", "max_docs", "routing", "pipeline", "q", "ignore_unavailable", "expand_wildcards"], "_reindex": ["refresh", "wait_for_completion", "slices", "max_docs", "timeout"],
    "{index}": ["ignore_unavailable", "allow_no_indices", "expand_wildcards", "local", "flat_settings", "timeout", "master_timeout", "include_type_name", "wait_for_active_shards", "human", "pretty", "filter_path"], "_cat": ["format", "h", "v", "help", "s"],
}
JSON = "application/json"
CONTENT_TYPES = [
    JSON, JSON, JSON, "application/x-ndjson", "text/plain", "application/yaml", "application/cbor", "application/smile", "application/x-www-form-urlencoded", None, "application/json; charset=utf-8",
    "application/vnd.elasticsearch+json;compatible-with=8", "application/vnd.elasticsearch+json; compatible-with=7", "application/vnd.elasticsearch+x-ndjson;compatible-with=7", "*/*",
]
COMPATIBLE = "application/vnd.elasticsearch+json;compatible-with={}"


class Words:
    """Chooses words: mostly those that the key may use, so that its requests get through."""

    OWN = 0.7

    def __init__(self, source, descriptor, type_name):
        self.source, self.type_name = source, type_name
        patterns = [name for item in descriptor.get("indices", []) for name in item["names"]]
        own = [name for pattern in patterns for name in (pattern, pattern.replace("*", "new"), pattern.replace("*", "2"), pattern.replace("-*", "-{now/d}"))]
        own += 3 * [name for name in NAMES if any(name.startswith(pattern.rstrip("*")) for pattern in patterns if pattern != "*")]
        own += [alias for alias, targets in ALIASES.items() if set(targets) & set(own)]
        self.own = [f"<{name}>" if "{" in name else name for name in own] or NAMES
        #: Of these one index can be made or written to.
        self.own_single = [name for name in self.own if "*" not in name]

    def chance(self, probability):
        return self.source.random() < probability

    def of(self, values):
        return self.source.choice(values)

    def single(self):
        """One name, mostly of the key's own, without wildcards."""
        return self.of(self.own_single if self.chance(self.OWN) else OTHERS)

    def name(self):
        return self.of(self.own if self.chance(self.OWN) else OTHERS)

    def expression(self):
        count = 1 if self.chance(0.75) else self.source.randint(2, 3)
        return ",".join(self.name() for _ in range(count))

    def type(self):
        return self.type_name if self.chance(0.8) else self.of(TYPES)

    def id(self):
        return self.of(IDS[:5] if self.chance(0.8) else IDS)

    def encoded(self, text):
        """For a path or a query: as little as must be, all of it, or nothing."""
        if self.chance(0.04):
            return "".join(f"%{byte:02x}" for byte in text.encode())
        return text if self.chance(0.02) and " " not in text and "#" not in text else quote(text, safe=",*-_.~")
