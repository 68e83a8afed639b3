/// Kibana's routes and what each needs, the first that matches counts. `*` is one segment, `**` any number at
/// the end.
enum KibanaRows {
    /// Identifiers of features by the words of the rows; releases have renamed some.
    static let features: [Substring: [Substring]] = [
        "discover": ["discover", "discover_v2"],
        "dashboard": ["dashboard", "dashboard_v2"],
        "visualize": ["visualize", "visualize_v2"],
        "maps": ["maps", "maps_v2"],
        "canvas": ["canvas"],
        "graph": ["graph"],
        "ml": ["ml"],
        "console": ["dev_tools"],
        "settings": ["advancedSettings"],
        "dataViews": ["indexPatterns"],
        "savedObjects": ["savedObjectsManagement"],
        "tags": ["savedObjectsTagging"],
        "savedQueries": ["savedQueryManagement"],
        "files": ["filesManagement", "filesSharedImage"],
        "alerts": ["stackAlerts"],
        "actions": ["actions"],
        "rulesSettings": ["rulesSettings"],
        "maintenance": ["maintenanceWindow"],
        "cases": [
            "generalCases", "generalCasesV2", "generalCasesV3", "observabilityCases", "observabilityCasesV2",
            "observabilityCasesV3", "securitySolutionCases", "securitySolutionCasesV2",
            "securitySolutionCasesV3",
        ],
        "apm": ["apm"],
        "infrastructure": ["infrastructure"],
        "logs": ["logs"],
        "uptime": ["uptime"],
        "slo": ["slo"],
        "siem": ["siem", "siemV2", "siemV3", "siemV4", "siemV5"],
        "fleet": ["fleet", "fleetv2"],
        "osquery": ["osquery"],
        "monitoring": ["monitoring"],
        "reporting": ["reporting"],
        // What shows data of indices: each loads data views and searches.
        "analytics": [
            "discover", "discover_v2", "dashboard", "dashboard_v2", "visualize", "visualize_v2", "maps",
            "maps_v2", "canvas", "graph", "ml",
        ],
    ]

    static let text = [Self.page, Self.content, Self.solutions, Self.management].joined(separator: "\n")

    /// The page, what it loads, and what it asks before it shows anything.
    private static let page = """
        GET /login nothing
        GET /logout nothing
        GET /bootstrap.js nothing
        GET /bootstrap-anonymous.js nothing
        GET /favicon.ico nothing
        GET /favicons/** nothing
        GET /ui/** nothing
        GET /bundles/** nothing
        GET /*/bundles/** nothing
        GET /translations/** nothing
        GET /*/translations/** nothing
        GET /node_modules/** nothing
        GET /plugins/*/assets/** nothing
        GET /manifest.webmanifest nothing
        GET /robots.txt nothing
        GET / login
        GET /app/** login
        GET /status login
        GET /spaces/** login
        GET /goto/** login
        GET /r/** login
        GET /api/status login
        POST /api/core/capabilities login
        GET /internal/core/_settings login
        GET /api/kibana/settings login
        GET /internal/kibana/settings login
        GET /api/licensing/info login
        GET /internal/licensing/** login
        POST /internal/licensing/feature_usage/** login
        GET /api/banners/info login
        GET /internal/banners/info login
        GET /internal/spaces/_active_space login
        POST /internal/spaces/_active_space login
        GET /internal/newsfeed/** login
        POST /api/ui_counters/_report login
        POST /api/ui_metric/report login
        POST /internal/ui_counters/_report login
        GET /api/telemetry/v2/config login
        GET /internal/telemetry/config login
        GET /internal/global_search/searchable_types login
        GET /api/short_url/** login
        GET /api/sample_data login
        GET /api/stats global.read
        """

