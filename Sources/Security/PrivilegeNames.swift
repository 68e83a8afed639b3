/// The named privileges of Elasticsearch 8.18 in the order in which it lists them, and the forms of raw actions.
enum PrivilegeNames {
    static let cluster = [
        "manage_own_api_key", "manage_data_stream_global_retention", "monitor_data_stream_global_retention",
        "none", "cancel_task", "cross_cluster_replication", "cross_cluster_search", "delegate_pki",
        "grant_api_key", "manage_autoscaling", "manage_index_templates", "manage_logstash_pipelines",
        "manage_oidc", "manage_saml", "manage_search_application", "manage_search_query_rules",
        "manage_search_synonyms", "manage_service_account", "manage_token", "manage_user_profile",
        "monitor_connector", "monitor_enrich", "monitor_inference", "monitor_ml", "monitor_rollup",
        "monitor_snapshot", "monitor_stats", "monitor_text_structure", "monitor_watcher",
        "post_behavioral_analytics_event", "read_ccr", "read_connector_secrets", "read_fleet_secrets",
        "read_ilm", "read_pipeline", "read_security", "read_slm", "transport_client",
        "write_connector_secrets", "write_fleet_secrets", "create_snapshot", "manage_behavioral_analytics",
        "manage_ccr", "manage_connector", "manage_enrich", "manage_ilm", "manage_inference", "manage_ml",
        "manage_rollup", "manage_slm", "manage_watcher", "monitor_data_frame_transforms",
        "monitor_transform", "manage_api_key", "manage_ingest_pipelines", "manage_pipeline",
        "manage_data_frame_transforms", "manage_transform", "manage_security", "monitor", "manage", "all",
    ]

    static let index = [
        "none", "create_doc", "create", "auto_configure", "create_index", "delete", "delete_index", "index",
        "maintenance", "manage_data_stream_lifecycle", "manage_follow_index", "manage_ilm",
        "manage_leader_index", "monitor", "view_index_metadata", "cross_cluster_replication",
        "cross_cluster_replication_internal", "manage", "read", "read_cross_cluster", "write", "all",
    ]

    /// Whether `name` is a cluster privilege or a pattern over cluster actions.
    static func isCluster(_ name: String) -> Bool {
        let lower = name.lowercased()
        return self.cluster.contains(lower) || lower.hasPrefix("cluster:")
            || lower.hasPrefix("indices:admin/template/") || lower.hasPrefix("indices:admin/index_template/")
            || lower.hasPrefix("indices:data/read/scroll/clear")
    }

    /// Whether `name` is an index privilege or a pattern over index actions.
    static func isIndex(_ name: String) -> Bool {
        let lower = name.lowercased()
        return self.index.contains(lower) || lower.hasPrefix("indices:")
            || lower.hasPrefix("internal:transport/proxy/indices:")
    }

    static func unknownCluster(_ name: String) -> String {
        "unknown cluster privilege [\(name)]. a privilege must be either one of the predefined cluster privilege names ["
            + self.cluster.joined(separator: ",") + "] or a pattern over one of the available cluster actions"
    }

    static func unknownIndex(_ name: String) -> String {
        "unknown index privilege [\(name)]. a privilege must be either one of the predefined fixed indices privileges ["
            + self.index.map { "\($0)=[\($0)]" }.joined(separator: ",")
            + "] or a pattern over one of the available index actions"
    }
}
