extension Recorded {
    /// The action that a user without privileges is refused by: path, methods, 7 for 7.17.28 and 8 for
    /// 8.18.1.
    static let actions2 = """
        /logs-a/doc/1/_explain POST 7 indices:data/read/explain
        /logs-a/doc/1/_source GET 7 indices:data/read/get
        /logs-a/doc/1/_termvectors GET,POST 7 indices:data/read/tv
        /logs-a/doc/1/_update POST 7 indices:data/write/update
        /logs-a/doc/_bulk POST,PUT 7 indices:data/write/bulk
        /logs-a/doc/_count GET,POST 7 indices:data/read/search
        /logs-a/doc/_mget POST 7 indices:data/read/mget
        /logs-a/doc/_msearch POST 7 indices:data/read/msearch
        /logs-a/doc/_msearch/template POST 7 indices:data/read/msearch/template
        /logs-a/doc/_mtermvectors POST 7 indices:data/read/mtv
        /logs-a/doc/_search GET,POST 7 indices:data/read/search
        /logs-a/doc/_search/template POST 7 indices:data/read/search/template
        /logs-a/doc/_update_by_query POST 7 indices:data/write/update/byquery
        /logs-a/doc/_validate/query GET 7 indices:admin/validate/query
        /logs/_rollover POST 78 indices:admin/rollover
        /logs/_rollover/logs-000002 POST 78 indices:admin/rollover
        """
}
