extension EndpointRows {
    /// The cluster and its nodes.
    static let cluster = """
        DELETE /_internal/desired_balance
          _internal.delete_desired_balance 8.6- cluster:admin/desired_balance/reset
        DELETE /_internal/desired_nodes
          _internal.delete_desired_nodes 8.1- cluster:admin/desired_nodes/delete
        GET /_internal/desired_balance
          _internal.get_desired_balance 8.6- cluster:admin/desired_balance/get
        GET /_internal/desired_nodes/_latest
          _internal.get_desired_nodes 8.1- cluster:admin/desired_nodes/get
        POST /_internal/prevalidate_node_removal
          _internal.prevalidate_node_removal 8.7- cluster:admin/shutdown/prevalidate_removal
        PUT /_internal/desired_nodes/{history_id}/{version}
          _internal.update_desired_nodes 8.1- cluster:admin/desired_nodes/update
        DELETE /_autoscaling/policy/{name}
          autoscaling.delete_autoscaling_policy 7.11- cluster:admin/autoscaling/delete_autoscaling_policy
        GET /_autoscaling/capacity
          autoscaling.get_autoscaling_capacity 7.11- cluster:admin/autoscaling/get_autoscaling_capacity
        GET /_autoscaling/policy/{name}
          autoscaling.get_autoscaling_policy 7.11- cluster:admin/autoscaling/get_autoscaling_policy
        PUT /_autoscaling/policy/{name}
          autoscaling.put_autoscaling_policy 7.11- cluster:admin/autoscaling/put_autoscaling_policy
        GET /_capabilities
          capabilities 8.14- cluster:monitor/nodes/capabilities
        GET,POST /_cluster/allocation/explain
          cluster.allocation_explain 5.0-,os1.0- cluster:monitor/allocation/explain allow=index
        DELETE /_component_template/{name}
          cluster.delete_component_template 7.8-,os1.0- cluster:admin/component_template/delete
        DELETE /_cluster/voting_config_exclusions
          cluster.delete_voting_config_exclusions 7.0-,os1.0- cluster:admin/voting_config/clear_exclusions
        HEAD /_component_template/{name}
          cluster.exists_component_template 7.8-,os1.0- cluster:admin/component_template/get
        GET /_component_template /_component_template/{name}
          cluster.get_component_template 7.8-,os1.0- cluster:admin/component_template/get
        GET /_cluster/settings
          cluster.get_settings 1.0-8.2,os1.0- cluster:monitor/state
        GET /_cluster/settings
          cluster.get_settings 8.3- cluster:monitor/settings
        GET /_cluster/health
          cluster.health 1.0-,os1.0- cluster:monitor/health
        GET /_cluster/health/{index}
          cluster.health 1.0-,os1.0- cluster:monitor/health filter options=lenientHidden
        GET /_info/{target}
          cluster.info 8.9- cluster:monitor/nodes/stats
        GET /_cluster/pending_tasks
          cluster.pending_tasks 1.0-,os1.0- cluster:monitor/task
        POST /_cluster/voting_config_exclusions
          cluster.post_voting_config_exclusions 7.8-,os1.0- cluster:admin/voting_config/add_exclusions
        POST,PUT /_component_template/{name}
          cluster.put_component_template 7.8-,os1.0- cluster:admin/component_template/put body=template
            later
        PUT /_cluster/settings
          cluster.put_settings 1.0-,os1.0- cluster:admin/settings/update
        GET /_remote/info
          cluster.remote_info 6.0-,os1.0- cluster:monitor/remote/info
        POST /_cluster/reroute
          cluster.reroute 1.0-,os1.0- cluster:admin/reroute
        GET /_cluster/state /_cluster/state/{metric}
          cluster.state 1.0-,os1.0- cluster:monitor/state allow=metric
        GET /_cluster/state/{metric}/{index}
          cluster.state 1.0-,os1.0- cluster:monitor/state filter options=lenientHidden allow=metric
        GET /_cluster/stats /_cluster/stats/nodes/{node_id}
          cluster.stats 1.0-,os1.0- cluster:monitor/stats
        DELETE /_dangling/{index_uuid}
          dangling_indices.delete_dangling_index 7.9-,os1.0- cluster:admin/indices/dangling/delete
        POST /_dangling/{index_uuid}
          dangling_indices.import_dangling_index 7.9-,os1.0- cluster:admin/indices/dangling/import
        GET /_dangling
          dangling_indices.list_dangling_indices 7.9-,os1.0- cluster:admin/indices/dangling/list
        GET /_features
          features.get_features 7.12- cluster:admin/features/get
        POST /_features/_reset
          features.reset_features 7.12- cluster:admin/features/reset
        GET /_health_report /_health_report/{feature}
          health_report 8.7- cluster:monitor/health_api
        GET /
          info 1.0-,os1.0- cluster:monitor/main
        DELETE /_nodes/{node_id}/_repositories_metering/{max_archive_version}
          nodes.clear_repositories_metering_archive 7.16-
            cluster:monitor/xpack/repositories_metering/clear_metering_archive
        GET /_nodes/{node_id}/_repositories_metering
          nodes.get_repositories_metering_info 7.16- cluster:monitor/xpack/repositories_metering/get_metrics
        GET /_nodes/hot_threads /_nodes/{node_id}/hot_threads
          nodes.hot_threads 1.0-,os1.0- cluster:monitor/nodes/hot_threads text allow=type
        GET /_nodes /_nodes/{metric} /_nodes/{node_id}/{metric}
          nodes.info 1.0-,os1.0- cluster:monitor/nodes/info allow=metric
        POST /_nodes/reload_secure_settings /_nodes/{node_id}/reload_secure_settings
          nodes.reload_secure_settings 6.3-,os1.0- cluster:admin/nodes/reload_secure_settings
        GET /_nodes/stats /_nodes/stats/{metric} /_nodes/stats/{metric}/{index_metric}
        GET /_nodes/{node_id}/stats /_nodes/{node_id}/stats/{metric}
        GET /_nodes/{node_id}/stats/{metric}/{index_metric}
          nodes.stats 1.0-,os1.0- cluster:monitor/nodes/stats allow=metric allow=index_metric
        GET /_nodes/usage /_nodes/usage/{metric} /_nodes/{node_id}/usage /_nodes/{node_id}/usage/{metric}
          nodes.usage 6.0-,os1.0- cluster:monitor/nodes/usage allow=metric
        HEAD /
          ping 1.0-,os1.0- cluster:monitor/main
        DELETE /_nodes/{node_id}/shutdown
          shutdown.delete_node 7.13- cluster:admin/shutdown/delete
        GET /_nodes/shutdown /_nodes/{node_id}/shutdown
          shutdown.get_node 7.13- cluster:admin/shutdown/get
        PUT /_nodes/{node_id}/shutdown
          shutdown.put_node 7.13- cluster:admin/shutdown/create
        POST /_tasks/_cancel
          tasks.cancel 2.3-,os1.0- cluster:admin/tasks/cancel takes=task
        POST /_tasks/{task_id}/_cancel
          tasks.cancel 2.3-,os1.0- cluster:admin/tasks/cancel takes=task cursor={task_id}
        GET /_tasks/{task_id}
          tasks.get 2.3-,os1.0- cluster:monitor/task/get takes=task cursor={task_id}
        GET /_tasks
          tasks.list 2.3-,os1.0- cluster:monitor/tasks/lists
        """
}
