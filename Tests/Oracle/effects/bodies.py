"""Contents of requests, by the end of their paths; and small changes of them that another reader may take differently."""
import base64
import json

FIELDS = ["word", "number", "fresh", "query", "deep.er", "_source", "_id"]
#: Members that mean something somewhere.
MEMBERS = [
    "index", "_index", "indices", "alias", "aliases", "type", "_type", "id", "_id", "query", "source", "dest", "doc", "docs", "upsert", "script", "pipeline", "routing", "_routing", "version_type", "_version_type", "op_type",
    "filter", "settings", "mappings", "template", "index_patterns", "order", "like", "ids", "pit", "search", "percolate", "actions", "require_alias", "dynamic", "properties", "params", "inline", "doc_as_upsert",
]


class Bodies:
    """Makes contents. `words` chooses what they name; `type` is that of the cluster's documents."""

    def __init__(self, words, type_name, major):
        self.words, self.type, self.major = words, type_name, major
        self.source = words.source

    def of(self, values):
        return self.source.choice(values)

    def chance(self, probability):
        return self.source.random() < probability

    def some(self, **members):
        """Some of the members."""
        return {name: value for name, value in members.items() if self.chance(0.5)}

    def named(self, kind="_type"):
        """The type of a document, where there are any."""
        return {kind: self.words.type()} if self.chance(0.9 if self.major < 7 else 0.1) else {}

    def place(self):
        """A document by index, type and id, as items of requests name it."""
        return {**({"_index": self.words.single()} if self.chance(0.85) else {}), **self.named(), **({"_id": self.words.id()} if self.chance(0.9) else {})}

    # Documents

    def document(self):
        value = {"word": self.of(["plain", "fresh"]), "number": self.source.randint(0, 9)}
        if self.chance(0.35):
            value[self.of(FIELDS) + self.of(["", "-x"])] = self.of(["x", 1, {"a": 1}, [1], None])
        if self.chance(0.1):
            value["query"] = self.query()
        return value

    def script(self):
        code = self.of(["ctx._source.number = 7", "ctx.op = 'delete'", "ctx._index = 'secret'", "1", "doc['number'].value"])
        return self.of([code, {"source": code}, {"inline": code}, {"id": "whisper"}, {"source": code, "lang": "expression"}, {"inline": code, "lang": "groovy"}])

    def update(self):
        value = {**self.some(doc=self.document(), doc_as_upsert=True, upsert=self.document(), detect_noop=False)}
        if self.chance(0.2):
            value.update(self.some(script=self.script(), scripted_upsert=True))
        return value or {"doc": self.document()}

    def bulk(self):
        lines = []
        for _ in range(self.source.randint(1, 4)):
            operation = self.of(["index", "create", "update", "delete", "delete"])
            meta = self.place()
            if self.chance(0.25):
                meta.update(self.some(version=5, version_type=self.of(["external", "external_gte", "force"]), op_type=self.of(["create", "delete"]), require_alias=True, pipeline="divert",
                                      _routing="1", routing="1", dynamic_templates={"fresh": "x"}, if_seq_no=0, _version=3, _version_type="external", parent="1"))
            lines.append({operation: meta})
            if operation != "delete" or self.chance(0.05):
                lines.append(self.update() if operation == "update" else self.document())
        return lines

    # Searches

    def lookup(self):
        return {"index": self.words.single(), "id": self.words.id(), "path": self.of(["word", "number"]), **self.named("type")}

    def like(self):
        place = self.place()
        if self.chance(0.5):
            place.pop("_id", None)
            place["doc"] = self.document()
        return place

    def query(self, depth=0):
        kind = self.source.randrange(16)
        if kind < 4 or depth > 3:
            return self.of([{"match_all": {}}, {"term": {"word": "plain"}}, {"exists": {"field": "word"}}, {"ids": {"values": ["1", "2"]}}])
        inner = lambda: self.query(depth + 1)
        return [
            lambda: {"terms": {self.of(["word", "number"]): self.lookup()}},
            lambda: {"more_like_this": {"fields": ["word", "number"], self.of(["like", "like", "unlike", "docs"]): [self.like()], "min_term_freq": 1, "min_doc_freq": 1}},
            lambda: {"percolate": {"field": "query", **self.some(document=self.document(), document_type=self.type, **self.lookup())}},
            lambda: {"geo_shape": {"place": {"indexed_shape": self.lookup()}}},
            lambda: {"bool": {self.of(["must", "filter", "should", "must_not"]): [inner()]}},
            lambda: {"constant_score": {"filter": inner()}},
            lambda: {"function_score": {"query": inner(), "functions": [{"filter": inner(), "weight": 2}]}},
            lambda: {"wrapper": {"query": base64.b64encode(json.dumps(inner()).encode()).decode()}},
            lambda: {"indices": {"indices": [self.words.name()], "query": inner(), "no_match_query": self.of(["all", "none"])}},
            lambda: {"query_string": {"query": self.of(["word:plain", "_index:secret", "*"])}},
            lambda: {"script": {"script": self.script()}},
            lambda: {"template": {"inline": {"match_all": {}}}},
        ][kind - 4]()

    def search(self):
        value = {"query": self.query(), "size": 100}
        if self.chance(0.4):
            name, make = self.of([
                ("aggs", lambda: {"a": {"terms": {"field": self.of(["word", "number", "_index"])}, "aggs": {"b": {"top_hits": {}}}}}), ("aggregations", lambda: {"a": {"filter": self.query()}}),
                ("highlight", lambda: {"fields": {"word": {"highlight_query": self.query()}}}), ("suggest", lambda: {"s": {"text": "plain", "term": {"field": "word"}}}), ("post_filter", self.query),
                ("rescore", lambda: {"window_size": 5, "query": {"rescore_query": self.query()}}), ("script_fields", lambda: {"x": {"script": self.script()}}), ("pit", lambda: {"id": "PIT-OF-ANOTHER", "keep_alive": "1m"}),
                ("sort", lambda: [self.of(["number", {"number": {"order": "desc"}}, {"_script": {"script": self.script(), "type": "number"}}])]), ("indices_boost", lambda: [{self.words.name(): 2}]),
                ("runtime_mappings", lambda: {"x": {"type": "keyword", "script": self.script()}}), ("collapse", lambda: {"field": "word"}), ("fields", lambda: ["*"]), ("stored_fields", lambda: ["_source"]),
                ("knn", lambda: {"field": "v", "query_vector": [1], "k": 1, "num_candidates": 1, "filter": self.query()}), ("retriever", lambda: {"standard": {"query": self.query()}}), ("slice", lambda: {"id": 0, "max": 2}),
                ("docvalue_fields", lambda: ["word", "number"]), ("index", self.words.name), ("stats", lambda: ["x"]), ("_source", lambda: self.of([True, False, "word"])),
                ("version", lambda: True), ("explain", lambda: True), ("profile", lambda: True),
            ])
            value[name] = make()
        return value

    def multi_search(self):
        lines = []
        for _ in range(self.source.randint(1, 3)):
            names = self.of([self.words.expression(), [self.words.name(), self.words.name()]])
            lines += [self.some(**{self.of(["index", "index", "indices"]): names}, type=self.type, search_type="query_then_fetch", ignore_unavailable=True, routing="1"), self.search()]
        return lines

    def multi_get(self):
        documents = [self.place() for _ in range(self.source.randint(1, 3))]
        return self.of([{"docs": documents}, {"docs": documents}, {"ids": ["1", "2", "3"]}, {"ids": ["1"], "parameters": {"fields": ["word"]}, "docs": documents}])

    def multi_vectors(self):
        documents = [{**self.place(), **self.some(fields=["word"], doc=self.document(), artificial=True, filter={"max_num_terms": 3})} for _ in range(self.source.randint(1, 3))]
        return self.of([{"docs": documents}, {"ids": ["1", "2"], "parameters": {"fields": ["word"]}}])

    def vectors(self):
        return self.some(doc=self.document(), fields=["word", "fresh"], per_field_analyzer={"word": "keyword"}, filter={"max_num_terms": 3})

    def percolate(self):
        return {"doc": self.document(), **self.some(filter=self.query(), size=5, highlight={"fields": {"word": {}}})}

    def multi_percolate(self):
        header = {**self.some(index=self.words.single(), indices=[self.words.name()], id="1", percolate_index=self.words.single()), "type": self.type}
        return [{self.of(["percolate", "count"]): header}, self.percolate()]

    def template(self):
        search = self.search()
        return self.of([{"source": search, "params": {}}, {"inline": search}, {"id": "whisper"}, {"source": json.dumps(search)}, {"template": search}])

    def scroll(self):
        return self.of([{"scroll": "1m", "scroll_id": "SCROLL-OF-ANOTHER"}, {"scroll_id": ["SCROLL-OF-ANOTHER", "_all"]}, "SCROLL-OF-ANOTHER", {"id": "PIT-OF-ANOTHER"}, {"scroll_id": "_all"}])

    def point_in_time(self):
        return self.of([{"pit_id": "PIT-OF-ANOTHER"}, {"pit_id": ["PIT-OF-ANOTHER"]}, {"pit_id": "_all"}, {"pit_id": ["PIT-OF-ANOTHER", "_all"]}])

    def rank(self):
        return {"requests": [{"id": "x", "request": self.search(), "ratings": [{**self.place(), "rating": 1}]}], "metric": {"precision": {"k": 5}}}

    def statement(self):
        return {"query": f"{self.of(['SELECT * FROM', 'FROM', 'SHOW TABLES', 'DESCRIBE'])} {self.of(['', chr(34)])}{self.words.name()}", **self.some(filter=self.query(), fetch_size=5)}

    # What changes

    def reindex(self):
        source = {"index": self.of([self.words.expression(), [self.words.name(), self.words.name()]]), **self.some(query=self.query(), size=5, type=self.type)}
        dest = {"index": self.words.single(), **self.some(op_type="create", version_type=self.of(["external", "internal"]), routing="keep")}
        if self.chance(0.1):
            dest.update(self.some(pipeline="divert", type=self.words.type()))
        return {"source": source, "dest": dest, **({"conflicts": "proceed"} if self.chance(0.3) else {}), **({"script": self.script()} if self.chance(0.1) else {})}

    def by_query(self):
        return {**self.some(query=self.query(), max_docs=2, conflicts="proceed"), **({"script": self.script()} if self.chance(0.2) else {})}

    def aliases(self):
        actions = []
        for _ in range(self.source.randint(1, 3)):
            place = {self.of(["index", "index", "indices"]): self.words.name(), self.of(["alias", "alias", "aliases"]): self.words.name()}
            if self.chance(0.3):
                place.update(self.some(filter=self.query(), routing="1", is_write_index=True, must_exist=False, index_routing="1"))
            actions.append({self.of(["add", "add", "remove", "remove_index"]): place})
        return {"actions": actions}

    def put_alias(self):
        return self.some(filter=self.query(), index=self.words.name(), alias=self.words.name(), routing="1", is_write_index=True)

    def settings(self):
        value = self.of([{"refresh_interval": "7s"}, {"number_of_replicas": 0}, {"default_pipeline": "divert"}, {"blocks": {"write": True}}, {"blocks.read_only": True}, {"hidden": True}, {"lifecycle.name": "x"}, {"resize.source.name": "secret"},
                         {"final_pipeline": "divert"}, {"search.default_pipeline": "x"}, {"priority": 5}, {"shrink.source.name": "secret"}])
        return self.of([value, {"index": value}, {"settings": value}, {f"index.{name}": inner for name, inner in value.items()}])

    def mapping(self):
        field = {"type": self.of(["keyword", "long", "percolator", "alias", "join", "lookup"] if self.major >= 5 else ["string", "long"]), **self.some(path="word", target_index="secret")}
        value = {"properties": {self.of(["fresh", "query", "word", FIELDS[4]]): field}, **({"dynamic": self.of([False, "strict", True])} if self.chance(0.2) else {})}
        return {self.type: value} if self.chance(0.5 if self.major < 7 else 0.05) else value

    def index(self):
        return self.some(settings=self.settings(), mappings=self.mapping() if self.chance(0.3) else {}, aliases={self.words.name(): self.some(filter=self.query())}) if self.chance(0.6) else {}

    def new_index(self):
        return {**self.some(settings=self.settings(), aliases={self.words.single(): {}}), **({"conditions": {"max_docs": self.of([1, 99])}} if self.chance(0.5) else {})} if self.chance(0.5) else {}

    def index_template(self):
        patterns = self.of([["made-*"], ["*"], "secret*", [self.words.name()]])
        inner = self.index()
        return self.of([{"index_patterns": patterns, **inner}, {"template": "made-*", **inner}, {"index_patterns": patterns, "template": inner, **self.some(priority=3, composed_of=[], data_stream={})}, {"template": inner}])

    def pipeline(self):
        processor = self.of([{"set": {"field": "_index", "value": "secret"}}, {"set": {"field": "a", "value": 1}}, {"reroute": {"destination": "secret"}}, {"script": {"source": "ctx._index='secret'"}}])
        return {"processors": [processor], **self.some(description="x", docs=[{**self.place(), "_source": self.document()}], pipeline={"processors": [processor]})}

    def stored_script(self):
        return {"script": {"lang": self.of(["mustache", "painless", "expression", "groovy"]), "source": self.of(["1", "{}"])}}

    def analyze(self):
        return {"text": "plain words", **self.some(field="word", index=self.words.name(), analyzer="standard", tokenizer="standard")}

    def cluster_settings(self):
        return {self.of(["transient", "persistent"]): {"indices.recovery.max_bytes_per_sec": self.of(["41mb", "42mb"])}}

    def reroute(self):
        return self.of([{"commands": []}, {"commands": [{"cancel": {"index": self.words.single(), "shard": 0, "node": "_local", "allow_primary": True}}]}])

    def shard(self):
        return {"index": self.words.single(), "shard": 0, "primary": True}

    def snapshot(self):
        return {"indices": self.words.expression(), "type": "fs", "settings": {"location": "x"}}

    def fields(self):
        return {**self.some(index_filter=self.query(), fields=["*"], runtime_mappings={}, field="word", string="p"), "field": "word"}

    def execute(self):
        return {"script": self.script(), "context": "filter", "context_setup": {"index": self.words.single(), "document": self.document(), "query": self.query()}}

    #: By a fixed part of the path: the last that is listed counts.
    BY_PART = {
        "_doc": document, "_create": document, "_update": update, "_bulk": bulk, "_search": search, "_count": search, "_msearch": multi_search, "_mget": multi_get, "_mtermvectors": multi_vectors, "_termvectors": vectors,
        "_termvector": vectors, "_percolate": percolate, "_mpercolate": multi_percolate, "template": template, "_mlt": search, "scroll": scroll, "_pit": scroll, "point_in_time": point_in_time, "pit_segments": point_in_time, "_rank_eval": rank, "_sql": statement, "_query": statement, "_eql": statement,
        "_reindex": reindex, "_update_by_query": by_query, "_delete_by_query": by_query, "_aliases": aliases, "_alias": put_alias, "_settings": settings, "_mapping": mapping, "_mappings": mapping, "_rollover": new_index,
        "_clone": new_index, "_shrink": new_index, "_split": new_index, "_template": index_template, "_index_template": index_template, "_component_template": index_template, "pipeline": pipeline, "_ingest": pipeline,
        "_scripts": stored_script, "_analyze": analyze, "settings": cluster_settings, "reroute": reroute, "explain": shard, "_snapshot": snapshot, "_field_caps": fields, "_terms_enum": fields, "_execute": execute,
        "_explain": search, "_validate": search, "_async_search": search, "_warmer": search, "_suggest": search, "_knn_search": search, "_simulate_index": index_template, "_create_from": new_index, "_downsample": new_index,
    }

    def body(self, template, method):
        """A content that a route may take; None for none."""
        parts = [part for part in template.split("/") if part]
        known = [part for part in parts if part in self.BY_PART]
        if self.chance(0.03):
            known = [self.of(sorted(self.BY_PART))]
        elif self.chance({"GET": 0.25, "DELETE": 0.7, "HEAD": 0.9}.get(method, 0.05)):
            return None
        if parts == ["{index}"]:
            return self.index()
        if not known:
            return self.document() if "{type}" in template else self.of([None, {}, self.query()])
        # A change of aliases names them; an alias in a path only has a filter.
        make = self.BY_PART[known[-1]] if template != "/_aliases" else Bodies.aliases
        content = make(self)
        if known[-1] in ("_termvectors", "_termvector") and self.chance(0.9):
            # A document that is there or one that comes along, not both.
            content.pop("doc", None)
            if "{id}" not in template:
                content["doc"] = self.document()
        return content

    # Changes

    def mutated(self, content):
        """The content as text, changed in one or two places."""
        for _ in range(self.source.randint(1, 2)):
            self.change(content)
        lines = content if isinstance(content, list) else [content]
        texts = [json.dumps(line) for line in lines]
        if self.chance(0.3):
            number = self.source.randrange(len(texts))
            texts[number] = self.changed_text(texts[number])
        return "\n".join(texts) + ("\n" if isinstance(content, list) else "")

    def change(self, value):
        """One step of the way down, then a change in that place."""
        if isinstance(value, list) and value:
            number = self.source.randrange(len(value))
            if isinstance(value[number], (dict, list)) and self.chance(0.85):
                self.change(value[number])
            else:
                value[number] = self.other(value[number])
        elif isinstance(value, dict) and value:
            name = self.of(sorted(value))
            if isinstance(value[name], (dict, list)) and value[name] and self.chance(0.75):
                return self.change(value[name])
            step = self.source.randrange(4)
            if step == 0:
                value[self.of(MEMBERS)] = value.pop(name)
            elif step == 1:
                value[self.of(MEMBERS)] = self.other(value[name])
            elif step == 2:
                del value[name]
            else:
                value[name] = self.other(value[name])

    def other(self, value):
        return self.of([self.words.name, self.words.single, self.words.expression, self.query, lambda: [value], lambda: {"x": value}, lambda: None, lambda: True, lambda: 7, lambda: "", lambda: [self.words.name(), self.words.name()]])()

    def changed_text(self, text):
        """What JSON readers differ about: members twice, comments, quotes, escapes, what comes behind."""
        name = self.words.name()
        return self.of([
            lambda: text.replace("{", "{" + f'"index":"{name}",', 1), lambda: text[:-1] + f',"_index":"{name}"' + "}", lambda: text.replace('"_index"', '"_\\u0069ndex"'), lambda: text.replace('"', "'"),
            lambda: "/*x*/" + text, lambda: text + text, lambda: text + " " + json.dumps({"delete": {"_index": "secret", "_id": "1"}}), lambda: text.replace(":", ":\n", 1), lambda: "\ufeff" + text, lambda: text + "\r",
            lambda: text.replace(",", ",,", 1), lambda: text[:-1], lambda: text.replace('"word"', '"word","word"', 1), lambda: text + "\0", lambda: "\n" + text,
        ])()
