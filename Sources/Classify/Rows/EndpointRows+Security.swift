extension EndpointRows {
    /// Security: answered by the proxy.
    static let security = """
        POST /_security/profile/_activate
          security.activate_user_profile 8.2- cluster:admin/xpack/security/profile/activate owned
        GET /_security/_authenticate
          security.authenticate 7.0- cluster:admin/xpack/security/user/authenticate owned
        DELETE /_security/role
          security.bulk_delete_role 8.15- cluster:admin/xpack/security/role/bulk_delete owned
        POST /_security/role
          security.bulk_put_role 8.15- cluster:admin/xpack/security/role/bulk_put owned
        POST /_security/api_key/_bulk_update
          security.bulk_update_api_keys 8.5- cluster:admin/xpack/security/api_key/bulk_update owned
        POST,PUT /_security/user/_password /_security/user/{username}/_password
          security.change_password 7.0- cluster:admin/xpack/security/user/change_password owned
        POST /_security/api_key/{ids}/_clear_cache
          security.clear_api_key_cache 7.9- cluster:admin/xpack/security/cache/clear owned
        POST /_security/privilege/{application}/_clear_cache
          security.clear_cached_privileges 7.9- cluster:admin/xpack/security/cache/clear owned
        POST /_security/realm/{realms}/_clear_cache
          security.clear_cached_realms 7.0- cluster:admin/xpack/security/realm/cache/clear owned
        POST /_security/role/{name}/_clear_cache
          security.clear_cached_roles 7.0- cluster:admin/xpack/security/roles/cache/clear owned
        POST /_security/service/{namespace}/{service}/credential/token/{name}/_clear_cache
          security.clear_cached_service_tokens 7.13- cluster:admin/xpack/security/cache/clear owned
        POST,PUT /_security/api_key/clone
          security.clone_api_key 9.4- cluster:admin/xpack/security/api_key/clone owned
        POST,PUT /_security/api_key
          security.create_api_key 7.0- cluster:admin/xpack/security/api_key/create owned
        POST /_security/cross_cluster/api_key
          security.create_cross_cluster_api_key 8.10-
            cluster:admin/xpack/security/cross_cluster/api_key/create owned
        POST /_security/service/{namespace}/{service}/credential/token
        POST,PUT /_security/service/{namespace}/{service}/credential/token/{name}
          security.create_service_token 7.13- cluster:admin/xpack/security/service_account/token/create
            owned
        POST /_security/delegate_pki
          security.delegate_pki 7.2- cluster:admin/xpack/security/delegate_pki owned
        DELETE /_security/privilege/{application}/{name}
          security.delete_privileges 7.0- cluster:admin/xpack/security/privilege/delete owned
        DELETE /_security/role/{name}
          security.delete_role 7.0- cluster:admin/xpack/security/role/delete owned
        DELETE /_security/role_mapping/{name}
          security.delete_role_mapping 7.0- cluster:admin/xpack/security/role_mapping/delete owned
        DELETE /_security/service/{namespace}/{service}/credential/token/{name}
          security.delete_service_token 7.13- cluster:admin/xpack/security/service_account/token/delete
            owned
        DELETE /_security/user/{username}
          security.delete_user 7.0- cluster:admin/xpack/security/user/delete owned
        POST,PUT /_security/user/{username}/_disable
          security.disable_user 7.0- cluster:admin/xpack/security/user/set_enabled owned
        POST,PUT /_security/profile/{uid}/_disable
          security.disable_user_profile 8.2- cluster:admin/xpack/security/profile/set_enabled owned
        POST,PUT /_security/user/{username}/_enable
          security.enable_user 7.0- cluster:admin/xpack/security/user/set_enabled owned
        POST,PUT /_security/profile/{uid}/_enable
          security.enable_user_profile 8.2- cluster:admin/xpack/security/profile/set_enabled owned
        GET /_security/enroll/kibana
          security.enroll_kibana 8.0- cluster:admin/xpack/security/enroll/kibana owned
        GET /_security/enroll/node
          security.enroll_node 8.0- cluster:admin/xpack/security/enroll/node owned
        GET /_security/api_key
          security.get_api_key 7.0- cluster:admin/xpack/security/api_key/get owned
        GET /_security/privilege/_builtin
          security.get_builtin_privileges 7.2- cluster:admin/xpack/security/privilege/builtin/get owned
        GET /_security/privilege /_security/privilege/{application}
        GET /_security/privilege/{application}/{name}
          security.get_privileges 7.0- cluster:admin/xpack/security/privilege/get owned
        GET /_security/role /_security/role/{name}
          security.get_role 7.0- cluster:admin/xpack/security/role/get owned
        GET /_security/role_mapping /_security/role_mapping/{name}
          security.get_role_mapping 7.0- cluster:admin/xpack/security/role_mapping/get owned
        GET /_security/service /_security/service/{namespace} /_security/service/{namespace}/{service}
          security.get_service_accounts 7.13- cluster:admin/xpack/security/service_account/get owned
        GET /_security/service/{namespace}/{service}/credential
          security.get_service_credentials 7.13- cluster:admin/xpack/security/service_account/credential/get
            owned
        GET /_security/settings
          security.get_settings 8.10- cluster:admin/xpack/security/settings/get owned
        GET /_security/stats
          security.get_stats 9.2- cluster:monitor/xpack/security/stats owned
        POST /_security/oauth2/token
          security.get_token 7.0- cluster:admin/xpack/security/token/create owned
        GET /_security/user /_security/user/{username}
          security.get_user 7.0- cluster:admin/xpack/security/user/get owned
        GET /_security/user/_privileges
          security.get_user_privileges 7.0- cluster:admin/xpack/security/user/list_privileges owned
        GET /_security/profile/{uid}
          security.get_user_profile 8.2- cluster:admin/xpack/security/profile/get owned
        POST /_security/api_key/grant
          security.grant_api_key 7.9- cluster:admin/xpack/security/api_key/grant owned
        GET,POST /_security/user/_has_privileges /_security/user/{user}/_has_privileges
          security.has_privileges 7.0- cluster:admin/xpack/security/user/has_privileges owned
        GET,POST /_security/profile/_has_privileges
          security.has_privileges_user_profile 8.2- cluster:admin/xpack/security/profile/has_privileges
            owned
        DELETE /_security/api_key
          security.invalidate_api_key 7.0- cluster:admin/xpack/security/api_key/invalidate owned
        DELETE /_security/oauth2/token
          security.invalidate_token 7.0- cluster:admin/xpack/security/token/invalidate owned
        POST /_security/oidc/authenticate
          security.oidc_authenticate 7.2- cluster:admin/xpack/security/oidc/authenticate owned
        POST /_security/oidc/logout
          security.oidc_logout 7.2- cluster:admin/xpack/security/oidc/logout owned
        POST /_security/oidc/prepare
          security.oidc_prepare_authentication 7.2- cluster:admin/xpack/security/oidc/prepare owned
        POST,PUT /_security/privilege
          security.put_privileges 7.0- cluster:admin/xpack/security/privilege/put owned
        POST,PUT /_security/role/{name}
          security.put_role 7.0- cluster:admin/xpack/security/role/put owned
        POST,PUT /_security/role_mapping/{name}
          security.put_role_mapping 7.0- cluster:admin/xpack/security/role_mapping/put owned
        POST,PUT /_security/user/{username}
          security.put_user 7.0- cluster:admin/xpack/security/user/put owned
        GET,POST /_security/_query/api_key
          security.query_api_keys 7.15- cluster:admin/xpack/security/api_key/query owned
        GET,POST /_security/_query/role
          security.query_role 8.15- cluster:admin/xpack/security/role/query owned
        GET,POST /_security/_query/user
          security.query_user 8.14- cluster:admin/xpack/security/user/query owned
        POST /_security/saml/authenticate
          security.saml_authenticate 7.0- cluster:admin/xpack/security/saml/authenticate owned
        POST /_security/saml/complete_logout
          security.saml_complete_logout 7.12- cluster:admin/xpack/security/saml/complete_logout owned
        POST /_security/saml/invalidate
          security.saml_invalidate 7.0- cluster:admin/xpack/security/saml/invalidate owned
        POST /_security/saml/logout
          security.saml_logout 7.0- cluster:admin/xpack/security/saml/logout owned
        POST /_security/saml/prepare
          security.saml_prepare_authentication 7.0- cluster:admin/xpack/security/saml/prepare owned
        GET /_security/saml/metadata/{realm_name}
          security.saml_service_provider_metadata 7.13- cluster:monitor/xpack/security/saml/metadata owned
        GET,POST /_security/profile/_suggest
          security.suggest_user_profiles 8.2- cluster:admin/xpack/security/profile/suggest owned
        PUT /_security/api_key/{id}
          security.update_api_key 8.4- cluster:admin/xpack/security/api_key/update owned
        PUT /_security/cross_cluster/api_key/{id}
          security.update_cross_cluster_api_key 8.10-
            cluster:admin/xpack/security/cross_cluster/api_key/update owned
        PUT /_security/settings
          security.update_settings 8.10- cluster:admin/xpack/security/settings/update owned
        POST,PUT /_security/profile/{uid}/_data
          security.update_user_profile_data 8.2- cluster:admin/xpack/security/profile/put/data owned
        """
}
