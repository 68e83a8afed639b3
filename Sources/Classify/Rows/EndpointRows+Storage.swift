extension EndpointRows {
    /// Snapshots, ingest and index life cycles.
    static let storage = """
        DELETE /_enrich/policy/{name}
          enrich.delete_policy 7.5- cluster:admin/xpack/enrich/delete
        PUT /_enrich/policy/{name}/_execute
          enrich.execute_policy 7.5- cluster:admin/xpack/enrich/execute later gives=task
        GET /_enrich/policy /_enrich/policy/{name}
          enrich.get_policy 7.5- cluster:admin/xpack/enrich/get
        PUT /_enrich/policy/{name}
          enrich.put_policy 7.5- cluster:admin/xpack/enrich/put body=unreadable later
        GET /_enrich/_stats
          enrich.stats 7.5- cluster:monitor/xpack/enrich/stats
        DELETE /_ilm/policy/{policy}
          ilm.delete_lifecycle 7.0- cluster:admin/ilm/delete
        GET /{index}/_ilm/explain
          ilm.explain_lifecycle 7.0- *indices:admin/ilm/explain options=open
        GET /_ilm/policy /_ilm/policy/{policy}
          ilm.get_lifecycle 7.0- cluster:admin/ilm/get
        GET /_ilm/status
          ilm.get_status 7.0- cluster:admin/ilm/operation_mode/get
        POST /_ilm/migrate_to_data_tiers
          ilm.migrate_to_data_tiers 7.14- cluster:admin/migrate_to_data_tiers
        POST /_ilm/move/{index}
          ilm.move_to_step 7.0- cluster:admin/ilm/_move/post filter later
        PUT /_ilm/policy/{policy}
          ilm.put_lifecycle 7.0- cluster:admin/ilm/put later
        POST /{index}/_ilm/remove
          ilm.remove_policy 7.0- *indices:admin/ilm/remove_policy options=open module
        POST /{index}/_ilm/retry
          ilm.retry 7.0- *indices:admin/ilm/retry options=open module
        POST /_ilm/start
          ilm.start 7.0- cluster:admin/ilm/start
        POST /_ilm/stop
          ilm.stop 7.0- cluster:admin/ilm/stop
        DELETE /_ingest/geoip/database/{id}
          ingest.delete_geoip_database 8.15- cluster:admin/ingest/geoip/database/delete
        DELETE /_ingest/ip_location/database/{id}
          ingest.delete_ip_location_database 8.15- cluster:admin/ingest/geoip/database/delete
        DELETE /_ingest/pipeline/{id}
          ingest.delete_pipeline 5.0-,os1.0- cluster:admin/ingest/pipeline/delete
        GET /_ingest/geoip/stats
          ingest.geo_ip_stats 7.13- cluster:monitor/ingest/geoip/stats
        GET /_ingest/geoip/database /_ingest/geoip/database/{id}
          ingest.get_geoip_database 8.15- cluster:admin/ingest/geoip/database/get
        GET /_ingest/ip_location/database /_ingest/ip_location/database/{id}
          ingest.get_ip_location_database 8.15- cluster:admin/ingest/geoip/database/get
        GET /_ingest/pipeline /_ingest/pipeline/{id}
          ingest.get_pipeline 5.0-,os1.0- cluster:admin/ingest/pipeline/get
        GET /_ingest/processor/grok
          ingest.processor_grok 5.4-,os1.0- cluster:admin/ingest/processor/grok/get
        PUT /_ingest/geoip/database/{id}
          ingest.put_geoip_database 8.15- cluster:admin/ingest/geoip/database/put
        PUT /_ingest/ip_location/database/{id}
          ingest.put_ip_location_database 8.15- cluster:admin/ingest/geoip/database/put
        PUT /_ingest/pipeline/{id}
          ingest.put_pipeline 5.0-,os1.0- cluster:admin/ingest/pipeline/put body=pipeline later
        GET,POST /_ingest/pipeline/_simulate /_ingest/pipeline/{id}/_simulate
          ingest.simulate 5.0-,os1.0- cluster:admin/ingest/pipeline/simulate
        DELETE /_logstash/pipeline/{id}
          logstash.delete_pipeline 7.12- cluster:admin/logstash/pipeline/delete
        GET /_logstash/pipeline /_logstash/pipeline/{id}
          logstash.get_pipeline 7.12- cluster:admin/logstash/pipeline/get
        PUT /_logstash/pipeline/{id}
          logstash.put_pipeline 7.12- cluster:admin/logstash/pipeline/put
        GET /_searchable_snapshots/cache/stats /_searchable_snapshots/{node_id}/cache/stats
          searchable_snapshots.cache_stats 7.10- cluster:admin/xpack/searchable_snapshots/cache/stats
        POST /_searchable_snapshots/cache/clear
          searchable_snapshots.clear_cache 7.10- cluster:admin/xpack/searchable_snapshots/cache/clear
        POST /{index}/_searchable_snapshots/cache/clear
          searchable_snapshots.clear_cache 7.10- cluster:admin/xpack/searchable_snapshots/cache/clear filter
            module
        POST /_snapshot/{repository}/{snapshot}/_mount
          searchable_snapshots.mount 7.10- cluster:admin/snapshot/mount
        GET /_searchable_snapshots/stats
          searchable_snapshots.stats 7.10- cluster:monitor/xpack/searchable_snapshots/stats
        GET /{index}/_searchable_snapshots/stats
          searchable_snapshots.stats 7.10- cluster:monitor/xpack/searchable_snapshots/stats filter
        GET,POST /_ingest/_simulate /_ingest/{index}/_simulate
          simulate.ingest 8.12- ?indices:data/write/simulate/bulk body=unreadable later
        DELETE /_slm/policy/{policy_id}
          slm.delete_lifecycle 7.4- cluster:admin/slm/delete
        PUT /_slm/policy/{policy_id}/_execute
          slm.execute_lifecycle 7.4- cluster:admin/slm/execute later
        POST /_slm/_execute_retention
          slm.execute_retention 7.4- cluster:admin/slm/execute-retention
        GET /_slm/policy /_slm/policy/{policy_id}
          slm.get_lifecycle 7.4- cluster:admin/slm/get
        GET /_slm/stats
          slm.get_stats 7.4- cluster:admin/slm/stats
        GET /_slm/status
          slm.get_status 7.4- cluster:admin/slm/status
        PUT /_slm/policy/{policy_id}
          slm.put_lifecycle 7.4- cluster:admin/slm/put later
        POST /_slm/start
          slm.start 7.4- cluster:admin/slm/start
        POST /_slm/stop
          slm.stop 7.4- cluster:admin/slm/stop
        POST /_snapshot/{repository}/_cleanup
          snapshot.cleanup_repository 7.2-,os1.0- cluster:admin/repository/_cleanup
        PUT /_snapshot/{repository}/{snapshot}/_clone/{target_snapshot}
          snapshot.clone 7.10-,os1.0- cluster:admin/snapshot/clone
        POST,PUT /_snapshot/{repository}/{snapshot}
          snapshot.create 1.0-,os1.0- cluster:admin/snapshot/create
        POST,PUT /_snapshot/{repository}
          snapshot.create_repository 1.0-,os1.0- cluster:admin/repository/put
        DELETE /_snapshot/{repository}/{snapshot}
          snapshot.delete 1.0-,os1.0- cluster:admin/snapshot/delete
        DELETE /_snapshot/{repository}
          snapshot.delete_repository 1.0-,os1.0- cluster:admin/repository/delete
        GET /_snapshot/{repository}/{snapshot}
          snapshot.get 1.0-,os1.0- cluster:admin/snapshot/get
        GET /_snapshot /_snapshot/{repository}
          snapshot.get_repository 1.0-,os1.0- cluster:admin/repository/get
        POST /_snapshot/{repository}/_analyze
          snapshot.repository_analyze 7.12- cluster:admin/repository/analyze
        POST /_snapshot/{repository}/_verify_integrity
          snapshot.repository_verify_integrity 8.16- cluster:admin/repository/verify_integrity
        POST /_snapshot/{repository}/{snapshot}/_restore
          snapshot.restore 1.0-,os1.0- cluster:admin/snapshot/restore destructive
        GET /_snapshot/_status /_snapshot/{repository}/_status /_snapshot/{repository}/{snapshot}/_status
          snapshot.status 1.0-,os1.0- cluster:admin/snapshot/status
        POST /_snapshot/{repository}/_verify
          snapshot.verify_repository 1.0-,os1.0- cluster:admin/repository/verify
        """
}
