extension UsageRoutes {
    private static let numbers =
        "`requests`, `refused` by kind, `bytes_in`, `bytes_out`, `documents`, `latency_ms` (a histogram by upper bounds),"
        + " `first_used`, `last_used` with `last_address`, `last_user_agent` and `last_action`, and about how many"
        + " `addresses` there were. Times are milliseconds since 1970."

    static var listDocumentation: RouteDocumentation {
        RouteDocumentation(
            "What keys have been used for",
            "Who may see all keys sees the use of all, others that of their own. Of each: " + self.numbers,
            parameters: [
                "id": "Ids with commas between", "name": "A name, or its beginning with `*` behind",
                "sort": "One of requests (the default), refused, bytes, documents, last_used",
                "from": "Keys that are skipped, default 0",
                "size": "Keys of the page, default 100, at most 10000",
                "hours":
                    "So many hours up to now are told of each key as `hours`, at most 24; `size` is 100 at most then",
                "never_used": "`true`: valid keys that have never been used",
                "unused_for": "A duration: valid keys as old as that which were not used since, e.g. `90d`",
            ],
            response: """
                {"type":"object","properties":{"total":{"type":"integer"},"usage":{"type":"array","items":{"type":"object"}}}}
                """)
    }

    static var oneDocumentation: RouteDocumentation {
        RouteDocumentation(
            "What one key has been used for",
            "With `hours`, the last 30 days by the hour (`from` and the numbers of that hour). "
                + self.numbers,
            parameters: ["id": "The key's id"], response: #"{"type":"object"}"#)
    }
}
