extension EndpointRows {
    /// Such routes of the default distribution: most of `/_xpack`.
    static let legacyXPack = """
        POST /_cluster/nodes/_shutdown /_cluster/nodes/{nodeId}/_shutdown /_shutdown
          cluster.nodes_shutdown 1.0-1 cluster:admin/nodes/shutdown never
        DELETE /{index}/_query /{index}/{type}/_query
          delete_by_query 1.0-2 *indices:data/write/delete/byquery >*indices:data/read/search
            >?indices:data/write/bulk >*indices:data/write/bulk[s] >*indices:data/write/delete
            options=openOnly body=query destructive gives=task
        POST /_enrich/policy/{name}/_execute
          enrich.execute_policy 7.5-8 cluster:admin/xpack/enrich/execute later gives=task
        GET,POST /_xpack/graph/_explore
          graph.explore 6.0-6 *indices:data/read/xpack/graph/explore >*indices:data/read/search
            options=search body=graph
        GET,POST /{index}/_xpack/graph/_explore /{index}/{type}/_xpack/graph/_explore
          graph.explore 5.0-7,c8 *indices:data/read/xpack/graph/explore >*indices:data/read/search
            options=search body=graph module
        GET,POST /{index}/{type}/_graph/explore
          graph.explore 7.0-7,c8 *indices:data/read/xpack/graph/explore >*indices:data/read/search
            options=search body=graph
        POST /{index}/_freeze /{index}/_unfreeze
          indices.freeze 7.0-8 *indices:admin/freeze options=open destructive module
        DELETE /_idp/saml/sp/{sp_entity_id}
          idp.delete_saml_service_provider 7.8-8 cluster:admin/idp/saml/sp/delete
        GET /_eql/stats
          eql.stats 7.9-8 cluster:monitor/xpack/eql/stats/dist
        POST /_ml/data_frame/analytics/_estimate_memory_usage
          ml.estimate_memory_usage 7.2-7 cluster:admin/xpack/ml/data_frame/analytics/estimate_memory_usage
            body=unreadable
        POST /_xpack/ml/find_file_structure
          ml.find_file_structure 5.4-7 cluster:monitor/xpack/ml/findfilestructure
        GET /_license/feature_usage
          license.feature_usage 7.11-8 cluster:admin/xpack/license/feature_usage
        POST /_ml/trained_models/{model_id}/deployment/_infer
          ml.infer_trained_model_deployment 8.0-8 cluster:monitor/xpack/ml/trained_models/deployment/infer
        POST /_monitoring/migrate/alerts
          monitoring.migrate_alerts 7.12-8 cluster:admin/xpack/monitoring/migrate/alerts
        POST,PUT /_idp/saml/sp/{sp_entity_id}
          idp.put_saml_service_provider 7.8-8 cluster:admin/idp/saml/sp/put
        POST /_idp/saml/init
          idp.saml_init 7.8-8 cluster:admin/idp/saml/init
        GET /_idp/saml/metadata/{sp_entity_id}
          idp.saml_metadata 7.8-8 cluster:admin/idp/saml/metadata
        POST /_idp/saml/validate
          idp.saml_validate 7.8-8 cluster:admin/idp/saml/validate
        GET /_sql/stats
          sql.stats 7.0-8 cluster:monitor/xpack/sql/stats/dist
        GET /_xpack/sql/stats
          sql.stats 6.3-7,c8 cluster:monitor/xpack/sql/stats/dist
        DELETE /_xpack/license
          license.delete 5.0-7,c8 cluster:admin/xpack/license/delete
        GET /_xpack/license
          license.get 5.0-7,c8 cluster:monitor/xpack/license/get
        GET /_xpack/license/basic_status
          license.get_basic_status 5.0-7,c8 cluster:admin/xpack/license/basic_status
        GET /_xpack/license/trial_status
          license.get_trial_status 5.0-7,c8 cluster:admin/xpack/license/trial_status
        POST,PUT /_xpack/license
          license.post 5.0-7,c8 cluster:admin/xpack/license/put
        POST /_xpack/license/start_basic
          license.post_start_basic 5.0-7,c8 cluster:admin/xpack/license/start_basic
        POST /_xpack/license/start_trial
          license.post_start_trial 5.0-7,c8 cluster:admin/xpack/license/start_trial
        GET /_xpack/migration/deprecations
          migration.deprecations 5.0-7,c8 cluster:admin/xpack/deprecation/info
        GET /{index}/_xpack/migration/deprecations
          migration.deprecations 5.0-7,c8 cluster:admin/xpack/deprecation/info filter options=open
        GET /_xpack/migration/assistance
          migration.get_assistance 6.0-6 cluster:monitor/xpack/migration/assistance
        GET /_xpack/migration/assistance/{index}
          migration.get_assistance 6.0-6 cluster:monitor/xpack/migration/assistance filter
        POST /_xpack/migration/upgrade/{index}
          migration.upgrade 6.0-6 cluster:admin/xpack/migration/upgrade filter later
        POST /_xpack/ml/anomaly_detectors/{job_id}/_close
          ml.close_job 5.4-7,c8 cluster:admin/xpack/ml/job/close
        DELETE /_xpack/ml/calendars/{calendar_id}
          ml.delete_calendar 5.4-7,c8 cluster:admin/xpack/ml/calendars/delete
        DELETE /_xpack/ml/calendars/{calendar_id}/events/{event_id}
          ml.delete_calendar_event 5.4-7,c8 cluster:admin/xpack/ml/calendars/events/delete
        DELETE /_xpack/ml/calendars/{calendar_id}/jobs/{job_id}
          ml.delete_calendar_job 5.4-7,c8 cluster:admin/xpack/ml/calendars/jobs/update
        DELETE /_xpack/ml/datafeeds/{datafeed_id}
          ml.delete_datafeed 5.4-7,c8 cluster:admin/xpack/ml/datafeeds/delete
        DELETE /_xpack/ml/_delete_expired_data
          ml.delete_expired_data 5.4-7,c8 cluster:admin/xpack/ml/delete_expired_data
        DELETE /_xpack/ml/_delete_expired_data/{job_id}
          ml.delete_expired_data 7.6-7,c8 cluster:admin/xpack/ml/delete_expired_data
        DELETE /_xpack/ml/filters/{filter_id}
          ml.delete_filter 5.4-7,c8 cluster:admin/xpack/ml/filters/delete
        DELETE /_xpack/ml/anomaly_detectors/{job_id}/_forecast
          ml.delete_forecast 7.6-7,c8 cluster:admin/xpack/ml/job/forecast/delete
        DELETE /_xpack/ml/anomaly_detectors/{job_id}/_forecast/{forecast_id}
          ml.delete_forecast 5.4-7,c8 cluster:admin/xpack/ml/job/forecast/delete
        DELETE /_xpack/ml/anomaly_detectors/{job_id}
          ml.delete_job 5.4-7,c8 cluster:admin/xpack/ml/job/delete
        DELETE /_xpack/ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}
          ml.delete_model_snapshot 5.4-7,c8 cluster:admin/xpack/ml/job/model_snapshots/delete
        DELETE /_ml/inference/{model_id}
          ml.delete_trained_model 7.6-8 cluster:admin/xpack/ml/inference/delete
        POST /_xpack/ml/anomaly_detectors/{job_id}/_flush
          ml.flush_job 5.4-7,c8 cluster:admin/xpack/ml/job/flush
        POST /_xpack/ml/anomaly_detectors/{job_id}/_forecast
          ml.forecast 5.4-7,c8 cluster:admin/xpack/ml/job/forecast
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/results/buckets
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/results/buckets/{timestamp}
          ml.get_buckets 5.4-7,c8 cluster:monitor/xpack/ml/job/results/buckets/get
        GET /_xpack/ml/calendars/{calendar_id}/events
          ml.get_calendar_events 5.4-7,c8 cluster:monitor/xpack/ml/calendars/events/get
        GET,POST /_xpack/ml/calendars /_xpack/ml/calendars/{calendar_id}
          ml.get_calendars 5.4-7,c8 cluster:monitor/xpack/ml/calendars/get
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/results/categories
          ml.get_categories 5.4-7,c8 cluster:monitor/xpack/ml/job/results/categories/get
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/results/categories/{category_id}
          ml.get_categories 5.4-7 cluster:monitor/xpack/ml/job/results/categories/get
        GET /_xpack/ml/datafeeds/_stats /_xpack/ml/datafeeds/{datafeed_id}/_stats
          ml.get_datafeed_stats 5.4-7,c8 cluster:monitor/xpack/ml/datafeeds/stats/get
        GET /_xpack/ml/datafeeds /_xpack/ml/datafeeds/{datafeed_id}
          ml.get_datafeeds 5.4-7,c8 cluster:monitor/xpack/ml/datafeeds/get
        GET /_xpack/ml/filters /_xpack/ml/filters/{filter_id}
          ml.get_filters 5.4-7,c8 cluster:admin/xpack/ml/filters/get
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/results/influencers
          ml.get_influencers 5.4-7,c8 cluster:monitor/xpack/ml/job/results/influencers/get
        GET /_xpack/ml/anomaly_detectors/_stats /_xpack/ml/anomaly_detectors/{job_id}/_stats
          ml.get_job_stats 5.4-7,c8 cluster:monitor/xpack/ml/job/stats/get
        GET /_xpack/ml/anomaly_detectors /_xpack/ml/anomaly_detectors/{job_id}
          ml.get_jobs 5.4-7,c8 cluster:monitor/xpack/ml/job/get
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/model_snapshots
          ml.get_model_snapshots 5.4-7,c8 cluster:monitor/xpack/ml/job/model_snapshots/get
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}
          ml.get_model_snapshots 5.4-7 cluster:monitor/xpack/ml/job/model_snapshots/get
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/results/overall_buckets
          ml.get_overall_buckets 5.4-7,c8 cluster:monitor/xpack/ml/job/results/overall_buckets/get
        GET,POST /_xpack/ml/anomaly_detectors/{job_id}/results/records
          ml.get_records 5.4-7,c8 cluster:monitor/xpack/ml/job/results/records/get
        GET /_ml/inference /_ml/inference/{model_id}
          ml.get_trained_models 7.6-8 cluster:monitor/xpack/ml/inference/get
        GET /_ml/inference/_stats /_ml/inference/{model_id}/_stats
          ml.get_trained_models_stats 7.6-8 cluster:monitor/xpack/ml/inference/stats/get
        GET /_xpack/ml/info
          ml.info 5.4-7,c8 cluster:monitor/xpack/ml/info/get
        POST /_xpack/ml/anomaly_detectors/{job_id}/_open
          ml.open_job 5.4-7,c8 cluster:admin/xpack/ml/job/open
        POST /_xpack/ml/calendars/{calendar_id}/events
          ml.post_calendar_events 5.4-7,c8 cluster:admin/xpack/ml/calendars/events/post
        POST /_xpack/ml/anomaly_detectors/{job_id}/_data
          ml.post_data 5.4-7,c8 cluster:admin/xpack/ml/job/data/post
        GET,POST /_xpack/ml/datafeeds/_preview
        POST /_xpack/ml/datafeeds/{datafeed_id}/_preview
          ml.preview_datafeed 7.14-7,c8 cluster:admin/xpack/ml/datafeeds/preview body=unreadable
        GET /_xpack/ml/datafeeds/{datafeed_id}/_preview
          ml.preview_datafeed 5.4-7,c8 cluster:admin/xpack/ml/datafeeds/preview body=unreadable
        PUT /_xpack/ml/calendars/{calendar_id}
          ml.put_calendar 5.4-7,c8 cluster:admin/xpack/ml/calendars/put
        PUT /_xpack/ml/calendars/{calendar_id}/jobs/{job_id}
          ml.put_calendar_job 5.4-7,c8 cluster:admin/xpack/ml/calendars/jobs/update
        PUT /_xpack/ml/datafeeds/{datafeed_id}
          ml.put_datafeed 5.4-7,c8 cluster:admin/xpack/ml/datafeeds/put body=unreadable later
        PUT /_xpack/ml/filters/{filter_id}
          ml.put_filter 5.4-7,c8 cluster:admin/xpack/ml/filters/put
        PUT /_xpack/ml/anomaly_detectors/{job_id}
          ml.put_job 5.4-7,c8 cluster:admin/xpack/ml/job/put body=unreadable later
        PUT /_ml/inference/{model_id}
          ml.put_trained_model 7.6-8 cluster:admin/xpack/ml/inference/put
        POST /_xpack/ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}/_revert
          ml.revert_model_snapshot 5.4-7 cluster:admin/xpack/ml/job/model_snapshots/revert
        POST /_xpack/ml/set_upgrade_mode
          ml.set_upgrade_mode 5.4-7,c8 cluster:admin/xpack/ml/upgrade_mode
        POST /_xpack/ml/datafeeds/{datafeed_id}/_start
          ml.start_datafeed 5.4-7,c8 cluster:admin/xpack/ml/datafeed/start later
        POST /_xpack/ml/datafeeds/{datafeed_id}/_stop
          ml.stop_datafeed 5.4-7,c8 cluster:admin/xpack/ml/datafeed/stop
        POST /_xpack/ml/datafeeds/{datafeed_id}/_update
          ml.update_datafeed 5.4-7,c8 cluster:admin/xpack/ml/datafeeds/update body=unreadable later
        POST /_xpack/ml/filters/{filter_id}/_update
          ml.update_filter 5.4-7,c8 cluster:admin/xpack/ml/filters/update
        POST /_xpack/ml/anomaly_detectors/{job_id}/_update
          ml.update_job 5.4-7,c8 cluster:admin/xpack/ml/job/update
        POST /_xpack/ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}/_update
          ml.update_model_snapshot 5.4-7,c8 cluster:admin/xpack/ml/job/model_snapshots/update
        POST /_xpack/ml/anomaly_detectors/_validate
          ml.validate 5.4-7,c8 cluster:admin/xpack/ml/job/validate
        POST /_xpack/ml/anomaly_detectors/_validate/detector
          ml.validate_detector 5.4-7,c8 cluster:admin/xpack/ml/job/validate/detector
        POST,PUT /_xpack/monitoring/_bulk
          monitoring.bulk 5.0-7,c8 cluster:admin/xpack/monitoring/bulk
        POST,PUT /_noop_bulk /{index}/_noop_bulk /{index}/{type}/_noop_bulk
          noop_bulk 5.0-7 nothing never
        GET,POST /_noop_search /{index}/_noop_search /{index}/{type}/_noop_search
          noop_search 5.0-7 nothing never
        GET /_searchguard/authinfo
          plugin 2.0- nothing never
        DELETE /_xpack/rollup/job/{id}
          rollup.delete_job 6.3-7,c8 cluster:admin/xpack/rollup/delete
        GET /_xpack/rollup/job/{id}
          rollup.get_jobs 6.3-7,c8 cluster:monitor/xpack/rollup/get
        GET /_xpack/rollup/data/{id}
          rollup.get_rollup_caps 6.3-7,c8 cluster:monitor/xpack/rollup/get/caps
        GET /{index}/_xpack/rollup/data
          rollup.get_rollup_index_caps 6.3-7,c8 *indices:data/read/xpack/rollup/get/index/caps options=open
        PUT /_xpack/rollup/job/{id}
          rollup.put_job 6.3-7,c8 cluster:admin/xpack/rollup/put body=unreadable later
        GET,POST /_rollup_search
          rollup.rollup_search 7.0-8 *indices:data/read/xpack/rollup/search options=search body=search
        POST /{index}/_xpack/rollup/_search
          rollup.rollup_search 6.3-7 *indices:data/read/xpack/rollup/search options=search body=search module
        POST /_xpack/rollup/job/{id}/_start
          rollup.start_job 6.3-7,c8 cluster:admin/xpack/rollup/start
        POST /_xpack/rollup/job/{id}/_stop
          rollup.stop_job 6.3-7,c8 cluster:admin/xpack/rollup/stop
        GET /_xpack/security/_authenticate
          security.authenticate 5.0-7,c8 cluster:admin/xpack/security/user/authenticate owned
        POST,PUT /_xpack/security/user/_password /_xpack/security/user/{username}/_password
          security.change_password 5.0-7,c8 cluster:admin/xpack/security/user/change_password owned
        POST /_xpack/security/realm/{realms}/_clear_cache
          security.clear_cached_realms 5.0-7,c8 cluster:admin/xpack/security/realm/cache/clear owned
        POST /_xpack/security/role/{name}/_clear_cache
          security.clear_cached_roles 5.0-7,c8 cluster:admin/xpack/security/roles/cache/clear owned
        DELETE /_xpack/security/privilege/{application}/{privilege}
          security.delete_privileges 5.0-7,c8 cluster:admin/xpack/security/privilege/delete owned
        DELETE /_xpack/security/role/{name}
          security.delete_role 5.0-7,c8 cluster:admin/xpack/security/role/delete owned
        DELETE /_xpack/security/role_mapping/{name}
          security.delete_role_mapping 5.0-7,c8 cluster:admin/xpack/security/role_mapping/delete owned
        DELETE /_xpack/security/user/{username}
          security.delete_user 5.0-7,c8 cluster:admin/xpack/security/user/delete owned
        POST,PUT /_xpack/security/user/{username}/_disable /_xpack/security/user/{username}/_enable
          security.enable_user 5.0-7,c8 cluster:admin/xpack/security/user/set_enabled owned
        GET /_xpack/security/privilege /_xpack/security/privilege/{application}
        GET /_xpack/security/privilege/{application}/{privilege}
          security.get_privileges 5.0-7,c8 cluster:admin/xpack/security/privilege/get owned
        GET /_xpack/security/role /_xpack/security/role/{name}
          security.get_role 5.0-7,c8 cluster:admin/xpack/security/role/get owned
        GET /_xpack/security/role_mapping /_xpack/security/role_mapping/{name}
          security.get_role_mapping 5.0-7,c8 cluster:admin/xpack/security/role_mapping/get owned
        POST /_xpack/security/oauth2/token
          security.get_token 5.0-7,c8 cluster:admin/xpack/security/token/create owned
        GET /_xpack/security/user /_xpack/security/user/{username}
          security.get_user 5.0-7,c8 cluster:admin/xpack/security/user/get owned
        GET /_xpack/security/user/_privileges
          security.get_user_privileges 5.0-7,c8 cluster:admin/xpack/security/user/list_privileges owned
        PUT /_security/api_key/grant
          security.grant_api_key 7.9-8 cluster:admin/xpack/security/api_key/grant owned
        GET,POST /_xpack/security/user/_has_privileges /_xpack/security/user/{username}/_has_privileges
          security.has_privileges 5.0-7,c8 cluster:admin/xpack/security/user/has_privileges owned
        DELETE /_xpack/security/oauth2/token
          security.invalidate_token 5.0-7,c8 cluster:admin/xpack/security/token/invalidate owned
        POST,PUT /_xpack/security/privilege
          security.put_privileges 5.0-7,c8 cluster:admin/xpack/security/privilege/put owned
        POST,PUT /_xpack/security/role/{name}
          security.put_role 5.0-7,c8 cluster:admin/xpack/security/role/put owned
        POST,PUT /_xpack/security/role_mapping/{name}
          security.put_role_mapping 5.0-7,c8 cluster:admin/xpack/security/role_mapping/put owned
        POST,PUT /_xpack/security/user/{username}
          security.put_user 5.0-7,c8 cluster:admin/xpack/security/user/put owned
        POST /_xpack/security/saml/authenticate
          security.saml_authenticate 5.0-7,c8 cluster:admin/xpack/security/saml/authenticate owned
        POST /_xpack/security/saml/invalidate
          security.saml_invalidate 5.0-7,c8 cluster:admin/xpack/security/saml/invalidate owned
        POST /_xpack/security/saml/logout
          security.saml_logout 5.0-7,c8 cluster:admin/xpack/security/saml/logout owned
        POST /_xpack/security/saml/prepare
          security.saml_prepare_authentication 5.0-7,c8 cluster:admin/xpack/security/saml/prepare owned
        GET /_plugin/{name}/{file}
          site_plugin 1.0-2 nothing never
        POST /_slm/policy/{name}/_execute
          slm.execute_lifecycle 7.4-8 cluster:admin/slm/execute later
        POST /_xpack/sql/close
          sql.clear_cursor 6.3-7,c8 ~indices:data/read/sql/close_cursor takes=sql cursor=body body=sql
        GET,POST /_xpack/sql
          sql.query 6.3-7,c8 ?indices:data/read/sql >*indices:data/read/search index=body body=sql gives=sql
        GET,POST /_xpack/sql/translate
          sql.translate 6.3-7,c8 ?indices:data/read/sql/translate >*indices:data/read/search index=body
            body=sql
        GET /_xpack/ssl/certificates
          ssl.certificates 5.0-7,c8 cluster:monitor/xpack/ssl/certificates/get
        POST /_ml/find_file_structure
          text_structure.find_structure 7.0-8 cluster:monitor/text_structure/findstructure
        DELETE /_data_frame/transforms/{id}
          transform.delete_transform 7.2-7 cluster:admin/data_frame/delete
        GET /_data_frame/transforms /_data_frame/transforms/{id}
          transform.get_transform 7.2-7 cluster:monitor/data_frame/get
        GET /_data_frame/transforms/_stats /_data_frame/transforms/{id}/_stats
          transform.get_transform_stats 7.2-7 cluster:monitor/data_frame/stats/get
        GET /_transform/_stats
          transform.get_transform_stats 7.2-8 cluster:monitor/transform/stats/get
        POST /_data_frame/transforms/_preview
          transform.preview_transform 7.2-7 cluster:admin/data_frame/preview body=unreadable
        PUT /_data_frame/transforms/{id}
          transform.put_transform 7.2-7 cluster:admin/data_frame/put body=unreadable later
        POST /_data_frame/transforms/{id}/_start
          transform.start_transform 7.2-7 cluster:admin/data_frame/start
        POST /_data_frame/transforms/{id}/_stop
          transform.stop_transform 7.2-7 cluster:admin/data_frame/stop
        POST /_data_frame/transforms/{id}/_update
          transform.update_transform 7.2-7 cluster:admin/data_frame/update body=unreadable later
        POST,PUT /_xpack/watcher/watch/{id}/_ack /_xpack/watcher/watch/{id}/_ack/{actions}
          watcher.ack_watch 5.0-7,c8 cluster:admin/xpack/watcher/watch/ack
        POST,PUT /_xpack/watcher/watch/{id}/_activate /_xpack/watcher/watch/{id}/_deactivate
          watcher.activate_watch 5.0-7,c8 cluster:admin/xpack/watcher/watch/activate
        DELETE /_xpack/watcher/watch/{id}
          watcher.delete_watch 5.0-7,c8 cluster:admin/xpack/watcher/watch/delete
        POST,PUT /_xpack/watcher/watch/_execute /_xpack/watcher/watch/{id}/_execute
          watcher.execute_watch 5.0-7,c8 cluster:admin/xpack/watcher/watch/execute body=unreadable later
        GET /_xpack/watcher/watch/{id}
          watcher.get_watch 5.0-7,c8 cluster:monitor/xpack/watcher/watch/get
        POST,PUT /_xpack/watcher/watch/{id}
          watcher.put_watch 5.0-7,c8 cluster:admin/xpack/watcher/watch/put body=unreadable later
        GET /_xpack/watcher/stats /_xpack/watcher/stats/{metric}
          watcher.stats 5.0-7,c8 cluster:monitor/xpack/watcher/stats/dist allow=metric
        POST /_xpack/watcher/_start /_xpack/watcher/_stop
          watcher.stop 5.0-7,c8 cluster:admin/xpack/watcher/service
        HEAD /_xpack
          xpack.info 5.0-8 cluster:monitor/xpack/info
        """
}
