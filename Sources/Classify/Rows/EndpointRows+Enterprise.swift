extension EndpointRows {
    /// Features of 8 and later.
    static let enterprise = """
        PUT /_connector/{connector_id}/_check_in
          connector.check_in 8.12- cluster:admin/xpack/connector/update_last_seen
        DELETE /_connector/{connector_id}
          connector.delete 8.12- cluster:admin/xpack/connector/delete
        GET /_connector/{connector_id}
          connector.get 8.12- cluster:admin/xpack/connector/get
        PUT /_connector/{connector_id}/_last_sync
          connector.last_sync 8.12- cluster:admin/xpack/connector/update_last_sync_stats
        GET /_connector
          connector.list 8.12- cluster:admin/xpack/connector/list
        POST /_connector
          connector.post 8.12- cluster:admin/xpack/connector/post
        PUT /_connector /_connector/{connector_id}
          connector.put 8.12- cluster:admin/xpack/connector/put
        DELETE /_connector/_secret/{id}
          connector.secret_delete 8.13- cluster:admin/xpack/connector/secret/delete
        GET /_connector/_secret/{id}
          connector.secret_get 8.13- cluster:admin/xpack/connector/secret/get
        POST /_connector/_secret
          connector.secret_post 8.13- cluster:admin/xpack/connector/secret/post
        PUT /_connector/_secret/{id}
          connector.secret_put 8.13- cluster:admin/xpack/connector/secret/put
        PUT /_connector/_sync_job/{connector_sync_job_id}/_cancel
          connector.sync_job_cancel 8.12- cluster:admin/xpack/connector/sync_job/cancel
        PUT /_connector/_sync_job/{connector_sync_job_id}/_check_in
          connector.sync_job_check_in 8.12- cluster:admin/xpack/connector/sync_job/check_in
        PUT /_connector/_sync_job/{connector_sync_job_id}/_claim
          connector.sync_job_claim 8.12- cluster:admin/xpack/connector/sync_job/claim
        DELETE /_connector/_sync_job/{connector_sync_job_id}
          connector.sync_job_delete 8.12- cluster:admin/xpack/connector/sync_job/delete
        PUT /_connector/_sync_job/{connector_sync_job_id}/_error
          connector.sync_job_error 8.12- cluster:admin/xpack/connector/sync_job/update_error
        GET /_connector/_sync_job/{connector_sync_job_id}
          connector.sync_job_get 8.12- cluster:admin/xpack/connector/sync_job/get
        GET /_connector/_sync_job
          connector.sync_job_list 8.12- cluster:admin/xpack/connector/sync_job/list
        POST /_connector/_sync_job
          connector.sync_job_post 8.12- cluster:admin/xpack/connector/sync_job/post
        PUT /_connector/_sync_job/{connector_sync_job_id}/_stats
          connector.sync_job_update_stats 8.12- cluster:admin/xpack/connector/sync_job/update_stats
        PUT /_connector/{connector_id}/_filtering/_activate
          connector.update_active_filtering 8.12- cluster:admin/xpack/connector/update_filtering/activate
        PUT /_connector/{connector_id}/_api_key_id
          connector.update_api_key_id 8.12- cluster:admin/xpack/connector/update_api_key_id
        PUT /_connector/{connector_id}/_configuration
          connector.update_configuration 8.12- cluster:admin/xpack/connector/update_configuration
        PUT /_connector/{connector_id}/_error
          connector.update_error 8.12- cluster:admin/xpack/connector/update_error
        PUT /_connector/{connector_id}/_features
          connector.update_features 8.12- cluster:admin/xpack/connector/update_features
        PUT /_connector/{connector_id}/_filtering
          connector.update_filtering 8.12- cluster:admin/xpack/connector/update_filtering
        PUT /_connector/{connector_id}/_filtering/_validation
          connector.update_filtering_validation 8.12-
            cluster:admin/xpack/connector/update_filtering/draft_validation
        PUT /_connector/{connector_id}/_index_name
          connector.update_index_name 8.12- cluster:admin/xpack/connector/update_index_name
        PUT /_connector/{connector_id}/_name
          connector.update_name 8.12- cluster:admin/xpack/connector/update_name
        PUT /_connector/{connector_id}/_native
          connector.update_native 8.12- cluster:admin/xpack/connector/update_native
        PUT /_connector/{connector_id}/_pipeline
          connector.update_pipeline 8.12- cluster:admin/xpack/connector/update_pipeline
        PUT /_connector/{connector_id}/_scheduling
          connector.update_scheduling 8.12- cluster:admin/xpack/connector/update_scheduling
        PUT /_connector/{connector_id}/_service_type
          connector.update_service_type 8.12- cluster:admin/xpack/connector/update_service_type
        PUT /_connector/{connector_id}/_status
          connector.update_status 8.12- cluster:admin/xpack/connector/update_status
        POST /_encryption/_reset
          encryption.reset 9.4- cluster:admin/encryption/reset
        POST /_query/async
          esql.async_query 8.11- ?indices:data/read/esql >*indices:data/read/search index=body body=esql
            gives=asyncSearch
        DELETE /_query/async/{id}
          esql.async_query_delete 8.11- ~indices:data/read/async_search/delete takes=asyncSearch cursor={id}
        GET /_query/async/{id}
          esql.async_query_get 8.11- ~indices:data/read/esql/async/get takes=asyncSearch cursor={id}
            gives=asyncSearch
        POST /_query/async/{id}/stop
          esql.async_query_stop 8.18- ~indices:data/read/esql/async/stop takes=asyncSearch cursor={id}
        DELETE /_query/data_source/{name}
          esql.delete_data_source 9.4- cluster:admin/esql/data_source/delete
        DELETE /_query/dataset/{name}
          esql.delete_dataset 9.4- *indices:admin/esql/dataset/delete index={name} options=open
        DELETE /_query/view/{name}
          esql.delete_view 9.3- *indices:admin/esql/view/delete index={name} options=open
        GET /_query/data_source /_query/data_source/{name}
          esql.get_data_source 9.4- cluster:admin/esql/data_source/get
        GET /_query/dataset
          esql.get_dataset 9.4- *indices:admin/esql/dataset/get options=open
        GET /_query/dataset/{name}
          esql.get_dataset 9.4- *indices:admin/esql/dataset/get index={name} options=open
        GET /_query/queries/{id}
          esql.get_query 9.1- cluster:monitor/xpack/esql/get_query
        GET /_query/view
          esql.get_view 9.3- *indices:admin/esql/view/get options=open
        GET /_query/view/{name}
          esql.get_view 9.3- *indices:admin/esql/view/get index={name} options=open
        GET /_query/queries
          esql.list_queries 9.1- cluster:monitor/xpack/esql/list_queries
        PUT /_query/data_source/{name}
          esql.put_data_source 9.4- cluster:admin/esql/data_source/put
        PUT /_query/dataset/{name}
          esql.put_dataset 9.4- =indices:admin/esql/dataset/put index={name} body=unreadable later
        PUT /_query/view/{name}
          esql.put_view 9.3- =indices:admin/esql/view/put index={name} body=unreadable later
        POST /_query
          esql.query 8.11- ?indices:data/read/esql >*indices:data/read/search index=body body=esql
        DELETE /_fleet/secret/{id}
          fleet.delete_secret 8.12- cluster:admin/fleet/secrets/delete
        GET /_fleet/secret/{id}
          fleet.get_secret 8.12- cluster:admin/fleet/secrets/get
        GET /{index}/_fleet/global_checkpoints
          fleet.global_checkpoints 7.13- =indices:monitor/fleet/global_checkpoints
        GET,POST /_fleet/_fleet_msearch /{index}/_fleet/_fleet_msearch
          fleet.msearch 7.16- ?indices:data/read/msearch >*indices:data/read/search options=search
            body=multiSearch module
        POST /_fleet/secret
          fleet.post_secret 8.12- cluster:admin/fleet/secrets/post
        GET,POST /{index}/_fleet/_fleet_search
          fleet.search 7.16- *indices:data/read/search options=search body=search module
        POST /_inference/chat_completion/{inference_id}/_stream
          inference.chat_completion_unified 8.11- cluster:monitor/xpack/inference/post
            cluster:monitor/xpack/inference/unified
        POST /_inference/completion/{inference_id}
          inference.completion 8.11- cluster:monitor/xpack/inference/post cluster:monitor/xpack/inference
        DELETE /_inference/{inference_id} /_inference/{task_type}/{inference_id}
          inference.delete 8.11- cluster:admin/xpack/inference/delete
        DELETE /_inference/_region_policy
          inference.delete_region_policy 9.4- cluster:admin/xpack/inference/region_policy/delete
        POST /_inference/embedding/{inference_id}
          inference.embedding 8.11- cluster:monitor/xpack/inference/post cluster:monitor/xpack/inference
        GET /_inference /_inference/{inference_id} /_inference/{task_type}/_all
        GET /_inference/{task_type}/{inference_id}
          inference.get 8.11- cluster:monitor/xpack/inference/get
        GET /_inference/_region_policy
          inference.get_region_policy 9.4- cluster:monitor/xpack/inference/region_policy/get
        POST /_inference/{inference_id} /_inference/{task_type}/{inference_id}
          inference.inference 8.11- cluster:monitor/xpack/inference/post cluster:monitor/xpack/inference
        PUT /_inference/{inference_id} /_inference/{task_type}/{inference_id}
          inference.put 8.11- cluster:admin/xpack/inference/put
        PUT /_inference/_region_policy
          inference.put_region_policy 9.4- cluster:admin/xpack/inference/region_policy/put
        POST /_inference/rerank/{inference_id}
          inference.rerank 8.11- cluster:monitor/xpack/inference/post cluster:monitor/xpack/inference
        POST /_inference/sparse_embedding/{inference_id}
          inference.sparse_embedding 8.11- cluster:monitor/xpack/inference/post
            cluster:monitor/xpack/inference
        POST /_inference/completion/{inference_id}/_stream
          inference.stream_completion 8.11- cluster:monitor/xpack/inference/post
            cluster:monitor/xpack/inference
        POST /_inference/text_embedding/{inference_id}
          inference.text_embedding 8.11- cluster:monitor/xpack/inference/post
            cluster:monitor/xpack/inference
        PUT /_inference/{inference_id}/_update /_inference/{task_type}/{inference_id}/_update
          inference.update 8.17- cluster:admin/xpack/inference/update
        POST /_profiling/flamegraph
          profiling.flamegraph 8.9- *indices:data/read/profiling/flamegraph index=body body=unreadable
        POST /_profiling/stacktraces
          profiling.stacktraces 8.9- *indices:data/read/profiling/stack_traces index=body body=unreadable
        GET /_profiling/status
          profiling.status 8.9- cluster:monitor/profiling/status/get
        POST /_profiling/topn/functions
          profiling.topn_functions 8.9- *indices:data/read/profiling/topn/functions index=body
            body=unreadable
        PUT /_project_routing
          project.create_many_routing 9.2- cluster:admin/project_routing/put
        PUT /_project_routing/{name}
          project.create_routing 9.2- cluster:admin/project_routing/put
        DELETE /_project_routing/{name}
          project.delete_routing 9.2- cluster:admin/project_routing/delete
        GET /_project_routing
          project.get_many_routing 9.2- cluster:admin/project_routing/get
        GET /_project_routing/{name}
          project.get_routing 9.2- cluster:admin/project_routing/get
        GET,POST /_project/tags
          project.tags 9.2- cluster:monitor/project/tags/get
        DELETE /_query_rules/{ruleset_id}/_rule/{rule_id}
          query_rules.delete_rule 8.10- cluster:admin/xpack/query_rules/rule/delete
        DELETE /_query_rules/{ruleset_id}
          query_rules.delete_ruleset 8.10- cluster:admin/xpack/query_rules/delete
        GET /_query_rules/{ruleset_id}/_rule/{rule_id}
          query_rules.get_rule 8.10- cluster:admin/xpack/query_rules/rule/get
        GET /_query_rules/{ruleset_id}
          query_rules.get_ruleset 8.10- cluster:admin/xpack/query_rules/get
        GET /_query_rules
          query_rules.list_rulesets 8.10- cluster:admin/xpack/query_rules/list
        PUT /_query_rules/{ruleset_id}/_rule/{rule_id}
          query_rules.put_rule 8.10- cluster:admin/xpack/query_rules/rule/put
        PUT /_query_rules/{ruleset_id}
          query_rules.put_ruleset 8.10- cluster:admin/xpack/query_rules/put
        POST /_query_rules/{ruleset_id}/_test
          query_rules.test 8.10- cluster:admin/xpack/query_rules/test
        DELETE /_application/search_application/{name}
          search_application.delete 8.8- cluster:admin/xpack/application/search_application/delete
        DELETE /_application/analytics/{name}
          search_application.delete_behavioral_analytics 8.8-
            cluster:admin/xpack/application/analytics/delete
        GET /_application/search_application/{name}
          search_application.get 8.8- cluster:admin/xpack/application/search_application/get
        GET /_application/analytics /_application/analytics/{name}
          search_application.get_behavioral_analytics 8.8- cluster:admin/xpack/application/analytics/get
        GET /_application/search_application
          search_application.list 8.8- cluster:admin/xpack/application/search_application/list
        POST /_application/analytics/{collection_name}/event/{event_type}
          search_application.post_behavioral_analytics_event 8.8-
            cluster:admin/xpack/application/analytics/post_event
        PUT /_application/search_application/{name}
          search_application.put 8.8- cluster:admin/xpack/application/search_application/put body=unreadable
            later
        PUT /_application/analytics/{name}
          search_application.put_behavioral_analytics 8.8- cluster:admin/xpack/application/analytics/put
        POST /_application/search_application/{name}/_render_query
          search_application.render_query 8.8-
            cluster:admin/xpack/application/search_application/render_query
        GET,POST /_application/search_application/{name}/_search
          search_application.search 8.8- ?indices:data/read/xpack/application/search_application/search
            index=body body=unreadable stored
        POST /_streams/{name}/_disable
          streams.logs_disable 9.1- cluster:admin/streams/logs/toggle
        POST /_streams/{name}/_enable
          streams.logs_enable 9.1- cluster:admin/streams/logs/toggle
        GET /_streams/status
          streams.status 9.1- cluster:monitor/streams/status
        DELETE /_synonyms/{id}
          synonyms.delete_synonym 8.10- cluster:admin/synonyms/delete
        DELETE /_synonyms/{set_id}/{rule_id}
          synonyms.delete_synonym_rule 8.10- cluster:admin/synonym_rules/delete
        GET /_synonyms/{id}
          synonyms.get_synonym 8.10- cluster:admin/synonyms/get
        GET /_synonyms/{set_id}/{rule_id}
          synonyms.get_synonym_rule 8.10- cluster:admin/synonym_rules/get
        GET /_synonyms
          synonyms.get_synonyms_sets 8.10- cluster:admin/synonyms_sets/get
        PUT /_synonyms/{id}
          synonyms.put_synonym 8.10- cluster:admin/synonyms/put
        PUT /_synonyms/{set_id}/{rule_id}
          synonyms.put_synonym_rule 8.10- cluster:admin/synonym_rules/put
        """
}