    /// Saved objects, data views, searches and the applications that show them.
    private static let content = """
        GET /api/saved_objects/dashboard/* dashboard.read
        PUT /api/saved_objects/dashboard/* dashboard.all
        POST /api/saved_objects/dashboard dashboard.all
        POST /api/saved_objects/dashboard/* dashboard.all
        DELETE /api/saved_objects/dashboard/* dashboard.all
        GET /api/saved_objects/visualization/* visualize,dashboard.read
        PUT /api/saved_objects/visualization/* visualize.all
        POST /api/saved_objects/visualization visualize.all
        POST /api/saved_objects/visualization/* visualize.all
        DELETE /api/saved_objects/visualization/* visualize.all
        GET /api/saved_objects/lens/* visualize,dashboard.read
        PUT /api/saved_objects/lens/* visualize.all
        POST /api/saved_objects/lens visualize.all
        POST /api/saved_objects/lens/* visualize.all
        DELETE /api/saved_objects/lens/* visualize.all
        GET /api/saved_objects/search/* discover,dashboard,visualize.read
        PUT /api/saved_objects/search/* discover.all
        POST /api/saved_objects/search discover.all
        POST /api/saved_objects/search/* discover.all
        DELETE /api/saved_objects/search/* discover.all
        GET /api/saved_objects/map/* maps,dashboard.read
        PUT /api/saved_objects/map/* maps.all
        POST /api/saved_objects/map maps.all
        POST /api/saved_objects/map/* maps.all
        DELETE /api/saved_objects/map/* maps.all
        GET /api/saved_objects/index-pattern/* analytics,dataViews.read
        PUT /api/saved_objects/index-pattern/* dataViews.all
        POST /api/saved_objects/index-pattern dataViews.all
        POST /api/saved_objects/index-pattern/* dataViews.all
        DELETE /api/saved_objects/index-pattern/* dataViews.all
        GET /api/saved_objects/_find read
        GET /api/saved_objects/*/* read
        POST /api/saved_objects/_bulk_get read
        POST /api/saved_objects/_bulk_resolve read
        GET /api/saved_objects/resolve/*/* read
        POST /api/saved_objects/_export read
        POST /internal/saved_objects/_bulk_get read
        POST /internal/saved_objects/_bulk_resolve read
        GET /internal/saved_objects/_find read
        POST,PUT,DELETE /api/saved_objects/** all
        POST /api/content_management/rpc/get read
        POST /api/content_management/rpc/bulkGet read
        POST /api/content_management/rpc/search read
        POST /api/content_management/rpc/mSearch read
        POST /api/content_management/rpc/** all
        GET /api/dashboards/** dashboard.read
        POST,PUT,DELETE /api/dashboards/** dashboard.all
        GET /api/visualizations/** visualize.read
        POST,PUT,DELETE /api/visualizations/** visualize.all
        GET /api/lens/** visualize.read
        POST,PUT,DELETE /api/lens/** visualize.all
        GET /api/canvas/** canvas.read
        POST /api/canvas/fns canvas.read
        POST,PUT,DELETE /api/canvas/** canvas.all
        GET /internal/canvas/** canvas.read
        POST,PUT,DELETE /internal/canvas/** canvas.all
        GET /api/maps/** maps.read
        GET /internal/maps/** maps.read
        POST,PUT,DELETE /internal/maps/** maps.all
        POST /api/graph/graphExplore graph.read
        POST /internal/graph/graphExplore graph.read
        POST /api/graph/searchProxy graph.read
        POST /internal/graph/searchProxy graph.read
        GET /api/data_views analytics,dataViews.read
        GET /api/data_views/** analytics,dataViews.read
        POST,PUT,DELETE /api/data_views/** dataViews.all
        GET /internal/data_views/** analytics,dataViews.read
        POST /internal/data_views/_fields_for_wildcard analytics,dataViews.read
        POST /internal/data_views/fields analytics,dataViews.read
        GET /api/index_patterns/** analytics,dataViews.read
        POST,PUT,DELETE /api/index_patterns/** dataViews.all
        GET /internal/index-pattern-management/** analytics,dataViews.read
        POST /api/kibana/suggestions/values/* analytics.read
        POST /internal/kibana/suggestions/values/* analytics.read
        POST /internal/search/** analytics.read
        POST /internal/bsearch analytics.read
        GET /internal/search/** analytics.read
        DELETE /internal/search/** analytics.read
        POST /internal/_msearch analytics.read
        POST /api/metrics/vis/data analytics.read
        POST /internal/metrics/vis/data analytics.read
        POST /api/timelion/run analytics.read
        POST /internal/timelion/run analytics.read
        GET /api/saved_objects_tagging/** analytics,tags.read
        POST,PUT,DELETE /api/saved_objects_tagging/** tags.all
        GET /internal/saved_objects_tagging/** tags.read
        POST /internal/saved_objects_tagging/tags/_bulk_delete tags.all
        GET /internal/saved_query/** analytics,savedQueries.read
        POST /internal/saved_query/_find analytics,savedQueries.read
        POST /internal/saved_query/_all analytics,savedQueries.read
        POST,PUT,DELETE /internal/saved_query/** savedQueries.all
        GET /api/files/** files.read
        POST,PUT,DELETE /api/files/** files.all
        POST /api/short_url read
        POST /api/shorten_url read
        GET /api/reporting/** reporting.read
        POST,DELETE /api/reporting/** reporting.all
        GET /internal/reporting/** reporting.read
        POST,DELETE /internal/reporting/** reporting.all
        """

