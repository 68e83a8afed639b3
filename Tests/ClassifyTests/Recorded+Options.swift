extension Recorded {
    /// What wildcards come to: path, methods, 7 for 7.17.28 and 8 for 8.18.1; open, closed and hidden
    /// indices; whether none may be left; whether a closed index that is named is forbidden.
    static let options = """
        /_cat/count/logs-* GET 78 o none forbid
        /_cat/indices/logs-* GET 78 oc none closed
        /_cat/recovery/logs-* GET 78 oc none closed
        /_cat/segments/logs-* GET 78 o none forbid
        /_cat/shards/logs-* GET 7 o none forbid
        /logs-*/_count GET,POST 78 o none forbid
        /logs-*/_delete_by_query POST 7 o none forbid
        /logs-*/_field_caps GET,POST 7 o none closed
        /logs-*/_block/write PUT 78 o none closed
        /logs-*/_cache/clear POST 78 o none forbid
        /logs-*/_close POST 78 o none closed
        /logs-* DELETE 78 oc none closed
        /logs-* GET,HEAD 78 o none closed
        /logs-*/_disk_usage POST 7 c some closed
        /logs-*/_field_usage_stats GET 78 o none forbid
        /logs-*/_flush GET,POST 78 o none forbid
        /logs-*/_forcemerge POST 78 o none forbid
        /logs-*/_alias GET,HEAD 78 och none closed
        /logs-*/_mapping GET 78 o none closed
        /logs-*/_mapping POST,PUT 78 oc some closed
        /logs-*/_settings GET 78 o none closed
        /logs-*/_settings PUT 78 oc some closed
        /logs-*/_settings/logs-* GET 78 o none closed
        /logs-*/_open POST 78 c none closed
        /logs-*/_recovery GET 78 oc none closed
        /logs-*/_refresh GET,POST 78 o none forbid
        /logs-*/_reload_search_analyzers GET,POST 78 o none forbid
        /_resolve/index/logs-* GET 78 o none closed
        /logs-*/_segments GET 78 o none forbid
        /logs-*/_shard_stores GET 7 oc none closed
        /logs-*/_stats GET 78 o none forbid
        /logs-*/_stats/docs GET 78 o none forbid
        /logs-*/_validate/query GET,POST 7 o some closed
        /logs-*/_pit POST 78 o none forbid
        /logs-*/_search GET,POST 78 o none forbid
        /logs-*/_search_shards GET,POST 78 o none closed
        /logs-*/_terms_enum POST 78 o none forbid
        /logs-*/_update_by_query POST 7 o none forbid
        /logs-*/_flush/synced GET,POST 7 o none forbid
        /logs-*/_mappings GET 78 o none closed
        /logs-*/_mappings POST,PUT 78 oc some closed
        /logs-*/_setting/logs-* GET 78 o none closed
        /logs-*/_upgrade GET,POST 7 o none forbid
        /_cat/shards/logs-* GET 8 och none closed
        /logs-*/_field_caps GET,POST 8 o none forbid
        /logs-*/_disk_usage POST 8 oc some closed
        /_resolve/cluster/logs-* GET 8 o none closed
        /logs-*/_shard_stores GET 8 och none closed
        /logs-*/_validate/query GET,POST 8 o none forbid
        """
}
