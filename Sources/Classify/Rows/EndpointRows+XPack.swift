extension EndpointRows {
    /// Other features of the default distribution.
    static let xpack = """
        DELETE /_ccr/auto_follow/{name}
          ccr.delete_auto_follow_pattern 7.0- cluster:admin/xpack/ccr/auto_follow_pattern/delete
        PUT /{index}/_ccr/follow
          ccr.follow 7.0- =indices:admin/xpack/ccr/put_follow body=unreadable later
        GET /{index}/_ccr/info
          ccr.follow_info 7.0- cluster:monitor/ccr/follow_info filter
        GET /{index}/_ccr/stats
          ccr.follow_stats 7.0- cluster:monitor/ccr/follow_stats filter
        POST /{index}/_ccr/forget_follower
          ccr.forget_follower 7.0- =indices:admin/xpack/ccr/forget_follower module
        GET /_ccr/auto_follow /_ccr/auto_follow/{name}
          ccr.get_auto_follow_pattern 7.0- cluster:admin/xpack/ccr/auto_follow_pattern/get
        POST /_ccr/auto_follow/{name}/pause
          ccr.pause_auto_follow_pattern 7.2- cluster:admin/xpack/ccr/auto_follow_pattern/activate
        POST /{index}/_ccr/pause_follow
          ccr.pause_follow 7.0- cluster:admin/xpack/ccr/pause_follow filter module
        PUT /_ccr/auto_follow/{name}
          ccr.put_auto_follow_pattern 7.0- cluster:admin/xpack/ccr/auto_follow_pattern/put body=unreadable
            later
        POST /_ccr/auto_follow/{name}/resume
          ccr.resume_auto_follow_pattern 7.2- cluster:admin/xpack/ccr/auto_follow_pattern/activate
        POST /{index}/_ccr/resume_follow
          ccr.resume_follow 7.0- cluster:admin/xpack/ccr/resume_follow filter later module
        GET /_ccr/stats
          ccr.stats 7.0- cluster:monitor/ccr/stats
        POST /{index}/_ccr/unfollow
          ccr.unfollow 7.0- =indices:admin/xpack/ccr/unfollow module
        DELETE /_eql/search/{id}
          eql.delete 7.9- ~indices:data/read/async_search/delete takes=asyncSearch cursor={id}
        GET /_eql/search/{id}
          eql.get 7.9- ~indices:data/read/eql/async/get takes=asyncSearch cursor={id} gives=asyncSearch
        GET /_eql/search/status/{id}
          eql.get_status 7.9- cluster:monitor/eql/async/status takes=asyncSearch cursor={id}
        GET,POST /{index}/_eql/search
          eql.search 7.9- *indices:data/read/eql >*indices:data/read/search options=openOnly body=eql
            gives=asyncSearch module
        GET,POST /{index}/_graph/explore
          graph.explore 7.0- *indices:data/read/xpack/graph/explore >*indices:data/read/search
            options=search body=graph module
        DELETE /_license
          license.delete 7.0- cluster:admin/xpack/license/delete
        GET /_license
          license.get 7.0- cluster:monitor/xpack/license/get
        GET /_license/basic_status
          license.get_basic_status 7.0- cluster:admin/xpack/license/basic_status
        GET /_license/trial_status
          license.get_trial_status 7.0- cluster:admin/xpack/license/trial_status
        POST,PUT /_license
          license.post 7.0- cluster:admin/xpack/license/put
        POST /_license/start_basic
          license.post_start_basic 7.0- cluster:admin/xpack/license/start_basic
        POST /_license/start_trial
          license.post_start_trial 7.0- cluster:admin/xpack/license/start_trial
        GET /_migration/deprecations
          migration.deprecations 7.0- cluster:admin/xpack/deprecation/info
        GET /{index}/_migration/deprecations
          migration.deprecations 7.0- cluster:admin/xpack/deprecation/info filter options=open
        GET /_migration/system_features
          migration.get_feature_upgrade_status 7.16- cluster:admin/migration/get_system_feature
        POST /_migration/system_features
          migration.post_feature_upgrade 7.16- cluster:admin/migration/post_system_feature
        POST,PUT /_monitoring/bulk
          monitoring.bulk 7.0- cluster:admin/xpack/monitoring/bulk
        DELETE /_rollup/job/{id}
          rollup.delete_job 7.0- cluster:admin/xpack/rollup/delete
        GET /_rollup/job
          rollup.get_jobs 6.3- cluster:monitor/xpack/rollup/get
        GET /_rollup/job/{id}
          rollup.get_jobs 7.0- cluster:monitor/xpack/rollup/get
        GET /_rollup/data
          rollup.get_rollup_caps 6.3- cluster:monitor/xpack/rollup/get/caps
        GET /_rollup/data/{id}
          rollup.get_rollup_caps 7.0- cluster:monitor/xpack/rollup/get/caps
        GET /{index}/_rollup/data
          rollup.get_rollup_index_caps 7.0- *indices:data/read/xpack/rollup/get/index/caps options=open
        PUT /_rollup/job/{id}
          rollup.put_job 7.0- cluster:admin/xpack/rollup/put body=unreadable later
        GET,POST /{index}/_rollup_search
          rollup.rollup_search 7.0- *indices:data/read/xpack/rollup/search options=search body=search module
        POST /_rollup/job/{id}/_start
          rollup.start_job 7.0- cluster:admin/xpack/rollup/start
        POST /_rollup/job/{id}/_stop
          rollup.stop_job 7.0- cluster:admin/xpack/rollup/stop
        POST /_sql/close
          sql.clear_cursor 7.0- ~indices:data/read/sql/close_cursor takes=sql cursor=body body=sql
        DELETE /_sql/async/delete/{id}
          sql.delete_async 7.15- ~indices:data/read/async_search/delete takes=asyncSearch cursor={id}
        GET /_sql/async/{id}
          sql.get_async 7.15- ~indices:data/read/sql/async/get takes=asyncSearch cursor={id} gives=sql
        GET /_sql/async/status/{id}
          sql.get_async_status 7.15- cluster:monitor/xpack/sql/async/status takes=asyncSearch cursor={id}
        GET,POST /_sql
          sql.query 7.0- ?indices:data/read/sql >*indices:data/read/search index=body body=sql gives=sql
        GET,POST /_sql/translate
          sql.translate 7.0- ?indices:data/read/sql/translate >*indices:data/read/search index=body body=sql
        GET /_ssl/certificates
          ssl.certificates 7.0- cluster:monitor/xpack/ssl/certificates/get
        GET /_text_structure/find_field_structure
          text_structure.find_field_structure 8.14- cluster:monitor/text_structure/find_field_structure
            *indices:data/read/search index=?index options=search
        GET,POST /_text_structure/find_message_structure
          text_structure.find_message_structure 8.14- cluster:monitor/text_structure/find_message_structure
        POST /_text_structure/find_structure
          text_structure.find_structure 7.13- cluster:monitor/text_structure/findstructure
        GET,POST /_text_structure/test_grok_pattern
          text_structure.test_grok_pattern 8.13- cluster:monitor/text_structure/test_grok_pattern
        DELETE /_transform/{transform_id}
          transform.delete_transform 7.2- cluster:admin/transform/delete
        GET /_transform/_node_stats
          transform.get_node_stats 8.15- cluster:monitor/transform/node_stats
        GET /_transform /_transform/{transform_id}
          transform.get_transform 7.2- cluster:monitor/transform/get
        GET /_transform/{transform_id}/_stats
          transform.get_transform_stats 7.2- cluster:monitor/transform/stats/get
        GET,POST /_transform/_preview /_transform/{transform_id}/_preview
          transform.preview_transform 7.2- cluster:admin/transform/preview cluster:monitor/transform/get
            body=unreadable
        PUT /_transform/{transform_id}
          transform.put_transform 7.2- cluster:admin/transform/put body=unreadable later
        POST /_transform/{transform_id}/_reset
          transform.reset_transform 7.16- cluster:admin/transform/reset
        POST /_transform/{transform_id}/_schedule_now
          transform.schedule_now_transform 8.7- cluster:admin/transform/schedule_now
        POST /_transform/set_upgrade_mode
          transform.set_upgrade_mode 8.18- cluster:admin/transform/upgrade_mode
        POST /_transform/{transform_id}/_start
          transform.start_transform 7.2- cluster:admin/transform/start later
        POST /_transform/{transform_id}/_stop
          transform.stop_transform 7.2- cluster:admin/transform/stop
        POST /_transform/{transform_id}/_update
          transform.update_transform 7.2- cluster:admin/transform/update body=unreadable later
        POST /_transform/_upgrade
          transform.upgrade_transforms 7.16- cluster:admin/transform/upgrade
        POST,PUT /_watcher/watch/{watch_id}/_ack /_watcher/watch/{watch_id}/_ack/{action_id}
          watcher.ack_watch 7.0- cluster:admin/xpack/watcher/watch/ack
        POST,PUT /_watcher/watch/{watch_id}/_activate
          watcher.activate_watch 7.0- cluster:admin/xpack/watcher/watch/activate
        POST,PUT /_watcher/watch/{watch_id}/_deactivate
          watcher.deactivate_watch 7.0- cluster:admin/xpack/watcher/watch/activate
        DELETE /_watcher/watch/{id}
          watcher.delete_watch 7.0- cluster:admin/xpack/watcher/watch/delete
        POST,PUT /_watcher/watch/_execute /_watcher/watch/{id}/_execute
          watcher.execute_watch 7.0- cluster:admin/xpack/watcher/watch/execute body=unreadable later
        GET /_watcher/settings
          watcher.get_settings 8.7- cluster:admin/xpack/watcher/settings/get
        GET /_watcher/watch/{id}
          watcher.get_watch 7.0- cluster:monitor/xpack/watcher/watch/get
        POST,PUT /_watcher/watch/{id}
          watcher.put_watch 7.0- cluster:admin/xpack/watcher/watch/put body=unreadable later
        GET,POST /_watcher/_query/watches
          watcher.query_watches 7.11- cluster:monitor/xpack/watcher/watch/query
        POST /_watcher/_start
          watcher.start 7.0- cluster:admin/xpack/watcher/service
        GET /_watcher/stats /_watcher/stats/{metric}
          watcher.stats 7.0- cluster:monitor/xpack/watcher/stats/dist allow=metric
        POST /_watcher/_stop
          watcher.stop 7.0- cluster:admin/xpack/watcher/service
        PUT /_watcher/settings
          watcher.update_settings 8.7- cluster:admin/xpack/watcher/settings/update
        GET /_xpack
          xpack.info 5.0- cluster:monitor/xpack/info
        GET /_xpack/usage
          xpack.usage 5.0- cluster:monitor/xpack/usage
        """
}
