extension BuiltInRoles {
    /// The reserved roles but one: a name with the editions (7, 8, 9) for which the lines hold; then, indented, its
    /// parts. `restricted` is `indices` with `allow_restricted_indices`, `manages` and `profiles` are `global`.
    /// What stands deeper goes on with the line before. What they grant on remote clusters is left out.
    static let data = #"""
        apm_system 789
         cluster monitor cluster:admin/xpack/monitoring/bulk
         indices .monitoring-beats-* : create_index create_doc
        apm_user 7
         indices apm-* : read view_index_metadata
         indices logs-apm.* : read view_index_metadata
         indices logs-apm-* : read view_index_metadata
         indices metrics-apm.* : read view_index_metadata
         indices metrics-apm-* : read view_index_metadata
         indices traces-apm.* : read view_index_metadata
         indices traces-apm-* : read view_index_metadata
         indices .ml-anomalies* : read view_index_metadata
         indices observability-annotations : read view_index_metadata
         application kibana-* : reserved_ml_apm_user : *
         deprecated This role will be removed in 8.0
        apm_user 89
         indices apm-* : read view_index_metadata
         indices logs-apm.* : read view_index_metadata
         indices logs-apm-* : read view_index_metadata
         indices metrics-apm.* : read view_index_metadata
         indices metrics-apm-* : read view_index_metadata
         indices traces-apm.* : read view_index_metadata
         indices traces-apm-* : read view_index_metadata
         indices .ml-anomalies* : read view_index_metadata
         indices observability-annotations : read view_index_metadata
         application kibana-* : reserved_ml_apm_user : *
         deprecated This role will be removed in a future major release. Please use editor and viewer
          roles instead
        beats_admin 789
         indices .management-beats : all
        beats_system 789
         cluster monitor cluster:admin/xpack/monitoring/bulk
         indices .monitoring-beats-* : create_index create
        data_frame_transforms_admin 789
         cluster manage_data_frame_transforms
         indices .transform-notifications-* .data-frame-notifications-* .transform-notifications-read :
          view_index_metadata read
         application kibana-* : reserved_ml_user : *
         deprecated Please use the [transform_admin] role instead
        data_frame_transforms_user 789
         cluster monitor_data_frame_transforms
         indices .transform-notifications-* .data-frame-notifications-* .transform-notifications-read :
          view_index_metadata read
         application kibana-* : reserved_ml_user : *
         deprecated Please use the [transform_user] role instead
        editor 7
         indices /~(([.]|ilm-history-).*)/ : read view_index_metadata
         indices observability-annotations : read view_index_metadata write
         indices .siem-signals-* .lists-* .items-* : read view_index_metadata write maintenance
         application kibana-.kibana : all : *
         application kibana-* : reserved_ml_admin : *
        editor 89
         indices /~(([.]|ilm-history-).*)/ : read view_index_metadata
         indices observability-annotations : read view_index_metadata write
         indices .slo-observability.* : read view_index_metadata write manage
         indices .siem-signals* .lists-* .items-* .reindexed-v8-siem-signals* .reindexed-v8-lists-*
          .reindexed-v8-items-* : read view_index_metadata write maintenance
         indices .internal.alerts* .reindexed-v8-internal.alerts* .alerts* .internal.preview.alerts*
          .reindexed-v8-internal.preview.alerts* .preview.alerts* : read view_index_metadata write
          maintenance
         indices profiling-* .profiling-* : read view_index_metadata
         application kibana-.kibana : all : *
        enrich_user 7
         cluster manage_enrich manage_ingest_pipelines monitor
         indices .enrich-* : manage read write
        enrich_user 89
         cluster manage_enrich manage_ingest_pipelines monitor
         restricted .enrich-* : read view_index_metadata
         indices .enrich-* : manage write
        inference_admin 89
         cluster manage_inference
        inference_user 89
         cluster monitor_inference
        ingest_admin 789
         cluster manage_index_templates manage_pipeline
        kibana_admin 789
         application kibana-.kibana : all : *
        kibana_dashboard_only_user 7
         application kibana-.kibana : read : *
         deprecated Please use Kibana feature privileges instead
        kibana_user 789
         application kibana-.kibana : all : *
         deprecated Please use the [kibana_admin] role instead
        logstash_admin 7
         cluster manage_logstash_pipelines
         indices .logstash* : create delete index manage read
        logstash_admin 89
         cluster manage_logstash_pipelines
         restricted .logstash* : create delete index manage read
        logstash_system 789
         cluster monitor cluster:admin/xpack/monitoring/bulk
        machine_learning_admin 7
         cluster manage_ml
         indices .ml-anomalies* .ml-notifications* .ml-state* .ml-meta* .ml-stats-* :
          view_index_metadata read
         indices .ml-annotations* : view_index_metadata read write
         application kibana-* : reserved_ml_admin : *
        machine_learning_admin 89
         cluster manage_ml
         restricted .ml-anomalies* .ml-notifications* .ml-state* .ml-meta* .ml-stats-* :
          view_index_metadata read
         indices .ml-annotations* : view_index_metadata read write
         application kibana-* : reserved_ml_admin : *
        machine_learning_user 789
         cluster monitor_ml
         indices .ml-anomalies* .ml-notifications* : view_index_metadata read
         indices .ml-annotations* : view_index_metadata read write
         application kibana-* : reserved_ml_user : *
        monitoring_user 7
         cluster cluster:monitor/main cluster:monitor/xpack/info cluster:monitor/remote/info
         indices .monitoring-* : read read_cross_cluster
         indices metricbeat-* : read read_cross_cluster
         application kibana-* : reserved_monitoring : *
        monitoring_user 89
         cluster cluster:monitor/main cluster:monitor/xpack/info cluster:monitor/remote/info
         indices .monitoring-* : read read_cross_cluster
         indices /metrics-(beats|elasticsearch|enterprisesearch|kibana|logstash).*/ : read
          read_cross_cluster
         indices metricbeat-* : read read_cross_cluster
         application kibana-* : reserved_monitoring : *
        remote_monitoring_agent 7
         cluster manage_index_templates manage_ingest_pipelines monitor cluster:admin/ilm/get
          cluster:admin/ilm/put cluster:monitor/xpack/watcher/watch/get
          cluster:admin/xpack/watcher/watch/put cluster:admin/xpack/watcher/watch/delete
         indices .monitoring-* : all
         indices metricbeat-* : index create_index view_index_metadata indices:admin/aliases
        remote_monitoring_agent 89
         cluster manage_index_templates manage_ingest_pipelines monitor cluster:admin/ilm/get
          cluster:admin/ilm/put cluster:monitor/xpack/watcher/watch/get
          cluster:admin/xpack/watcher/watch/put cluster:admin/xpack/watcher/watch/delete
         indices .monitoring-* : all
         indices metricbeat-* : index create_index view_index_metadata indices:admin/aliases
          indices:admin/rollover
        remote_monitoring_collector 7
         cluster monitor
         restricted * : monitor
         indices .kibana* : read
        remote_monitoring_collector 89
         cluster monitor
         restricted * : monitor
         restricted .kibana* : read
        reporting_user 789
         deprecated Please use Kibana feature privileges instead
        rollup_admin 789
         cluster manage_rollup
        rollup_user 789
         cluster monitor_rollup
        snapshot_user 789
         cluster create_snapshot cluster:admin/repository/get
         restricted * : view_index_metadata
        superuser 7
         cluster all
         restricted * : all
         application * : * : *
         run_as *
        superuser 89
         cluster all
         indices * : all
         restricted * : monitor read view_index_metadata read_cross_cluster
         application * : * : *
         run_as *
        transform_admin 789
         cluster manage_transform
         indices .transform-notifications-* .data-frame-notifications-* .transform-notifications-read :
          view_index_metadata read
        transform_user 789
         cluster monitor_transform
         indices .transform-notifications-* .data-frame-notifications-* .transform-notifications-read :
          view_index_metadata read
        transport_client 789
         cluster transport_client
        viewer 7
         indices /~(([.]|ilm-history-).*)/ : read view_index_metadata
         indices .siem-signals-* : read view_index_metadata
         application kibana-.kibana : read : *
         application kibana-* : reserved_ml_user : *
        viewer 89
         indices /~(([.]|ilm-history-).*)/ : read view_index_metadata
         indices .slo-observability.* : read view_index_metadata
         indices .siem-signals* .lists-* .items-* .reindexed-v8-siem-signals* .reindexed-v8-lists-*
          .reindexed-v8-items-* : read view_index_metadata
         indices .alerts* .preview.alerts* : read view_index_metadata
         indices profiling-* .profiling-* : read view_index_metadata
         application kibana-.kibana : read : *
        watcher_admin 7
         cluster manage_watcher
         indices .watches .triggered_watches .watcher-history-* : read
        watcher_admin 89
         cluster manage_watcher
         restricted .watches .triggered_watches .watcher-history-* : read
        watcher_user 7
         cluster monitor_watcher
         indices .watches : read
         indices .watcher-history-* : read
        watcher_user 89
         cluster monitor_watcher
         restricted .watches : read
         indices .watcher-history-* : read
        """#
}
