extension BuiltInRoles {
    /// The role of the Kibana server, in the form of ``data``.
    static let kibanaSystem = #"""
        kibana_system 7
         cluster monitor manage_index_templates cluster:admin/xpack/monitoring/bulk manage_saml
          manage_token manage_oidc manage_pipeline manage_ilm manage_transform
          cluster:admin/xpack/security/api_key/invalidate grant_api_key manage_own_api_key
          cluster:admin/xpack/security/privilege/builtin/get delegate_pki manage_ml
          cluster:admin/analyze monitor_text_structure cancel_task
         indices .kibana* .reporting-* : all
         indices .monitoring-* : read read_cross_cluster
         indices .management-beats : create_index read write
         indices .ml-anomalies* .ml-stats-* : read
         indices .ml-annotations* .ml-notifications* : read write
         indices .apm-agent-configuration : all
         indices .apm-custom-link : all
         indices apm-* : read read_cross_cluster
         indices logs-apm.* : read read_cross_cluster
         indices metrics-apm.* : read read_cross_cluster
         indices traces-apm.* : read read_cross_cluster
         indices traces-apm-* : read read_cross_cluster
         indices * : view_index_metadata monitor
         indices .logs-endpoint.diagnostic.collection-* : read
         indices .fleet* : all
         indices .siem-signals* : all
         indices .internal.alerts* : all
         indices .alerts* : all
         indices metrics-endpoint.policy-* : read
         indices metrics-endpoint.metrics-* : read
         indices logs-* synthetics-* traces-* /metrics-.*&~(metrics-endpoint\.metadata_current_default)/
          .logs-endpoint.action.responses-* .logs-endpoint.diagnostic.collection-*
          .logs-endpoint.actions-* : indices:admin/settings/update indices:admin/mapping/put
          indices:admin/rollover
         indices .logs-endpoint.action.responses-* : read
         indices .logs-endpoint.actions-* : auto_configure read write
         indices .logs-endpoint.diagnostic.collection-* traces-apm.sampled-* : indices:admin/delete
         indices metrics-endpoint.metadata* : read view_index_metadata
         indices metrics-endpoint.metadata_current_default .metrics-endpoint.metadata_current_default
          .metrics-endpoint.metadata_united_default : create_index delete_index read index
         manages kibana-*
        kibana_system 89
         cluster monitor manage_index_templates manage_inference cluster:admin/xpack/monitoring/bulk
          manage_saml manage_token manage_oidc manage_enrich manage_pipeline manage_ilm
          monitor_connector manage_transform cluster:admin/xpack/security/api_key/invalidate
          grant_api_key manage_own_api_key cluster:admin/xpack/security/privilege/builtin/get
          delegate_pki cluster:admin/xpack/security/profile/get
          cluster:admin/xpack/security/profile/activate cluster:admin/xpack/security/profile/suggest
          cluster:admin/xpack/security/profile/has_privileges write_fleet_secrets manage_ml
          cluster:admin/analyze monitor_text_structure cancel_task
         restricted .kibana* .reporting-* : all
         indices .monitoring-* : read read_cross_cluster
         indices .management-beats : create_index read write
         indices .ml-anomalies* .ml-stats-* : read
         indices .ml-annotations* .ml-notifications* : read write
         indices .reindexed-v8-ml-annotations* .reindexed-v8-ml-notifications* : read write
         restricted .apm-agent-configuration : all
         restricted .apm-custom-link : all
         restricted .apm-source-map : all
         indices apm-* : read read_cross_cluster
         indices logs-apm.* : read read_cross_cluster
         indices metrics-apm.* : read read_cross_cluster
         indices traces-apm.* : read read_cross_cluster
         indices traces-apm-* : read read_cross_cluster
         indices metrics-logstash.* : read
         indices * : view_index_metadata monitor
         indices .logs-endpoint.diagnostic.collection-* : read
         restricted .fleet-secrets* : write delete create_index
         restricted .fleet-actions* : all
         restricted .fleet-agents* : all
         restricted .fleet-artifacts* : all
         restricted .fleet-enrollment-api-keys* : all
         restricted .fleet-policies* : all
         restricted .fleet-policies-leader* : all
         restricted .fleet-servers* : all
         restricted .fleet-fileds* : all
         restricted .fleet-file-data-* : all
         restricted .fleet-files-* : all
         restricted .fleet-filedelivery-data-* : all
         restricted .fleet-filedelivery-meta-* : all
         indices logs-elastic_agent* : read
         indices metrics-fleet_server* : all
         indices logs-fleet_server* : read delete_index
         indices .siem-signals* .reindexed-v8-siem-signals* : all
         indices .lists-* .items-* .reindexed-v8-lists-* .reindexed-v8-items-* : all
         indices .internal.alerts* .reindexed-v8-internal.alerts* : all
         indices .alerts* : all
         indices .preview.alerts* : all
         indices .internal.preview.alerts* .reindexed-v8-internal.preview.alerts* : all
         indices metrics-endpoint.policy-* : read
         indices metrics-endpoint.metrics-* : read
         indices logs-endpoint.events.* : read
         indices logs-* synthetics-* traces-*
          /metrics-.*&~(metrics-endpoint\.metadata_current_default.*)/ .logs-endpoint.action.responses-*
          .logs-endpoint.diagnostic.collection-* .logs-endpoint.actions-* .logs-endpoint.heartbeat-*
          .logs-osquery_manager.actions-* .logs-osquery_manager.action.responses-*
          logs-osquery_manager.action.responses-* profiling-* : indices:admin/settings/update
          indices:admin/mapping/put indices:admin/rollover indices:admin/data_stream/lifecycle/put
         indices .logs-endpoint.action.responses-* : auto_configure read write
         indices .logs-endpoint.actions-* : auto_configure read write
         indices .logs-osquery_manager.action.responses-* : auto_configure create_index read index
          delete
         indices logs-osquery_manager.action.responses-* : read view_index_metadata
         indices .logs-osquery_manager.actions-* : auto_configure create_index read index write delete
         indices logs-sentinel_one.* logs-crowdstrike.* : read
         indices .logs-endpoint.diagnostic.collection-* logs-apm-* logs-apm.*-* metrics-apm-*
          metrics-apm.*-* traces-apm-* traces-apm.*-* synthetics-http-* synthetics-icmp-*
          synthetics-tcp-* synthetics-browser-* synthetics-browser.network-*
          synthetics-browser.screenshot-* : indices:admin/delete
         indices metrics-endpoint.metadata* : read view_index_metadata
         indices metrics-endpoint.metadata_current_default* .metrics-endpoint.metadata_current_default*
          .metrics-endpoint.metadata_united_default* : create_index delete_index read index
          indices:admin/aliases indices:admin/settings/update
         indices logs-ti_*_latest.* : create_index delete_index read index delete manage
          indices:admin/aliases indices:admin/settings/update
         indices logs-ti_*.*-* : indices:admin/delete read view_index_metadata
         indices kibana_sample_data_* : create_index delete_index read index view_index_metadata
          indices:admin/aliases indices:admin/settings/update
         indices logs-cloud_security_posture.findings-* logs-cloud_security_posture.vulnerabilities-* :
          read view_index_metadata
         indices logs-cloud_security_posture.findings_latest-default*
          logs-cloud_security_posture.scores-default*
          logs-cloud_security_posture.vulnerabilities_latest-default* : create_index read index delete
          indices:admin/aliases indices:admin/settings/update
         indices logs-wiz.vulnerability-* logs-wiz.cloud_configuration_finding-*
          logs-wiz.cloud_configuration_finding_full_posture-* logs-google_scc.finding-*
          logs-aws.securityhub_findings-* logs-aws.securityhub_findings_full_posture-*
          logs-aws.inspector-* logs-amazon_security_lake.findings-*
          logs-qualys_vmdr.asset_host_detection-* logs-tenable_sc.vulnerability-*
          logs-tenable_io.vulnerability-* logs-rapid7_insightvm.vulnerability-*
          logs-carbon_black_cloud.asset_vulnerability_summary-* : read view_index_metadata
         indices security_solution-*.vulnerability_latest security_solution-*.misconfiguration_latest :
          manage indices:admin/aliases indices:admin/settings/update
         indices security_solution-*.vulnerability_latest-*
          security_solution-*.misconfiguration_latest-* : create_index index manage read delete
          indices:admin/aliases indices:admin/settings/update
         indices risk-score.risk-* : all
         indices .asset-criticality.asset-criticality-* : create_index manage read write
         indices .entities.v1.latest.security* : read
         indices logs-cloud_defend.* metrics-cloud_defend.* : read view_index_metadata
         indices .slo-observability.* : all
         indices .logs-endpoint.heartbeat-* : read
         indices .elastic-connectors* : read
         manages kibana-*
         profiles kibana*
        """#
}
