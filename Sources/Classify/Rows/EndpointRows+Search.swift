extension EndpointRows {
    /// Documents, searches, scripts and bulk operations.
    static let search = """
        DELETE /_async_search/{id}
          async_search.delete 7.7- ~indices:data/read/async_search/delete takes=asyncSearch cursor={id}
        GET /_async_search/{id}
          async_search.get 7.7- ~indices:data/read/async_search/get takes=asyncSearch cursor={id}
            gives=asyncSearch
        GET /_async_search/status/{id}
          async_search.status 7.7- cluster:monitor/async_search/status takes=asyncSearch cursor={id}
        POST /_async_search /{index}/_async_search
          async_search.submit 7.7- !indices:data/read/async_search/submit *indices:data/read/search
            options=search body=search gives=asyncSearch module
        POST,PUT /_bulk /{index}/_bulk
          bulk 1.0-,os1.0- ?indices:data/write/bulk >=indices:data/write/bulk[s]
            >=indices:admin/auto_create,missing body=bulk allow=type
        POST /_reindex/{task_id}/_cancel
          cancel_reindex 9.3- cluster:admin/reindex/cancel takes=task cursor={task_id}
        DELETE /_search/scroll
          clear_scroll 1.0-,os1.0- ~indices:data/read/scroll/clear takes=scroll cursor=?scroll_id
            body=clearScroll
        DELETE /_search/scroll/{scroll_id}
          clear_scroll 1.0-,os1.0- ~indices:data/read/scroll/clear takes=scroll cursor={scroll_id}
            body=clearScroll
        DELETE /_pit
          close_point_in_time 7.10- ~indices:data/read/close_point_in_time takes=pointInTime cursor=body
            body=closePointInTime
        GET,POST /_count /{index}/_count
          count 1.0-,os1.0- *indices:data/read/search options=search body=query
        POST,PUT /{index}/_create/{id}
          create 7.0-,os1.0- ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/create >=indices:admin/auto_create,missing options=single
            body=document
        DELETE /{index}/_doc/{id}
          delete 7.0-,os1.0- ?indices:data/write/delete ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/delete options=single
        DELETE /{index}/_doc/{id}?version_type
          delete 7.0-,os1.0- ?indices:data/write/delete ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/delete >=indices:admin/auto_create,missing options=single
        POST /{index}/_delete_by_query
          delete_by_query 5.0-,os1.0- *indices:data/write/delete/byquery >*indices:data/read/search
            >?indices:data/write/bulk >*indices:data/write/bulk[s] >*indices:data/write/delete
            options=openOnly body=query destructive gives=task module
        POST /_delete_by_query/{task_id}/_rethrottle
          delete_by_query_rethrottle 5.0-,os1.0- cluster:admin/reindex/rethrottle takes=task
            cursor={task_id}
        DELETE /_scripts/{id}
          delete_script 5.4-,os1.0- cluster:admin/script/delete
        HEAD /{index}/_doc/{id}
          exists 7.0-,os1.0- =indices:data/read/get options=single
        HEAD /{index}/_source/{id}
          exists_source 7.0-,os1.0- =indices:data/read/get options=single
        GET,POST /{index}/_explain/{id}
          explain 7.0-,os1.0- =indices:data/read/explain options=single body=query
        GET,POST /_field_caps /{index}/_field_caps
          field_caps 5.4-7,os1.0- *indices:data/read/field_caps options=open body=fieldCapabilities
        GET,POST /_field_caps /{index}/_field_caps
          field_caps 8.0- *indices:data/read/field_caps options=openOnly body=fieldCapabilities
        GET /{index}/_doc/{id}
          get 7.0-,os1.0- =indices:data/read/get options=single
        GET /_reindex/{task_id}
          get_reindex 9.3- cluster:monitor/reindex/get takes=task cursor={task_id}
        GET /_scripts/{id}
          get_script 5.4-,os1.0- cluster:admin/script/get
        GET /_script_context
          get_script_context 7.7-,os1.0- cluster:admin/script_context/get
        GET /_script_language
          get_script_languages 7.7-,os1.0- cluster:admin/script_language/get
        GET /{index}/_source/{id}
          get_source 7.0-,os1.0- =indices:data/read/get options=single
        POST /{index}/_doc
          index 7.0-7.4 ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/index >=indices:admin/auto_create,missing options=single
            body=document
        POST /{index}/_doc?op_type=create
          index 7.0-7.4 ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/create >=indices:admin/auto_create,missing options=single
            body=document
        POST /{index}/_doc
          index 7.5-,os1.0- ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/create >=indices:admin/auto_create,missing options=single
            body=document
        POST /{index}/_doc?op_type=index
          index 7.5-,os1.0- ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/index >=indices:admin/auto_create,missing options=single
            body=document
        POST,PUT /{index}/_doc/{id}
          index 7.0-,os1.0- ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/index >=indices:admin/auto_create,missing options=single
            body=document
        POST,PUT /{index}/_doc/{id}?op_type=create
          index 7.0-,os1.0- ?indices:data/write/index ?indices:data/write/bulk =indices:data/write/bulk[s]
            =indices:data/write/index:op_type/create >=indices:admin/auto_create,missing options=single
            body=document
        GET,POST /{index}/_knn_search
          knn_search 8.0- *indices:data/read/search options=search body=search
        GET /_reindex
          list_reindex 9.3- cluster:monitor/reindex/list
        GET,POST /_mget /{index}/_mget
          mget 1.0-,os1.0- ?indices:data/read/mget >=indices:data/read/mget[shard] body=multiGet
        GET,POST /_msearch /{index}/_msearch
          msearch 1.0-,os1.0- ?indices:data/read/msearch >*indices:data/read/search options=search
            body=multiSearch
        GET,POST /_msearch/template /{index}/_msearch/template
          msearch_template 2.0-,os1.0- ?indices:data/read/msearch/template ?indices:data/read/msearch
            >*indices:data/read/search options=search body=multiSearchTemplate stored module
        GET,POST /_mtermvectors /{index}/_mtermvectors
          mtermvectors 1.0-,os1.0- ?indices:data/read/mtv >=indices:data/read/mtv[shard]
            body=multiTermVectors
        POST /{index}/_pit
          open_point_in_time 7.10- *indices:data/read/open_point_in_time options=openOnly body=query
            gives=pointInTime module
        POST,PUT /_scripts/{id}
          put_script 5.4-,os1.0- cluster:admin/script/put stored later
        POST,PUT /_scripts/{id}/{context}
          put_script 1.0-,os1.0- cluster:admin/script/put stored later
        GET,POST /_rank_eval /{index}/_rank_eval
          rank_eval 6.0-,os1.0- *indices:data/read/rank_eval >*indices:data/read/search options=search
            body=rankEval module
        POST /_reindex
          reindex 2.3-,os1.0- ?indices:data/write/reindex >*indices:data/read/search
            >?indices:data/write/bulk >=indices:data/write/bulk[s]@target
            >=indices:admin/auto_create@target,missing index=body target=body body=reindex gives=task
        POST /_reindex/{task_id}/_rethrottle
          reindex_rethrottle 2.3-,os1.0- cluster:admin/reindex/rethrottle takes=task cursor={task_id}
        GET,POST /_render/template /_render/template/{id}
          render_search_template 2.0-,os1.0- ?indices:data/read/search/template stored
        GET,POST /_scripts/painless/_execute
          scripts_painless_execute 6.3-,os1.0- cluster:admin/scripts/painless/execute body=painlessExecute
        GET,POST /_search/scroll
          scroll 1.0-,os1.0- ?indices:data/read/scroll ~indices:data/read/scroll takes=scroll cursor=?scroll_id body=scroll
            gives=scroll
        GET,POST /_search/scroll/{scroll_id}
          scroll 1.0-,os1.0- ?indices:data/read/scroll ~indices:data/read/scroll takes=scroll cursor={scroll_id} body=scroll
            gives=scroll
        GET,POST /_search /{index}/_search
          search 1.0-,os1.0- *indices:data/read/search options=search body=search gives=scroll
        GET,POST /{index}/_mvt/{field}/{zoom}/{x}/{y}
          search_mvt 7.15- *indices:data/read/search options=search body=vectorTile
        GET,POST /_search_shards /{index}/_search_shards
          search_shards 1.0-,os1.0- *indices:admin/shards/search_shards options=lenient
        GET,POST /_search/template /{index}/_search/template
          search_template 1.0-,os1.0- ?indices:data/read/search/template *indices:data/read/search
            options=search body=searchTemplate stored gives=scroll module
        GET,POST /{index}/_terms_enum
          terms_enum 7.14- *indices:data/read/xpack/termsenum/list options=openOnly body=termsEnum module
        GET,POST /{index}/_termvectors /{index}/_termvectors/{id}
          termvectors 7.0-,os1.0- =indices:data/read/tv options=single body=termVectors
        POST /{index}/_update/{id}
          update 7.0-,os1.0- =indices:data/write/update >?indices:data/write/bulk
            >=indices:data/write/bulk[s] >=indices:data/write/index:op_type/index
            >=indices:admin/auto_create,missing options=single body=document
        POST /{index}/_update_by_query
          update_by_query 2.3-,os1.0- *indices:data/write/update/byquery >*indices:data/read/search
            >?indices:data/write/bulk >*indices:data/write/bulk[s] >*indices:data/write/index:op_type/index
            options=openOnly body=updateByQuery gives=task module
        POST /_update_by_query/{task_id}/_rethrottle
          update_by_query_rethrottle 2.3-,os1.0- cluster:admin/reindex/rethrottle takes=task
            cursor={task_id}
        DELETE /_search/scroll/_all
          clear_scroll 1.0-,os1.0- cluster:admin/indices/scroll/clear_all
        """
}
