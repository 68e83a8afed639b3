extension EndpointRows {
    /// Machine learning.
    static let machineLearning = """
        POST /_ml/trained_models/{model_id}/deployment/cache/_clear
          ml.clear_trained_model_deployment_cache 8.0-
            cluster:admin/xpack/ml/trained_models/deployment/clear_cache
        POST /_ml/anomaly_detectors/{job_id}/_close
          ml.close_job 7.0- cluster:admin/xpack/ml/job/close
        DELETE /_ml/calendars/{calendar_id}
          ml.delete_calendar 7.0- cluster:admin/xpack/ml/calendars/delete
        DELETE /_ml/calendars/{calendar_id}/events/{event_id}
          ml.delete_calendar_event 7.0- cluster:admin/xpack/ml/calendars/events/delete
        DELETE /_ml/calendars/{calendar_id}/jobs/{job_id}
          ml.delete_calendar_job 7.0- cluster:admin/xpack/ml/calendars/jobs/update
        DELETE /_ml/data_frame/analytics/{id}
          ml.delete_data_frame_analytics 7.2- cluster:admin/xpack/ml/data_frame/analytics/delete
        DELETE /_ml/datafeeds/{datafeed_id}
          ml.delete_datafeed 7.0- cluster:admin/xpack/ml/datafeeds/delete
        DELETE /_ml/_delete_expired_data
          ml.delete_expired_data 7.0- cluster:admin/xpack/ml/delete_expired_data
        DELETE /_ml/_delete_expired_data/{job_id}
          ml.delete_expired_data 7.8- cluster:admin/xpack/ml/delete_expired_data
        DELETE /_ml/filters/{filter_id}
          ml.delete_filter 7.0- cluster:admin/xpack/ml/filters/delete
        DELETE /_ml/anomaly_detectors/{job_id}/_forecast
        DELETE /_ml/anomaly_detectors/{job_id}/_forecast/{forecast_id}
          ml.delete_forecast 7.0- cluster:admin/xpack/ml/job/forecast/delete
        DELETE /_ml/anomaly_detectors/{job_id}
          ml.delete_job 7.0- cluster:admin/xpack/ml/job/delete
        DELETE /_ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}
          ml.delete_model_snapshot 7.0- cluster:admin/xpack/ml/job/model_snapshots/delete
        DELETE /_ml/trained_models/{model_id}
          ml.delete_trained_model 7.6- cluster:admin/xpack/ml/inference/delete
        DELETE /_ml/trained_models/{model_id}/model_aliases/{model_alias}
          ml.delete_trained_model_alias 7.13- cluster:admin/xpack/ml/inference/model_aliases/delete
        POST /_ml/anomaly_detectors/_estimate_model_memory
          ml.estimate_model_memory 7.7- cluster:admin/xpack/ml/job/estimate_model_memory
        POST /_ml/data_frame/_evaluate
          ml.evaluate_data_frame 7.2- cluster:monitor/xpack/ml/data_frame/evaluate body=unreadable
        GET,POST /_ml/data_frame/analytics/_explain /_ml/data_frame/analytics/{id}/_explain
          ml.explain_data_frame_analytics 7.3- cluster:admin/xpack/ml/data_frame/analytics/explain
            cluster:monitor/xpack/ml/data_frame/analytics/get body=unreadable
        POST /_ml/anomaly_detectors/{job_id}/_flush
          ml.flush_job 7.0- cluster:admin/xpack/ml/job/flush
        POST /_ml/anomaly_detectors/{job_id}/_forecast
          ml.forecast 7.0- cluster:admin/xpack/ml/job/forecast
        GET,POST /_ml/anomaly_detectors/{job_id}/results/buckets
        GET,POST /_ml/anomaly_detectors/{job_id}/results/buckets/{timestamp}
          ml.get_buckets 7.0- cluster:monitor/xpack/ml/job/results/buckets/get
        GET /_ml/calendars/{calendar_id}/events
          ml.get_calendar_events 7.0- cluster:monitor/xpack/ml/calendars/events/get
        GET,POST /_ml/calendars /_ml/calendars/{calendar_id}
          ml.get_calendars 7.0- cluster:monitor/xpack/ml/calendars/get
        GET,POST /_ml/anomaly_detectors/{job_id}/results/categories
        GET,POST /_ml/anomaly_detectors/{job_id}/results/categories/{category_id}
          ml.get_categories 7.0- cluster:monitor/xpack/ml/job/results/categories/get
        GET /_ml/data_frame/analytics /_ml/data_frame/analytics/{id}
          ml.get_data_frame_analytics 7.2- cluster:monitor/xpack/ml/data_frame/analytics/get
        GET /_ml/data_frame/analytics/_stats /_ml/data_frame/analytics/{id}/_stats
          ml.get_data_frame_analytics_stats 7.2- cluster:monitor/xpack/ml/data_frame/analytics/stats/get
        GET /_ml/datafeeds/_stats /_ml/datafeeds/{datafeed_id}/_stats
          ml.get_datafeed_stats 7.0- cluster:monitor/xpack/ml/datafeeds/stats/get
        GET /_ml/datafeeds /_ml/datafeeds/{datafeed_id}
          ml.get_datafeeds 7.0- cluster:monitor/xpack/ml/datafeeds/get
        GET /_ml/filters /_ml/filters/{filter_id}
          ml.get_filters 7.0- cluster:admin/xpack/ml/filters/get
        GET,POST /_ml/anomaly_detectors/{job_id}/results/influencers
          ml.get_influencers 7.0- cluster:monitor/xpack/ml/job/results/influencers/get
        GET /_ml/anomaly_detectors/_stats /_ml/anomaly_detectors/{job_id}/_stats
          ml.get_job_stats 7.0- cluster:monitor/xpack/ml/job/stats/get
        GET /_ml/anomaly_detectors /_ml/anomaly_detectors/{job_id}
          ml.get_jobs 7.0- cluster:monitor/xpack/ml/job/get
        GET /_ml/memory/_stats /_ml/memory/{node_id}/_stats
          ml.get_memory_stats 8.2- cluster:monitor/xpack/ml/memory/stats/get
        GET /_ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}/_upgrade/_stats
          ml.get_model_snapshot_upgrade_stats 7.12-
            cluster:monitor/xpack/ml/job/model_snapshots/upgrade/stats/get
        GET,POST /_ml/anomaly_detectors/{job_id}/model_snapshots
        GET,POST /_ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}
          ml.get_model_snapshots 7.0- cluster:monitor/xpack/ml/job/model_snapshots/get
        GET,POST /_ml/anomaly_detectors/{job_id}/results/overall_buckets
          ml.get_overall_buckets 7.0- cluster:monitor/xpack/ml/job/results/overall_buckets/get
        GET,POST /_ml/anomaly_detectors/{job_id}/results/records
          ml.get_records 7.0- cluster:monitor/xpack/ml/job/results/records/get
        GET /_ml/trained_models /_ml/trained_models/{model_id}
          ml.get_trained_models 7.6- cluster:monitor/xpack/ml/inference/get
        GET /_ml/trained_models/_stats /_ml/trained_models/{model_id}/_stats
          ml.get_trained_models_stats 7.6- cluster:monitor/xpack/ml/inference/stats/get
        POST /_ml/trained_models/{model_id}/_infer
          ml.infer_trained_model 8.0- cluster:monitor/xpack/ml/trained_models/deployment/infer
        GET /_ml/info
          ml.info 7.0- cluster:monitor/xpack/ml/info/get
        POST /_ml/anomaly_detectors/{job_id}/_open
          ml.open_job 7.0- cluster:admin/xpack/ml/job/open
        POST /_ml/calendars/{calendar_id}/events
          ml.post_calendar_events 7.0- cluster:admin/xpack/ml/calendars/events/post
        POST /_ml/anomaly_detectors/{job_id}/_data
          ml.post_data 7.0- cluster:admin/xpack/ml/job/data/post
        GET,POST /_ml/data_frame/analytics/_preview /_ml/data_frame/analytics/{id}/_preview
          ml.preview_data_frame_analytics 7.13- cluster:admin/xpack/ml/data_frame/analytics/preview
            cluster:monitor/xpack/ml/data_frame/analytics/get body=unreadable
        GET,POST /_ml/datafeeds/_preview
        POST /_ml/datafeeds/{datafeed_id}/_preview
          ml.preview_datafeed 7.14- cluster:admin/xpack/ml/datafeeds/preview body=unreadable
        GET /_ml/datafeeds/{datafeed_id}/_preview
          ml.preview_datafeed 7.0- cluster:admin/xpack/ml/datafeeds/preview body=unreadable
        PUT /_ml/calendars/{calendar_id}
          ml.put_calendar 7.0- cluster:admin/xpack/ml/calendars/put
        PUT /_ml/calendars/{calendar_id}/jobs/{job_id}
          ml.put_calendar_job 7.0- cluster:admin/xpack/ml/calendars/jobs/update
        PUT /_ml/data_frame/analytics/{id}
          ml.put_data_frame_analytics 7.2- cluster:admin/xpack/ml/data_frame/analytics/put body=unreadable
            later
        PUT /_ml/datafeeds/{datafeed_id}
          ml.put_datafeed 7.0- cluster:admin/xpack/ml/datafeeds/put body=unreadable later
        PUT /_ml/filters/{filter_id}
          ml.put_filter 7.0- cluster:admin/xpack/ml/filters/put
        PUT /_ml/anomaly_detectors/{job_id}
          ml.put_job 7.0- cluster:admin/xpack/ml/job/put body=unreadable later
        PUT /_ml/trained_models/{model_id}
          ml.put_trained_model 7.6- cluster:admin/xpack/ml/inference/put
        PUT /_ml/trained_models/{model_id}/model_aliases/{model_alias}
          ml.put_trained_model_alias 7.13- cluster:admin/xpack/ml/inference/model_aliases/put
        PUT /_ml/trained_models/{model_id}/definition/{part}
          ml.put_trained_model_definition_part 8.0- cluster:admin/xpack/ml/trained_models/part/put
        PUT /_ml/trained_models/{model_id}/vocabulary
          ml.put_trained_model_vocabulary 8.0- cluster:admin/xpack/ml/trained_models/vocabulary/put
        POST /_ml/anomaly_detectors/{job_id}/_reset
          ml.reset_job 7.14- cluster:admin/xpack/ml/job/reset
        POST /_ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}/_revert
          ml.revert_model_snapshot 7.0- cluster:admin/xpack/ml/job/model_snapshots/revert
        POST /_ml/set_upgrade_mode
          ml.set_upgrade_mode 7.0- cluster:admin/xpack/ml/upgrade_mode
        POST /_ml/data_frame/analytics/{id}/_start
          ml.start_data_frame_analytics 7.2- cluster:admin/xpack/ml/data_frame/analytics/start later
        POST /_ml/datafeeds/{datafeed_id}/_start
          ml.start_datafeed 7.0- cluster:admin/xpack/ml/datafeed/start later
        POST /_ml/trained_models/{model_id}/deployment/_start
          ml.start_trained_model_deployment 8.0- cluster:admin/xpack/ml/trained_models/deployment/start
        POST /_ml/data_frame/analytics/{id}/_stop
          ml.stop_data_frame_analytics 7.2- cluster:admin/xpack/ml/data_frame/analytics/stop
        POST /_ml/datafeeds/{datafeed_id}/_stop
          ml.stop_datafeed 7.0- cluster:admin/xpack/ml/datafeed/stop
        POST /_ml/trained_models/{model_id}/deployment/_stop
          ml.stop_trained_model_deployment 8.0- cluster:admin/xpack/ml/trained_models/deployment/stop
        POST /_ml/data_frame/analytics/{id}/_update
          ml.update_data_frame_analytics 7.8- cluster:admin/xpack/ml/data_frame/analytics/update
            body=unreadable later
        POST /_ml/datafeeds/{datafeed_id}/_update
          ml.update_datafeed 7.0- cluster:admin/xpack/ml/datafeeds/update body=unreadable later
        POST /_ml/filters/{filter_id}/_update
          ml.update_filter 7.0- cluster:admin/xpack/ml/filters/update
        POST /_ml/anomaly_detectors/{job_id}/_update
          ml.update_job 7.0- cluster:admin/xpack/ml/job/update
        POST /_ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}/_update
          ml.update_model_snapshot 7.0- cluster:admin/xpack/ml/job/model_snapshots/update
        POST /_ml/trained_models/{model_id}/deployment/_update
          ml.update_trained_model_deployment 8.6- cluster:admin/xpack/ml/trained_models/deployment/update
        POST /_ml/anomaly_detectors/{job_id}/model_snapshots/{snapshot_id}/_upgrade
          ml.upgrade_job_snapshot 7.12- cluster:admin/xpack/ml/job/model_snapshots/upgrade
        POST /_ml/anomaly_detectors/_validate
          ml.validate 7.0- cluster:admin/xpack/ml/job/validate
        POST /_ml/anomaly_detectors/_validate/detector
          ml.validate_detector 7.0- cluster:admin/xpack/ml/job/validate/detector
        """
}
