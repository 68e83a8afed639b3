/// What Elasticsearch's audit log calls the request of an action (`request.name`).
enum RequestNames {
    /// By ``Action/index``; empty where it is not known: the action is not one of what a secured 7.17 was asked for.
    static let all: [String] = {
        var names: [Substring: Substring] = [:]
        for line in Self.known.split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2 { names[parts[0]] = parts[1] }
        }
        return ActionNames.all.map { String(names[Substring($0), default: ""]) }
    }()

    /// Actions and their requests' names, as a secured 7.17.28 logged them.
    private static let known = """
        cluster:admin/component_template/delete Request
        cluster:admin/component_template/get Request
        cluster:admin/features/get GetSnapshottableFeaturesRequest
        cluster:admin/indices/dangling/delete DeleteDanglingIndexRequest
        cluster:admin/indices/dangling/list ListDanglingIndicesRequest
        cluster:admin/indices/scroll/clear_all ClearScrollRequest
        cluster:admin/ingest/pipeline/delete DeletePipelineRequest
        cluster:admin/ingest/pipeline/get GetPipelineRequest
        cluster:admin/ingest/pipeline/put PutPipelineRequest
        cluster:admin/ingest/pipeline/simulate SimulatePipelineRequest
        cluster:admin/nodes/reload_secure_settings NodesReloadSecureSettingsRequest
        cluster:admin/repository/delete DeleteRepositoryRequest
        cluster:admin/repository/get GetRepositoriesRequest
        cluster:admin/reroute ClusterRerouteRequest
        cluster:admin/script/delete DeleteStoredScriptRequest
        cluster:admin/script/get GetStoredScriptRequest
        cluster:admin/script/put PutStoredScriptRequest
        cluster:admin/script_context/get GetScriptContextRequest
        cluster:admin/script_language/get GetScriptLanguageRequest
        cluster:admin/snapshot/create CreateSnapshotRequest
        cluster:admin/snapshot/delete DeleteSnapshotRequest
        cluster:admin/snapshot/get GetSnapshotsRequest
        cluster:admin/snapshot/restore RestoreSnapshotRequest
        cluster:admin/snapshot/status SnapshotsStatusRequest
        cluster:admin/voting_config/clear_exclusions ClearVotingConfigExclusionsRequest
        cluster:admin/xpack/license/delete DeleteLicenseRequest
        cluster:admin/xpack/security/api_key/create CreateApiKeyRequest
        cluster:admin/xpack/security/api_key/get GetApiKeyRequest
        cluster:admin/xpack/security/api_key/grant GrantApiKeyRequest
        cluster:admin/xpack/security/api_key/invalidate InvalidateApiKeyRequest
        cluster:admin/xpack/security/api_key/query QueryApiKeyRequest
        cluster:admin/xpack/security/cache/clear ClearSecurityCacheRequest
        cluster:admin/xpack/security/privilege/builtin/get GetBuiltinPrivilegesRequest
        cluster:admin/xpack/security/privilege/delete DeletePrivilegesRequest
        cluster:admin/xpack/security/privilege/get GetPrivilegesRequest
        cluster:admin/xpack/security/privilege/put PutPrivilegesRequest
        cluster:admin/xpack/security/realm/cache/clear ClearRealmCacheRequest
        cluster:admin/xpack/security/role/delete DeleteRoleRequest
        cluster:admin/xpack/security/role/get GetRolesRequest
        cluster:admin/xpack/security/role/put PutRoleRequest
        cluster:admin/xpack/security/role_mapping/delete DeleteRoleMappingRequest
        cluster:admin/xpack/security/role_mapping/get GetRoleMappingsRequest
        cluster:admin/xpack/security/role_mapping/put PutRoleMappingRequest
        cluster:admin/xpack/security/roles/cache/clear ClearRolesCacheRequest
        cluster:admin/xpack/security/saml/prepare SamlPrepareAuthenticationRequest
        cluster:admin/xpack/security/service_account/credential/get GetServiceAccountCredentialsRequest
        cluster:admin/xpack/security/service_account/get GetServiceAccountRequest
        cluster:admin/xpack/security/service_account/token/delete DeleteServiceAccountTokenRequest
        cluster:admin/xpack/security/user/authenticate AuthenticateRequest
        cluster:admin/xpack/security/user/change_password ChangePasswordRequest
        cluster:admin/xpack/security/user/delete DeleteUserRequest
        cluster:admin/xpack/security/user/get GetUsersRequest
        cluster:admin/xpack/security/user/list_privileges GetUserPrivilegesRequest
        cluster:admin/xpack/security/user/put PutUserRequest
        cluster:admin/xpack/security/user/set_enabled SetEnabledRequest
        cluster:monitor/allocation/explain ClusterAllocationExplainRequest
        cluster:monitor/health ClusterHealthRequest
        cluster:monitor/main MainRequest
        cluster:monitor/nodes/hot_threads NodesHotThreadsRequest
        cluster:monitor/nodes/info NodesInfoRequest
        cluster:monitor/nodes/stats NodesStatsRequest
        cluster:monitor/nodes/usage NodesUsageRequest
        cluster:monitor/remote/info RemoteInfoRequest
        cluster:monitor/state ClusterStateRequest
        cluster:monitor/stats ClusterStatsRequest
        cluster:monitor/task PendingClusterTasksRequest
        cluster:monitor/tasks/lists ListTasksRequest
        cluster:monitor/xpack/security/saml/metadata SamlSpMetadataRequest
        indices:admin/aliases IndicesAliasesRequest
        indices:admin/aliases/get GetAliasesRequest
        indices:admin/auto_create CreateIndexRequest
        indices:admin/create CreateIndexRequest
        indices:admin/delete DeleteIndexRequest
        indices:admin/flush FlushRequest
        indices:admin/get GetIndexRequest
        indices:admin/index_template/delete Request
        indices:admin/index_template/get Request
        indices:admin/mapping/auto_put PutMappingRequest
        indices:admin/mapping/put PutMappingRequest
        indices:admin/mappings/fields/get GetFieldMappingsRequest
        indices:admin/mappings/get GetMappingsRequest
        indices:admin/refresh RefreshRequest
        indices:admin/reload_analyzers ReloadAnalyzersRequest
        indices:admin/resize ResizeRequest
        indices:admin/resolve/index Request
        indices:admin/rollover RolloverRequest
        indices:admin/shards/search_shards ClusterSearchShardsRequest
        indices:admin/template/delete DeleteIndexTemplateRequest
        indices:admin/template/get GetIndexTemplatesRequest
        indices:admin/validate/query ValidateQueryRequest
        indices:data/read/get GetRequest
        indices:data/read/mget MultiGetRequest
        indices:data/read/msearch MultiSearchRequest
        indices:data/read/scroll SearchScrollRequest
        indices:data/read/scroll/clear ClearScrollRequest
        indices:data/read/search SearchRequest
        indices:data/read/search/template SearchTemplateRequest
        indices:data/read/tv TermVectorsRequest
        indices:data/write/bulk BulkRequest
        indices:data/write/delete DeleteRequest
        indices:data/write/index IndexRequest
        indices:data/write/update UpdateRequest
        indices:data/write/update/byquery UpdateByQueryRequest
        indices:monitor/field_usage_stats FieldUsageStatsRequest
        indices:monitor/recovery RecoveryRequest
        indices:monitor/segments IndicesSegmentsRequest
        indices:monitor/settings/get GetSettingsRequest
        indices:monitor/shard_stores IndicesShardStoresRequest
        indices:monitor/stats IndicesStatsRequest
        """
}

extension Action {
    /// `request.name` of Elasticsearch's audit log; empty: it is not known.
    public var requestName: String { RequestNames.all[Int(self.index)] }
}
