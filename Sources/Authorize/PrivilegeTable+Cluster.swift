extension PrivilegeTable {
    /// The named privileges on the cluster: a name with the editions (7, 8, 9) for which the line holds; then,
    /// indented, the patterns of actions that it grants, and behind a `-` those it does not grant all the same.
    static let clusterData = """
        all 78
         cluster:* indices:admin/index_template/* indices:admin/template/*
        all 9
         cluster:* indices:admin/index_template/* indices:admin/template/*
        cancel_task 789
         cluster:admin/tasks/cancel*
        create_snapshot 789
         cluster:admin/repository/get cluster:admin/snapshot/create cluster:admin/snapshot/get
         cluster:admin/snapshot/status cluster:admin/snapshot/status*
        cross_cluster_replication 89
         cluster:internal/admin/tasks/ban cluster:internal/admin/tasks/cancel_child
         cluster:internal/remote_cluster/handshake cluster:internal/remote_cluster/nodes
         cluster:monitor/state cluster:monitor/xpack/info
        cross_cluster_search 89
         cluster:internal/admin/tasks/ban cluster:internal/admin/tasks/cancel_child
         cluster:internal/remote_cluster/handshake cluster:internal/remote_cluster/nodes
         cluster:internal:data/read/esql/exchange cluster:internal:data/read/esql/open_exchange
         cluster:monitor/stats cluster:monitor/xpack/enrich/esql/resolve_policy cluster:monitor/xpack/info
        delegate_pki 789
         cluster:admin/xpack/security/delegate_pki cluster:admin/xpack/security/token/invalidate
        grant_api_key 789
         cluster:admin/xpack/security/api_key/grant*
        manage 78
         cluster:* indices:admin/index_template/* indices:admin/template/* -cluster:admin/xpack/security/*
        manage 9
         cluster:* indices:admin/index_template/* indices:admin/template/* -cluster:admin/xpack/security/*
        manage_api_key 789
         cluster:admin/xpack/security/api_key/*
        manage_autoscaling 789
         cluster:admin/autoscaling/*
        manage_behavioral_analytics 89
         cluster:admin/xpack/application/analytics/*
        manage_ccr 789
         cluster:admin/xpack/ccr/* cluster:admin/xpack/security/user/has_privileges cluster:monitor/state
        manage_connector 89
         cluster:admin/xpack/connector/* -cluster:admin/xpack/connector/secret/get
         -cluster:admin/xpack/connector/secret/delete -cluster:admin/xpack/connector/secret/post
         -cluster:admin/xpack/connector/secret/put
        manage_data_frame_transforms 789
         cluster:admin/data_frame/* cluster:admin/transform/* cluster:monitor/data_frame/*
         cluster:monitor/transform/*
        manage_data_stream_global_retention 89
        manage_enrich 7
         cluster:admin/xpack/enrich/*
        manage_enrich 89
         cluster:admin/xpack/enrich/* cluster:monitor/xpack/enrich/*
        manage_ilm 789
         cluster:admin/ilm/*
        manage_index_templates 789
         cluster:admin/component_template/* indices:admin/index_template/* indices:admin/template/*
        manage_inference 89
         cluster:admin/xpack/inference/* cluster:admin/xpack/ml/trained_models/deployment/start
         cluster:admin/xpack/ml/trained_models/deployment/stop cluster:monitor/xpack/inference*
         cluster:monitor/xpack/ml/trained_models/deployment/infer
        manage_ingest_pipelines 789
         cluster:admin/ingest/pipeline/*
        manage_logstash_pipelines 789
         cluster:admin/logstash/pipeline/*
        manage_ml 789
         cluster:admin/xpack/ml/* cluster:monitor/xpack/ml/*
        manage_oidc 789
         cluster:admin/xpack/security/oidc/*
        manage_own_api_key 789
         cluster:admin/xpack/security/api_key/* -cluster:admin/xpack/security/api_key/grant
        manage_pipeline 789
         cluster:admin/ingest/pipeline/*
        manage_project_routing 9
         cluster:admin/project_routing/*
        manage_rollup 789
         cluster:admin/xpack/rollup/* cluster:monitor/xpack/rollup/*
        manage_saml 789
         cluster:admin/xpack/security/saml/* cluster:admin/xpack/security/token/invalidate
         cluster:admin/xpack/security/token/refresh cluster:monitor/xpack/security/saml/metadata
        manage_search_application 89
         cluster:admin/xpack/application/search_application/*
        manage_search_query_rules 89
         cluster:admin/xpack/query_rules/*
        manage_search_synonyms 89
         cluster:admin/synonym_rules/* cluster:admin/synonyms/* cluster:admin/synonyms_sets/*
        manage_security 789
         cluster:admin/xpack/security/* -cluster:admin/xpack/security/delegate_pki
        manage_service_account 789
         cluster:admin/xpack/security/service_account/*
        manage_slm 789
         cluster:admin/ilm/operation_mode/get cluster:admin/ilm/start cluster:admin/ilm/stop
         cluster:admin/slm/*
        manage_token 789
         cluster:admin/xpack/security/token/*
        manage_transform 789
         cluster:admin/data_frame/* cluster:admin/transform/* cluster:monitor/data_frame/*
         cluster:monitor/transform/*
        manage_user_profile 89
         cluster:admin/xpack/security/profile/*
        manage_watcher 789
         cluster:admin/xpack/watcher/* cluster:monitor/xpack/watcher/*
        monitor 789
         cluster:admin/component_template/get cluster:monitor/* indices:admin/index_template/get
         indices:admin/template/get
        monitor_connector 89
         cluster:admin/xpack/connector/get cluster:admin/xpack/connector/list
         cluster:admin/xpack/connector/sync_job/get cluster:admin/xpack/connector/sync_job/list
        monitor_data_frame_transforms 789
         cluster:monitor/data_frame/* cluster:monitor/transform/*
        monitor_data_stream_global_retention 89
        monitor_enrich 89
         cluster:admin/xpack/enrich/get cluster:monitor/xpack/enrich/*
        monitor_esql 9
         cluster:monitor/xpack/esql/*
        monitor_inference 89
         cluster:monitor/xpack/inference* cluster:monitor/xpack/ml/trained_models/deployment/infer
        monitor_ml 789
         cluster:monitor/xpack/ml/*
        monitor_rollup 789
         cluster:monitor/xpack/rollup/*
        monitor_snapshot 789
         cluster:admin/repository/get cluster:admin/snapshot/get cluster:admin/snapshot/status
         cluster:admin/snapshot/status*
        monitor_stats 89
         cluster:monitor/stats*
        monitor_text_structure 789
         cluster:monitor/text_structure/*
        monitor_transform 789
         cluster:monitor/data_frame/* cluster:monitor/transform/*
        monitor_watcher 789
         cluster:monitor/xpack/watcher/*
        none 789
        post_behavioral_analytics_event 89
         cluster:admin/xpack/application/analytics/post_event
        read_ccr 789
         cluster:admin/xpack/security/user/has_privileges cluster:monitor/state
        read_connector_secrets 89
         cluster:admin/xpack/connector/secret/get
        read_fleet_secrets 89
         cluster:admin/fleet/secrets/get
        read_ilm 789
         cluster:admin/ilm/get cluster:admin/ilm/operation_mode/get
        read_pipeline 789
         cluster:admin/ingest/pipeline/get cluster:admin/ingest/pipeline/simulate
        read_project_routing 9
         cluster:admin/project_routing/get*
        read_security 89
         cluster:admin/xpack/security/api_key/get cluster:admin/xpack/security/api_key/query
         cluster:admin/xpack/security/privilege/builtin/get cluster:admin/xpack/security/privilege/get
         cluster:admin/xpack/security/profile/get cluster:admin/xpack/security/profile/has_privileges
         cluster:admin/xpack/security/profile/suggest cluster:admin/xpack/security/role/get
         cluster:admin/xpack/security/role/query cluster:admin/xpack/security/role_mapping/get
         cluster:admin/xpack/security/service_account/credential/get*
         cluster:admin/xpack/security/service_account/get cluster:admin/xpack/security/settings/get
         cluster:admin/xpack/security/user/get cluster:admin/xpack/security/user/has_privileges
         cluster:admin/xpack/security/user/list_privileges cluster:admin/xpack/security/user/query
        read_slm 7
         cluster:admin/ilm/operation_mode/get cluster:admin/slm/get
        read_slm 89
         cluster:admin/ilm/operation_mode/get cluster:admin/slm/get cluster:admin/slm/status
        transport_client 789
         cluster:monitor/nodes/liveness cluster:monitor/state
        write_connector_secrets 89
         cluster:admin/xpack/connector/secret/delete cluster:admin/xpack/connector/secret/post
         cluster:admin/xpack/connector/secret/put
        write_fleet_secrets 89
         cluster:admin/fleet/secrets/delete cluster:admin/fleet/secrets/post
        """
}
