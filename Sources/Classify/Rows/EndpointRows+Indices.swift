extension EndpointRows {
    /// Indices, aliases, data streams and templates.
    static let indices = """
        PUT /{index}/_block/{block}
          indices.add_block 7.9-,os1.0- *indices:admin/block/add options=open
        GET,POST /_analyze
          indices.analyze 1.0-,os1.0- cluster:admin/analyze body=analyze
        GET,POST /_analyze?index
          indices.analyze 1.0-,os1.0- =indices:admin/analyze index=?index body=analyze
        GET,POST /{index}/_analyze
          indices.analyze 1.0-,os1.0- =indices:admin/analyze body=analyze
        POST /_migration/reindex/{index}/_cancel
          indices.cancel_migrate_reindex 8.18- *indices:admin/data_stream/reindex_cancel options=open
        POST /_cache/clear /{index}/_cache/clear
          indices.clear_cache 1.0-,os1.0- *indices:admin/cache/clear options=openOnly allow=fields
        POST,PUT /{index}/_clone/{target}
          indices.clone 7.4-,os1.0- =indices:admin/resize =indices:admin/create@target
            >=indices:monitor/stats >=indices:admin/aliases@target,aliases target={target} body=newIndex
            gives=task
        POST /{index}/_close
          indices.close 1.0-,os1.0- *indices:admin/close options=open destructive
        PUT /{index}
          indices.create 1.0-,os1.0- =indices:admin/create >=indices:admin/aliases,aliases body=createIndex
        PUT /_data_stream/{name}
          indices.create_data_stream 7.9-,os1.0- =indices:admin/data_stream/create index={name}
        POST,PUT /_create_from/{source}/{dest}
          indices.create_from 8.18- =indices:admin/index/create_from_source =indices:admin/create@target
            index={source} target={dest} body=newIndex
        GET /_data_stream/_stats
          indices.data_streams_stats 7.9-,os1.0- *indices:monitor/data_stream/stats options=open
        GET /_data_stream/{name}/_stats
          indices.data_streams_stats 7.9-,os1.0- *indices:monitor/data_stream/stats index={name}
            options=open
        DELETE /{index}
          indices.delete 1.0-,os1.0- *indices:admin/delete options=delete destructive
        DELETE /{index}/_alias/{name} /{index}/_aliases/{name}
          indices.delete_alias 1.0-,os1.0- *indices:admin/aliases *indices:admin/aliases@alias alias={name}
            options=aliasAction
        DELETE /_data_stream/{name}/_lifecycle
          indices.delete_data_lifecycle 8.8- *indices:admin/data_stream/lifecycle/delete index={name}
            options=open
        DELETE /_data_stream/{name}
          indices.delete_data_stream 7.9-,os1.0- *indices:admin/data_stream/delete index={name} options=open
            destructive
        DELETE /_data_stream/{name}/_options
          indices.delete_data_stream_options 8.18- *indices:admin/data_stream/options/delete index={name}
            options=open
        DELETE /_index_template/{name}
          indices.delete_index_template 7.8-,os1.0- indices:admin/index_template/delete
        DELETE /_template/{name}
          indices.delete_template 1.0-,os1.0- indices:admin/template/delete
        POST /{index}/_disk_usage
          indices.disk_usage 7.15-7 *indices:admin/analyze_disk_usage options=requiredClosed
        POST /{index}/_disk_usage
          indices.disk_usage 8.0- *indices:admin/analyze_disk_usage options=requiredAll
        POST /{index}/_downsample/{target_index}
          indices.downsample 8.5- =indices:admin/xpack/downsample =indices:admin/create@target
            target={target_index} module
        HEAD /{index}
          indices.exists 1.0-,os1.0- *indices:admin/get options=open
        HEAD /_alias/{name} /{index}/_alias/{name}
          indices.exists_alias 1.0-,os1.0- *indices:admin/aliases/get *indices:admin/aliases/get@alias
            alias={name} options=hidden
        HEAD /_index_template/{name}
          indices.exists_index_template 7.8-,os1.0- indices:admin/index_template/get
        HEAD /_template/{name}
          indices.exists_template 1.0-,os1.0- indices:admin/template/get
        GET /{index}/_lifecycle/explain
          indices.explain_data_lifecycle 8.8- *indices:admin/data_stream/lifecycle/explain options=open
        GET /{index}/_field_usage_stats
          indices.field_usage_stats 7.15- *indices:monitor/field_usage_stats options=openOnly allow=fields
        GET,POST /_flush /{index}/_flush
          indices.flush 1.0-,os1.0- *indices:admin/flush options=openOnly
        POST /_forcemerge /{index}/_forcemerge
          indices.forcemerge 2.0-,os1.0- *indices:admin/forcemerge options=openOnly gives=task
        GET /{index}
          indices.get 1.0-,os1.0- *indices:admin/get options=open
        GET /_alias /{index}/_alias
          indices.get_alias 6.0-,os1.0- *indices:admin/aliases/get options=hidden
        GET /_alias/{name} /{index}/_alias/{name}
          indices.get_alias 1.0-,os1.0- *indices:admin/aliases/get *indices:admin/aliases/get@alias
            alias={name} options=hidden
        GET /_data_stream/{name}/_lifecycle
          indices.get_data_lifecycle 8.8- *indices:admin/data_stream/lifecycle/get index={name} options=open
        GET /_lifecycle/stats
          indices.get_data_lifecycle_stats 8.8- cluster:monitor/data_stream/lifecycle/stats
        GET /_data_stream
          indices.get_data_stream 7.9-,os1.0- *indices:admin/data_stream/get options=open
        GET /_data_stream/{name}
          indices.get_data_stream 7.9-,os1.0- *indices:admin/data_stream/get index={name} options=open
        GET /_data_stream/{name}/_mappings
          indices.get_data_stream_mappings 9.1- *indices:monitor/data_stream/mappings/get index={name}
            options=open
        GET /_data_stream/{name}/_options
          indices.get_data_stream_options 8.18- *indices:admin/data_stream/options/get index={name}
            options=open
        GET /_data_stream/{name}/_settings
          indices.get_data_stream_settings 9.1- *indices:monitor/data_stream/settings/get index={name}
            options=open
        GET /_mapping/field/{fields} /{index}/_mapping/field/{fields}
          indices.get_field_mapping 1.0-,os1.0- *indices:admin/mappings/fields/get options=open
        GET /_index_template /_index_template/{name}
          indices.get_index_template 7.8-,os1.0- indices:admin/index_template/get
        GET /_mapping /{index}/_mapping
          indices.get_mapping 6.0-,os1.0- *indices:admin/mappings/get options=open
        GET /_migration/reindex/{index}/_status
          indices.get_migrate_reindex_status 8.18- *indices:admin/migration/reindex_status options=open
        GET /_settings /{index}/_settings
          indices.get_settings 6.0-,os1.0- *indices:monitor/settings/get options=open allow=name
        GET /_settings/{name} /{index}/_settings/{name}
          indices.get_settings 1.0-,os1.0- *indices:monitor/settings/get options=open allow=name
        GET /_template /_template/{name}
          indices.get_template 1.0-,os1.0- indices:admin/template/get
        POST /_migration/reindex
          indices.migrate_reindex 8.18- =indices:admin/data_stream/reindex index=body body=unreadable later
        POST /_data_stream/_migrate/{name}
          indices.migrate_to_data_stream 7.9- =indices:admin/data_stream/migrate index={name}
        POST /_data_stream/_modify
          indices.modify_data_stream 7.9- *indices:admin/data_stream/modify index=body body=unreadable
        POST /{index}/_open
          indices.open 1.0-,os1.0- *indices:admin/open options=closed gives=task
        POST /_data_stream/_promote/{name}
          indices.promote_data_stream 7.9- =indices:admin/data_stream/promote index={name}
        POST,PUT /{index}/_alias/{name} /{index}/_aliases/{name}
          indices.put_alias 1.0-,os1.0- *indices:admin/aliases =indices:admin/aliases@alias alias={name}
            options=aliasAction body=putAlias
        PUT /_data_stream/{name}/_lifecycle
          indices.put_data_lifecycle 8.8- *indices:admin/data_stream/lifecycle/put index={name} options=open
        PUT /_data_stream/{name}/_mappings
          indices.put_data_stream_mappings 9.1- *indices:admin/data_stream/mappings/update index={name}
            options=open body=mapping
        PUT /_data_stream/{name}/_options
          indices.put_data_stream_options 8.18- *indices:admin/data_stream/options/put index={name}
            options=open
        PUT /_data_stream/{name}/_settings
          indices.put_data_stream_settings 9.1- *indices:admin/data_stream/settings/update index={name}
            options=open body=settings
        POST,PUT /_index_template/{name}
          indices.put_index_template 7.8-,os1.0- indices:admin/index_template/put body=template later
        POST,PUT /{index}/_mapping
          indices.put_mapping 1.0-,os1.0- *indices:admin/mapping/put options=required body=mapping
        PUT /_settings /{index}/_settings
          indices.put_settings 1.0-,os1.0- *indices:admin/settings/update options=required body=settings
            destructive
        POST,PUT /_template/{name}
          indices.put_template 1.0-,os1.0- indices:admin/template/put body=template later
        GET /_recovery /{index}/_recovery
          indices.recovery 1.0-,os1.0- *indices:monitor/recovery options=openClosed
        GET,POST /_refresh /{index}/_refresh
          indices.refresh 1.0-,os1.0- *indices:admin/refresh options=openOnly
        GET,POST /{index}/_reload_search_analyzers
          indices.reload_search_analyzers 7.3- *indices:admin/reload_analyzers options=openOnly module
        DELETE /{index}/_block/{block}
          indices.remove_block 9.1- *indices:admin/block/remove options=open
        GET /_resolve/cluster
          indices.resolve_cluster 8.13- *indices:admin/resolve/cluster options=open
        GET /_resolve/cluster/{name}
          indices.resolve_cluster 8.13- *indices:admin/resolve/cluster index={name} options=open
        GET /_resolve/index/{name}
          indices.resolve_index 7.9-,os1.0- *indices:admin/resolve/index index={name} options=open
        POST /_resolve/index/{name}
          indices.resolve_index 9.2- *indices:admin/resolve/index index={name} options=open
        POST /{alias}/_rollover
          indices.rollover 5.0-,os1.0- =indices:admin/rollover >=indices:monitor/stats index={alias}
            body=newIndex
        POST /{alias}/_rollover/{new_index}
          indices.rollover 5.0-,os1.0- =indices:admin/rollover =indices:admin/create@target
            >=indices:monitor/stats >=indices:admin/aliases@target,aliases index={alias} target={new_index}
            body=newIndex
        GET /_segments /{index}/_segments
          indices.segments 1.0-,os1.0- *indices:monitor/segments options=openOnly
        GET /_shard_stores /{index}/_shard_stores
          indices.shard_stores 2.0-7,os1.0- *indices:monitor/shard_stores options=openClosed
        GET /_shard_stores /{index}/_shard_stores
          indices.shard_stores 8.0- *indices:monitor/shard_stores options=hidden
        POST,PUT /{index}/_shrink/{target}
          indices.shrink 5.0-,os1.0- =indices:admin/resize =indices:admin/create@target
            >=indices:monitor/stats >=indices:admin/aliases@target,aliases target={target} body=newIndex
            gives=task
        POST /_index_template/_simulate_index/{name}
          indices.simulate_index_template 7.8-,os1.0- indices:admin/index_template/simulate_index
            body=template
        POST /_index_template/_simulate /_index_template/_simulate/{name}
          indices.simulate_template 7.8-,os1.0- indices:admin/index_template/simulate body=template
        POST,PUT /{index}/_split/{target}
          indices.split 6.0-,os1.0- =indices:admin/resize =indices:admin/create@target
            >=indices:monitor/stats >=indices:admin/aliases@target,aliases target={target} body=newIndex
            gives=task
        GET /_stats /_stats/{metric} /{index}/_stats /{index}/_stats/{metric}
          indices.stats 1.0-,os1.0- *indices:monitor/stats options=openOnly allow=fields allow=metric
        POST /_aliases
          indices.update_aliases 1.0-,os1.0- *indices:admin/aliases *indices:admin/aliases@alias index=body
            alias=body body=aliases options=aliasAction
        GET,POST /_validate/query /{index}/_validate/query
          indices.validate_query 1.0-7,os1.0- *indices:admin/validate/query options=requiredOpen body=query
        GET,POST /_validate/query /{index}/_validate/query
          indices.validate_query 8.0- *indices:admin/validate/query options=openOnly body=query
        """
}
