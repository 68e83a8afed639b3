extension EndpointRows {
    /// Routes that current releases have no more, or under another name.
    static let legacy = """
        POST /_bench/abort/{name}
          bench.abort 1.0-1 cluster:monitor/benchmark/abort never
        GET /_bench
          bench.list 1.0-1 cluster:monitor/benchmark/status never
        PUT /_bench
          bench.submit 1.0-1 cluster:monitor/benchmark/start never
        POST,PUT /{index}/{type}/_bulk
          bulk 1.0-7,c8,os1.0-1 ?indices:data/write/bulk >=indices:data/write/bulk[s]
            >=indices:admin/auto_create,missing body=bulk
        POST /_cluster/nodes/_restart /_cluster/nodes/{nodeId}/_restart
          cluster.nodes_restart 1.0-1 cluster:admin/nodes/restart never
        POST /_cluster/voting_config_exclusions/{node_name}
          cluster.post_voting_config_exclusions 7.0-7,c8,os1.0- cluster:admin/voting_config/add_exclusions
        GET,POST /{index}/{type}/_count
          count 1.0-7,c8,os1.0-1 *indices:data/read/search options=search body=query
        POST,PUT /{index}/{type}/{id}/_create
          create 1.0-7,c8,os1.0-1 ?indices:data/write/index ?indices:data/write/bulk
            =indices:data/write/bulk[s] =indices:data/write/index:op_type/create
            >=indices:admin/auto_create,missing options=single body=document
        DELETE /{index}/{type}/{id}
          delete 1.0-5 ?indices:data/write/delete ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/delete >=indices:admin/auto_create,missing options=single
        DELETE /{index}/{type}/{id}
          delete 6.0-7,c8,os1.0-1 ?indices:data/write/delete ?indices:data/write/bulk
            =indices:data/write/bulk[s] =indices:data/write/delete options=single
        DELETE /{index}/{type}/{id}?version_type
          delete 6.0-7,c8,os1.0-1 ?indices:data/write/delete ?indices:data/write/bulk
            =indices:data/write/bulk[s] =indices:data/write/delete >=indices:admin/auto_create,missing
            options=single
        POST /{index}/{type}/_delete_by_query
          delete_by_query 5.0-7,c8,os1.0-1 *indices:data/write/delete/byquery >*indices:data/read/search
            >?indices:data/write/bulk >*indices:data/write/bulk[s] >*indices:data/write/delete
            options=openOnly body=query destructive gives=task
        DELETE /_scripts/{lang}/{id}
          delete_script 1.0-5 cluster:admin/script/delete
        DELETE /_search/template/{id}
          delete_template_legacy 1.0-5 cluster:admin/script/delete
        GET /{index}/{type}/{id}
          get 1.0-7,c8,os1.0-1 =indices:data/read/get options=single
        HEAD /{index}/{type}/{id}
          exists 1.0-7,c8,os1.0-1 =indices:data/read/get options=single
        GET,POST /{index}/{type}/{id}/_explain
          explain 1.0-7,c8,os1.0-1 =indices:data/read/explain options=single body=query
        GET /favicon.ico
          favicon 1.0-,os1.0- nothing text
        GET,POST /_field_stats /{index}/_field_stats
          field_stats 1.0-5 *indices:data/read/field_stats options=open body=fieldStatistics allow=fields
        GET /_scripts/{lang}/{id}
          get_script 1.0-5 cluster:admin/script/get
        GET,HEAD /{index}/{type}/{id}/_source
          get_source 1.0-7,c8,os1.0-1 =indices:data/read/get options=single
        GET /_search/template/{id}
          get_template_legacy 1.0-5 cluster:admin/script/get
        POST /{index}/{type}
          index 1.0-7.4 ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/index >=indices:admin/auto_create,missing options=single
            body=document
        POST /{index}/{type}?op_type=create
          index 1.0-7.4 ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/create >=indices:admin/auto_create,missing options=single
            body=document
        POST /{index}/{type}
          index 7.5-7,os1.0-1,c8 ?indices:data/write/index ?indices:data/write/bulk
            =indices:data/write/bulk[s] =indices:data/write/index:op_type/create
            >=indices:admin/auto_create,missing options=single body=document
        POST /{index}/{type}?op_type=index
          index 7.5-7,os1.0-1,c8 ?indices:data/write/index ?indices:data/write/bulk
            =indices:data/write/bulk[s] =indices:data/write/index:op_type/index
            >=indices:admin/auto_create,missing options=single body=document
        POST,PUT /{index}/{type}/{id}
          index 1.0-7,c8,os1.0-1 ?indices:data/write/index ?indices:data/write/bulk
            =indices:data/write/bulk[s] =indices:data/write/index:op_type/index
            >=indices:admin/auto_create,missing options=single body=document
        POST,PUT /{index}/{type}/{id}?op_type=create
          index 1.0-7,c8,os1.0-1 ?indices:data/write/index ?indices:data/write/bulk
            =indices:data/write/bulk[s] =indices:data/write/index:op_type/create
            >=indices:admin/auto_create,missing options=single body=document
        GET /_cache/clear /{index}/_cache/clear
          indices.clear_cache 1.0-6 *indices:admin/cache/clear options=openOnly allow=fields
        POST /_close
          indices.close 1.0-8,os1.0- *indices:admin/close options=open destructive
        POST /{index}
          indices.create 1.0-2 =indices:admin/create >=indices:admin/aliases,aliases body=createIndex
        DELETE /
          indices.delete 1.0-8,os1.0- *indices:admin/delete options=delete destructive
        DELETE /{index}/_mapping/{type} /{index}/_mappings/{type} /{index}/{type} /{index}/{type}/_mapping
        DELETE /{index}/{type}/_mappings
          indices.delete_mapping 1.0-1 *indices:admin/mapping/delete options=required destructive
        DELETE /{index}/_warmer /{index}/_warmer/{name} /{index}/_warmers /{index}/_warmers/{name}
          indices.delete_warmer 1.0-2 *indices:admin/warmers/delete options=required
        HEAD /{index}/{type}
          indices.exists_type 1.0-5 *indices:admin/types/exists options=open
        GET,POST /_flush/synced /{index}/_flush/synced
          indices.flush_synced 1.0-7,os1.0- *indices:admin/synced_flush options=lenientOpenOnly
        GET,POST /_flush/synced /{index}/_flush/synced
          indices.flush_synced c8 *indices:admin/flush options=openOnly
        GET /_forcemerge /{index}/_forcemerge
          indices.forcemerge 2.0-2 *indices:admin/forcemerge options=openOnly gives=task
        GET,POST /_optimize /{index}/_optimize
          indices.forcemerge 1.0-2 *indices:admin/forcemerge options=openOnly gives=task
        GET /_aliases
          indices.get_alias 6.0-8,os1.0- *indices:admin/aliases/get options=hidden
        HEAD /{index}/_alias
          indices.get_alias 1.0-8,os1.0- *indices:admin/aliases/get options=hidden
        GET /_aliases/{name} /{index}/_aliases/{name}
          indices.get_aliases 1.0-2 *indices:admin/aliases/get *indices:admin/aliases/get@alias alias={name}
            options=hidden
        GET /_mapping/{type}/field/{fields} /{index}/_mapping/{type}/field/{fields}
        GET /{index}/{type}/_mapping/field/{fields}
          indices.get_field_mapping 1.0-7,c8,os1.0-1 *indices:admin/mappings/fields/get options=open
        GET /_mapping/{type} /{index}/_mapping/{type} /{index}/_mappings/{type} /{index}/{type}/_mapping
          indices.get_mapping 1.0-7,c8,os1.0-1 *indices:admin/mappings/get options=open
        GET /_mappings /{index}/_mappings
          indices.get_mapping 6.0-8,os1.0- *indices:admin/mappings/get options=open
        HEAD /{index}/_mapping/{type}
          indices.get_mapping 5.0-7,c8,os1.0-1 *indices:admin/mappings/get options=open
        GET /{index}/_setting/{name}
          indices.get_settings 1.0-8,os1.0- *indices:monitor/settings/get options=open
        GET /_warmer/{name} /{index}/_warmer/{name} /{index}/_warmers/{name} /{index}/{type}/_warmer/{name}
          indices.get_warmer 1.0-2 *indices:admin/warmers/get options=open
        POST /_open
          indices.open 1.0-8,os1.0- *indices:admin/open options=closed
        PUT /_alias
          indices.put_alias 1.0-8,os1.0- *indices:admin/aliases =indices:admin/aliases@alias alias=body
            options=aliasAction body=putAlias index=body
        POST,PUT /_alias/{name} /_aliases/{name}
          indices.put_alias 1.0-8,os1.0- *indices:admin/aliases =indices:admin/aliases@alias alias={name}
            options=aliasAction body=putAlias index=body
        PUT /{index}/_alias /{index}/_aliases
          indices.put_alias 1.0-8,os1.0- *indices:admin/aliases =indices:admin/aliases@alias alias=body
            options=aliasAction body=putAlias
        POST,PUT /_mapping/{type} /_mappings/{type} /{index}/_mapping/{type} /{index}/_mappings/{type}
        POST,PUT /{index}/{type}/_mapping /{index}/{type}/_mappings
          indices.put_mapping 1.0-7,c8,os1.0-1 *indices:admin/mapping/put options=required body=mapping
        POST,PUT /{index}/_mappings
          indices.put_mapping 1.0-8,os1.0- *indices:admin/mapping/put options=required body=mapping
        POST,PUT /_warmer/{name} /_warmers/{name} /{index}/_warmer/{name} /{index}/_warmers/{name}
        POST,PUT /{index}/{type}/_warmer/{name} /{index}/{type}/_warmers/{name}
          indices.put_warmer 1.0-2 *indices:admin/warmers/put options=required body=search
        GET /_stats/{metric}/{indexMetric}
          indices.stats 1.0-5 *indices:monitor/stats options=openOnly allow=fields
        GET /_status /{index}/_status
          indices.status 1.0-1 *indices:monitor/status options=openOnly
        GET /_upgrade /{index}/_upgrade
          indices.upgrade 1.0-7,c8,os1.0- *indices:monitor/upgrade options=openOnly
        POST /_upgrade /{index}/_upgrade
          indices.upgrade 1.0-7,c8,os1.0- *indices:admin/upgrade options=openOnly
        GET,POST /{index}/{type}/_validate/query
          indices.validate_query 1.0-7,os1.0-1,c8 *indices:admin/validate/query options=requiredOpen
            body=query
        DELETE /_logging/deprecation_cache
          deprecation.reset_cache 7.16-8 cluster:admin/deprecation/cache/reset
        GET /_internal/_health /_internal/_health/{indicator}
          health_report 8.2-8.6 cluster:monitor/health_api
        GET /_scripts/painless/_context
          scripts_painless_context 7.2-8 cluster:admin/scripts/painless/context
        GET,POST /{index}/{type}/_mget
          mget 1.0-7,c8,os1.0-1 ?indices:data/read/mget >=indices:data/read/mget[shard] body=multiGet
        GET,POST /{index}/{type}/{id}/_mlt
          mlt 1.0-1 =indices:data/read/mlt >*indices:data/read/search options=single body=search
        GET,POST /_mpercolate /{index}/_mpercolate /{index}/{type}/_mpercolate
          mpercolate 1.0-5 ?indices:data/read/mpercolate index=body body=unreadable
        GET,POST /{index}/{type}/_msearch
          msearch 1.0-7,c8,os1.0-1 ?indices:data/read/msearch >*indices:data/read/search options=search
            body=multiSearch
        GET,POST /{index}/{type}/_msearch/template
          msearch_template 2.0-7,c8,os1.0-1 ?indices:data/read/msearch/template ?indices:data/read/msearch
            >*indices:data/read/search options=search body=multiSearchTemplate stored
        GET,POST /{index}/{type}/_mtermvectors
          mtermvectors 1.0-7,c8,os1.0-1 ?indices:data/read/mtv >=indices:data/read/mtv[shard]
            body=multiTermVectors
        GET /_cluster/nodes/hot_threads /_cluster/nodes/hotthreads /_cluster/nodes/{nodeId}/hot_threads
        GET /_cluster/nodes/{nodeId}/hotthreads /_nodes/hotthreads /_nodes/{nodeId}/hotthreads
          nodes.hot_threads 1.0-7,c8,os1.0- cluster:monitor/nodes/hot_threads text allow=type
        GET /_nodes/{nodeId}/info/{metrics}
          nodes.info 1.0-8,os1.0- cluster:monitor/nodes/info
        POST /_pit
          open_point_in_time 7.10-8 *indices:data/read/open_point_in_time options=openOnly body=query
            gives=pointInTime
        GET,POST /{index}/{type}/_percolate /{index}/{type}/_percolate/count /{index}/{type}/{id}/_percolate
        GET,POST /{index}/{type}/{id}/_percolate/count
          percolate 1.0-5 *indices:data/read/percolate options=search body=percolate
        POST,PUT /_scripts/{lang}/{id}/_create
          put_script 1.0-2 cluster:admin/script/put stored later
        POST,PUT /_search/template/{id}
          put_template_legacy 1.0-5 cluster:admin/script/put stored later
        POST,PUT /_search/template/{id}/_create
          put_template_legacy 1.0-2 cluster:admin/script/put stored later
        GET,POST,PUT,DELETE /_river/{type}/{id}
          river 1.0-1 nothing never
        GET,POST /_search/exists /{index}/_search/exists /{index}/{type}/_search/exists
          search_exists 1.0-2 *indices:data/read/search options=search body=query
        GET,POST /{index}/{type}/_search
          search 1.0-7,c8,os1.0-1 *indices:data/read/search options=search body=search gives=scroll
        GET,POST /{index}/{type}/_search_shards
          search_shards 1.0-5 *indices:admin/shards/search_shards options=lenient
        GET,POST /{index}/{type}/_search/template
          search_template 1.0-7,c8,os1.0-1 ?indices:data/read/search/template *indices:data/read/search
            options=search body=searchTemplate stored gives=scroll
        POST,PUT /_snapshot/{repository}/{snapshot}/_create
          snapshot.create 1.0-1 cluster:admin/snapshot/create
        GET,POST /_suggest /{index}/_suggest
          suggest 1.0-2 *indices:data/read/suggest options=openOnly body=suggest
        GET,POST /_suggest /{index}/_suggest
          suggest 5.0-5 *indices:data/read/search options=search body=suggest
        GET,POST /{index}/{type}/_termvector /{index}/{type}/{id}/_termvector
          termvectors 1.0-6 =indices:data/read/tv options=single body=termVectors
        GET,POST /{index}/{type}/_termvectors /{index}/{type}/{id}/_termvectors
          termvectors 2.0-7,c8,os1.0-1 =indices:data/read/tv options=single body=termVectors
        POST /{index}/{type}/{id}/_update
          update 1.0-7,c8,os1.0-1 =indices:data/write/update >?indices:data/write/bulk
            >=indices:data/write/bulk[s] >=indices:data/write/index:op_type/index
            >=indices:admin/auto_create,missing options=single body=document
        POST /{index}/{type}/_update_by_query
          update_by_query 2.3-7,c8,os1.0-1 *indices:data/write/update/byquery >*indices:data/read/search
            >?indices:data/write/bulk >*indices:data/write/bulk[s] >*indices:data/write/index:op_type/index
            options=openOnly body=updateByQuery gives=task
        GET /_mapping /{index}/_mapping /_mappings /{index}/_mappings /_settings /{index}/_settings /_alias
        GET /{index}/_alias /_aliases /{index}/_aliases
          indices.get 1.0-5 *indices:admin/get options=open
        GET /_warmer /{index}/_warmer /_warmers /{index}/_warmers
          indices.get 1.0-2 *indices:admin/get options=open
        """
}
