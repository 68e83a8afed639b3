extension EndpointRows {
    /// Routes of OpenSearch alone.
    static let opensearch = """
        POST /{index}/_search/point_in_time
          create_pit os2.4- *indices:data/read/point_in_time/create options=openOnly gives=pointInTime
        DELETE /_search/point_in_time
          delete_pit os2.4- ~indices:data/read/point_in_time/delete takes=pointInTime cursor=body
            body=closePointInTime
        DELETE /_search/point_in_time/_all
          delete_all_pits os2.4- *indices:data/read/point_in_time/delete options=openOnly destructive
        GET /_search/point_in_time/_all
          get_all_pits os2.4- *indices:data/read/point_in_time/readall options=openOnly
        GET /_cat/pit_segments/_all
          cat.all_pit_segments os2.4- *indices:monitor/point_in_time/segments options=openOnly text
        GET /_cat/pit_segments
          cat.pit_segments os2.4- ~indices:monitor/point_in_time/segments takes=pointInTime cursor=body
            body=closePointInTime text
        GET /_search/pipeline /_search/pipeline/{id}
          search_pipeline.get os2.7- cluster:admin/search/pipeline/get
        PUT /_search/pipeline/{id}
          search_pipeline.put os2.7- cluster:admin/search/pipeline/put body=unreadable later
        DELETE /_search/pipeline/{id}
          search_pipeline.delete os2.7- cluster:admin/search/pipeline/delete
        GET /_cat/cluster_manager
          cat.cluster_manager os2.0- cluster:monitor/state text
        GET /_cat/segment_replication /_cat/segment_replication/{index}
          cat.segment_replication os2.6- *indices:monitor/segment_replication options=openOnly text
        GET /_list
          list.help os2.18- nothing text
        GET /_list/indices /_list/indices/{index}
          list.indices os2.18- *indices:monitor/settings/get cluster:monitor/state cluster:monitor/health
            *indices:monitor/stats options=openClosed text
        GET /_list/shards /_list/shards/{index}
          list.shards os2.18- cluster:monitor/shards cluster:monitor/state *indices:monitor/stats
            options=openOnly text
        POST,PUT /_bulk/stream /{index}/_bulk/stream
          bulk_stream os2.17- ?indices:data/write/bulk body=unreadable
        GET /_snapshot/{repository}/{snapshot}/{index}/_status
          snapshot.index_status os2.18- cluster:admin/snapshot/status filter
        GET /_cluster/stats/{metric}/nodes/{node_id} /_cluster/stats/{metric}/{index_metric}/nodes/{node_id}
          cluster.stats os2.18- cluster:monitor/stats
        PUT /_cluster/routing/awareness/{attribute}/weights
          cluster.put_weighted_routing os2.4- cluster:admin/routing/awareness/weights/put
        GET /_cluster/routing/awareness/{attribute}/weights
          cluster.get_weighted_routing os2.4- cluster:admin/routing/awareness/weights/get
        DELETE /_cluster/routing/awareness/weights
          cluster.delete_weighted_routing os2.4- cluster:admin/routing/awareness/weights/delete
        DELETE /_cluster/routing/awareness/{attribute}/weights
          cluster.delete_weighted_routing os2.6- cluster:admin/routing/awareness/weights/delete
        PUT /_cluster/decommission/awareness/{attribute}/{value}
          cluster.put_decommission_awareness os2.4- cluster:admin/decommission/awareness/put
        GET /_cluster/decommission/awareness/{attribute}/_status
          cluster.get_decommission_awareness os2.4- cluster:admin/decommission/awareness/get
        DELETE /_cluster/decommission/awareness
          cluster.delete_decommission_awareness os2.4- cluster:admin/decommission/awareness/delete
        GET /_remotestore/stats/{index} /_remotestore/stats/{index}/{shard_id}
          remote_store.stats os2.8- cluster:monitor/_remotestore/stats filter
        POST /_remotestore/_restore
          remote_store.restore os2.2- cluster:admin/remotestore/restore
        POST /{index}/_tier/warm
          indices.tier_warm os2.19- *indices:admin/tier/hot_to_warm options=open
        GET /views
          views.list os3.0- cluster:admin/views/list
        POST /_extensions/initialize
          extensions.initialize os2.5- nothing never
        """
}
