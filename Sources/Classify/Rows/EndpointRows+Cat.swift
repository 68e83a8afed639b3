extension EndpointRows {
    /// Tables of text (`_cat`).
    static let cat = """
        GET /_cat/aliases
          cat.aliases 1.0-,os1.0- *indices:admin/aliases/get options=hidden text
        GET /_cat/aliases/{name}
          cat.aliases 1.0-,os1.0- *indices:admin/aliases/get *indices:admin/aliases/get@alias alias={name}
            options=hidden text
        GET /_cat/allocation /_cat/allocation/{node_id}
          cat.allocation 1.0-,os1.0- cluster:monitor/state cluster:monitor/nodes/stats text
        GET /_cat/circuit_breaker /_cat/circuit_breaker/{circuit_breaker_patterns}
          cat.circuit_breaker 9.1- cluster:monitor/nodes/stats text
        GET /_cat/component_templates /_cat/component_templates/{name}
          cat.component_templates 8.1- cluster:monitor/state text
        GET /_cat/count /_cat/count/{index}
          cat.count 1.0-,os1.0- *indices:data/read/search options=search body=query text
        POST /_cat/count /_cat/count/{index}
          cat.count 9.0- *indices:data/read/search options=search body=query text
        GET /_cat/fielddata /_cat/fielddata/{fields}
          cat.fielddata 1.0-,os1.0- cluster:monitor/nodes/stats text allow=fields
        GET /_cat/health
          cat.health 1.0-,os1.0- cluster:monitor/health text
        GET /_cat
          cat.help 1.0-,os1.0- nothing text
        GET /_cat/indices /_cat/indices/{index}
          cat.indices 1.0-8.17,os1.0- *indices:monitor/settings/get *indices:monitor/stats
            cluster:monitor/state cluster:monitor/health options=openClosed text
        GET /_cat/indices /_cat/indices/{index}
          cat.indices 8.18- *indices:monitor/settings/get cluster:monitor/state *indices:monitor/stats
            options=openClosed text
        GET /_cat/master
          cat.master 1.0-,os1.0- cluster:monitor/state text
        GET /_cat/ml/data_frame/analytics /_cat/ml/data_frame/analytics/{id}
          cat.ml_data_frame_analytics 7.7- cluster:monitor/xpack/ml/data_frame/analytics/get
            cluster:monitor/xpack/ml/data_frame/analytics/stats/get text
        GET /_cat/ml/datafeeds /_cat/ml/datafeeds/{datafeed_id}
          cat.ml_datafeeds 7.7- cluster:monitor/xpack/ml/datafeeds/stats/get text
        GET /_cat/ml/anomaly_detectors /_cat/ml/anomaly_detectors/{job_id}
          cat.ml_jobs 7.7- cluster:monitor/xpack/ml/job/stats/get text
        GET /_cat/ml/trained_models /_cat/ml/trained_models/{model_id}
          cat.ml_trained_models 7.7- cluster:monitor/xpack/ml/inference/get
            cluster:monitor/xpack/ml/inference/stats/get cluster:monitor/xpack/ml/data_frame/analytics/get
            text
        GET /_cat/nodeattrs
          cat.nodeattrs 2.0-,os1.0- cluster:monitor/state cluster:monitor/nodes/info text
        GET /_cat/nodes
          cat.nodes 1.0-,os1.0- cluster:monitor/state cluster:monitor/nodes/info cluster:monitor/nodes/stats
            text
        GET /_cat/pending_tasks
          cat.pending_tasks 1.0-,os1.0- cluster:monitor/task text
        GET /_cat/plugins
          cat.plugins 1.0-,os1.0- cluster:monitor/state cluster:monitor/nodes/info text
        GET /_cat/recovery /_cat/recovery/{index}
          cat.recovery 1.0-,os1.0- *indices:monitor/recovery options=openClosed text
        GET /_cat/repositories
          cat.repositories 2.0-,os1.0- cluster:admin/repository/get text
        GET /_cat/segments /_cat/segments/{index}
          cat.segments 1.0-,os1.0- cluster:monitor/state *indices:monitor/segments options=openOnly text
        GET /_cat/shards /_cat/shards/{index}
          cat.shards 1.0-7,os1.0- cluster:monitor/state *indices:monitor/stats options=openOnly text
        GET /_cat/shards /_cat/shards/{index}
          cat.shards 8.0- *indices:monitor/stats cluster:monitor/state options=hidden text
        GET /_cat/snapshots
          cat.snapshots 5.0-,os1.0- cluster:admin/snapshot/get text
        GET /_cat/snapshots/{repository}
          cat.snapshots 2.0-,os1.0- cluster:admin/snapshot/get text
        GET /_cat/tasks
          cat.tasks 5.0-,os1.0- cluster:monitor/tasks/lists text
        GET /_cat/templates /_cat/templates/{name}
          cat.templates 5.0-7.7 indices:admin/template/get text
        GET /_cat/templates /_cat/templates/{name}
          cat.templates 7.8-,os1.0- indices:admin/template/get indices:admin/index_template/get text
        GET /_cat/thread_pool
          cat.thread_pool 1.0-,os1.0- cluster:monitor/state cluster:monitor/nodes/info
            cluster:monitor/nodes/stats text
        GET /_cat/thread_pool/{thread_pool_patterns}
          cat.thread_pool 5.0-,os1.0- cluster:monitor/state cluster:monitor/nodes/info
            cluster:monitor/nodes/stats text
        GET /_cat/transforms /_cat/transforms/{transform_id}
          cat.transforms 7.7- cluster:monitor/transform/get cluster:monitor/transform/stats/get text
        """
}