    /// Observability, security, alerting and machine learning.
    private static let solutions = """
        GET /api/alerting/** alerts.read
        POST,PUT,DELETE /api/alerting/** alerts.all
        GET /internal/alerting/rules/settings/** rulesSettings.read
        POST /internal/alerting/rules/settings/** rulesSettings.all
        GET /internal/alerting/rules/maintenance_window/** maintenance.read
        POST,DELETE /internal/alerting/rules/maintenance_window/** maintenance.all
        GET /internal/alerting/** alerts.read
        POST /internal/alerting/rules/_find alerts.read
        POST,PUT,DELETE /internal/alerting/** alerts.all
        GET /api/actions/** actions.read
        POST,PUT,DELETE /api/actions/** actions.all
        GET /internal/actions/** actions.read
        GET /api/cases/** cases.read
        POST,PUT,DELETE /api/cases/** cases.all
        GET /internal/cases/** cases.read
        GET /internal/apm/** apm.read
        GET /api/apm/** apm.read
        POST,PUT,DELETE /internal/apm/** apm.all
        POST,PUT,DELETE /api/apm/** apm.all
        GET /api/infra/** infrastructure.read
        POST /api/infra/** infrastructure.read
        GET /api/metrics/** infrastructure.read
        POST /api/metrics/** infrastructure.read
        POST /api/log_entries/** logs.read
        GET /api/uptime/** uptime.read
        GET /internal/uptime/** uptime.read
        GET /internal/synthetics/** uptime.read
        POST,PUT,DELETE /internal/uptime/** uptime.all
        POST,PUT,DELETE /internal/synthetics/** uptime.all
        GET /api/observability/slos/** slo.read
        POST,PUT,DELETE /api/observability/slos/** slo.all
        GET /api/detection_engine/** siem.read
        POST /api/detection_engine/signals/search siem.read
        POST,PUT,DELETE /api/detection_engine/** siem.all
        GET /api/timeline/** siem.read
        POST,PUT,DELETE /api/timeline/** siem.all
        GET /api/exception_lists/** siem.read
        POST,PUT,DELETE /api/exception_lists/** siem.all
        GET /api/lists/** siem.read
        POST,PUT,DELETE /api/lists/** siem.all
        GET /api/endpoint/** siem.all
        POST,PUT,DELETE /api/endpoint/** siem.all
        GET /api/osquery/** osquery.read
        POST,PUT,DELETE /api/osquery/** osquery.all
        GET /api/fleet/** fleet.read
        POST,PUT,DELETE /api/fleet/** fleet.all
        GET /api/ml/** ml.read
        POST,PUT,DELETE /api/ml/** ml.all
        GET /internal/ml/** ml.read
        POST,PUT,DELETE /internal/ml/** ml.all
        POST /api/monitoring/v1/** monitoring.read
        GET /api/monitoring/v1/** monitoring.read
        """

    /// Settings and tools of an administrator.
    private static let management = """
        POST,DELETE /api/kibana/settings/** settings.all
        POST,DELETE /internal/kibana/settings/** settings.all
        POST /api/console/proxy console.all
        GET /api/console/** console.read
        POST /api/console/autocomplete_entities console.read
        GET /api/kibana/management/saved_objects/** savedObjects.read
        POST /api/kibana/management/saved_objects/** savedObjects.all
        GET /api/kibana/management/saved_objects savedObjects.read
        GET /internal/kibana/management/saved_objects/** savedObjects.read
        GET /api/spaces/space global.read
        GET /api/spaces/space/* global.read
        POST,PUT,DELETE /api/spaces/** global.all
        GET /api/features global.all
        """
}
