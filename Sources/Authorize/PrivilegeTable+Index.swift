extension PrivilegeTable {
    /// The named privileges on indices: a name with the editions (7, 8, 9) for which the line holds; then,
    /// indented, the patterns of actions that it grants, and behind a `-` those it does not grant all the same.
    /// `failures:` stands before what is granted on the failure store of a data stream (`name::failures`), which
    /// no request through the proxy reaches.
    static let indexData = """
        all 78
         indices:* internal:transport/proxy/indices:*
        all 9
         failures:indices:* indices:* internal:transport/proxy/indices:*
        auto_configure 789
         indices:admin/auto_create indices:admin/mapping/auto_put
        create 7
         indices:data/write/bulk* indices:data/write/index*
        create 89
         indices:data/write/bulk* indices:data/write/index* indices:data/write/simulate/bulk*
        create_doc 7
         indices:data/write/bulk* indices:data/write/index indices:data/write/index:op_type/create
         indices:data/write/index[*
        create_doc 89
         indices:data/write/bulk* indices:data/write/index indices:data/write/index:op_type/create
         indices:data/write/index[* indices:data/write/simulate/bulk*
        create_index 789
         indices:admin/auto_create indices:admin/create indices:admin/data_stream/create
        create_view 9
         indices:admin/esql/view/put
        cross_cluster_replication 89
         indices:admin/seq_no/add_retention_lease* indices:admin/seq_no/remove_retention_lease*
         indices:admin/seq_no/renew_retention_lease* indices:data/read/xpack/ccr/shard_changes*
         indices:monitor/stats*
        cross_cluster_replication_internal 89
         indices:internal/admin/ccr/restore/file_chunk/get*
         indices:internal/admin/ccr/restore/session/clear* indices:internal/admin/ccr/restore/session/put*
         internal:transport/proxy/indices:internal/admin/ccr/restore/file_chunk/get*
         internal:transport/proxy/indices:internal/admin/ccr/restore/session/clear*
        delete 789
         indices:data/write/bulk* indices:data/write/delete*
        delete_index 789
         indices:admin/data_stream/delete indices:admin/delete
        delete_view 9
         indices:admin/esql/view/delete
        index 7
         indices:data/write/bulk* indices:data/write/index* indices:data/write/update*
        index 89
         indices:data/write/bulk* indices:data/write/index* indices:data/write/simulate/bulk*
         indices:data/write/update*
        maintenance 789
         indices:admin/flush* indices:admin/forcemerge* indices:admin/refresh* indices:admin/synced_flush
        manage 78
         indices:admin/* indices:data/read/field_caps* indices:data/read/xpack/rollup/get/index/caps*
         indices:monitor/*
        manage 9
         failures:indices:admin/* failures:indices:data/read/field_caps*
         failures:indices:data/read/xpack/rollup/get/index/caps* failures:indices:monitor/*
         indices:admin/* indices:data/read/field_caps* indices:data/read/xpack/rollup/get/index/caps*
         indices:monitor/*
        manage_data_stream_lifecycle 8
         indices:admin/data_stream/lifecycle/*
        manage_data_stream_lifecycle 9
         failures:indices:admin/data_stream/lifecycle/* indices:admin/data_stream/lifecycle/*
        manage_failure_store 9
         failures:indices:admin/* failures:indices:data/read/field_caps*
         failures:indices:data/read/xpack/rollup/get/index/caps* failures:indices:monitor/*
        manage_follow_index 789
         indices:admin/close* indices:admin/data_stream/promote indices:admin/rollover
         indices:admin/xpack/ccr/put_follow indices:admin/xpack/ccr/unfollow
        manage_ilm 789
         indices:admin/ilm/*
        manage_leader_index 789
         indices:admin/xpack/ccr/forget_follower*
        manage_view 9
         indices:admin/esql/view/*
        monitor 789
         indices:monitor/*
        none 789
        read 7
         indices:data/read/*
        read 89
         indices:admin/resolve/cluster indices:admin/resolve/index indices:data/read/*
        read_cross_cluster 7
         indices:admin/shards/search_shards internal:transport/proxy/indices:data/read/*
        read_cross_cluster 89
         indices:admin/resolve/cluster indices:admin/search/search_shards
         indices:admin/shards/search_shards indices:data/read/esql indices:data/read/esql/compute
         internal:transport/proxy/indices:data/read/*
        read_failure_store 9
         failures:indices:admin/resolve/index failures:indices:data/read/*
        read_view_metadata 9
         indices:admin/esql/view/get
        view_index_metadata 7
         indices:admin/aliases/exists indices:admin/aliases/get indices:admin/data_stream/get
         indices:admin/exists indices:admin/get indices:admin/ilm/explain
         indices:admin/mappings/fields/get* indices:admin/mappings/get indices:admin/resolve/index
         indices:admin/shards/search_shards indices:admin/types/exists indices:admin/validate/query*
         indices:data/read/field_caps* indices:data/read/xpack/rollup/get/index/caps*
         indices:monitor/settings/get indices:monitor/transform/checkpoint*
        view_index_metadata 89
         indices:admin/aliases/get indices:admin/data_stream/get
         indices:admin/data_stream/lifecycle/explain indices:admin/data_stream/lifecycle/get
         indices:admin/get indices:admin/get/metering/stats indices:admin/ilm/explain
         indices:admin/mappings/fields/get* indices:admin/mappings/get indices:admin/resolve/cluster
         indices:admin/resolve/index indices:admin/search/search_shards indices:admin/shards/search_shards
         indices:admin/validate/query* indices:data/read/field_caps*
         indices:data/read/xpack/rollup/get/index/caps* indices:monitor/get/metering/stats
         indices:monitor/settings/get indices:monitor/transform/checkpoint*
        write 789
         indices:admin/mapping/auto_put indices:data/write/*
        """
}
