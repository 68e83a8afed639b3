import Elasticsearch
import Testing

@testable import Authorize

@Suite struct PrivilegeTableTests {
    private static let tables: [PrivilegeTable] = [.v7, .v8, .v9]

    @Test func countsOfNames() {
        #expect(Self.tables.map(\.clusterNames.count) == [41, 62, 65])
        #expect(Self.tables.map(\.indexNames.count) == [19, 22, 28])
        for table in Self.tables {
            #expect(Set(table.clusterNames).count == table.clusterNames.count)
            #expect(Set(table.indexNames).count == table.indexNames.count)
        }
        #expect(PrivilegeTable.table(major: 6) === PrivilegeTable.v7)
        #expect(PrivilegeTable.table(major: 8) === PrivilegeTable.v8)
        #expect(PrivilegeTable.table(major: 10) === PrivilegeTable.v9)
    }

    /// Every pattern of the tables is one, and all that is named in one edition but `none` grants something there.
    @Test func tablesDoNotContradictThemselves() throws {
        let grantless: Set = [
            "none", "manage_data_stream_global_retention", "monitor_data_stream_global_retention",
            "read_failure_store", "manage_failure_store", "cross_cluster_replication_internal",
        ]
        for table in Self.tables {
            for privilege in table.cluster + table.index {
                for pattern in privilege.patterns.allowed + privilege.patterns.excluded {
                    let parsed = try NamePattern(pattern)
                    #expect([.prefix, .literal].contains(parsed.form), "\(pattern)")
                }
                if !grantless.contains(privilege.name) {
                    #expect(!privilege.actions.isEmpty, "\(table.edition) \(privilege.name)")
                }
            }
            for name in table.clusterNames { try table.checkCluster(name.uppercased()) }
            for name in table.indexNames { try table.checkIndex(name.uppercased()) }
        }
    }

    /// Users and keys keep their roles when they go to an upstream of another release.
    @Test func builtInRolesOfOneEditionHoldInEveryOther() throws {
        for edition in Self.tables {
            for name in BuiltInRoles.names(edition.edition) {
                let descriptor = try #require(BuiltInRoles.role(name, edition.edition))
                for table in Self.tables {
                    #expect(throws: Never.self, "\(name) of \(edition.edition)") {
                        try Role([descriptor], table)
                    }
                }
            }
        }
        let text = "no_such_privilege"
        #expect(throws: AuthorizeError.self) { try PrivilegeTable.v7.knownClusterPrivilege(text) }
        #expect(throws: AuthorizeError.self) { try PrivilegeTable.v7.knownIndexPrivilege(text) }
        // None of it is taken where a role is written.
        #expect(throws: AuthorizeError.self) { try PrivilegeTable.v7.checkCluster("manage_inference") }
    }

    /// The order of 7.17.28 and 8.18.1, from their complaint about an unknown privilege.
    @Test func orderIsElasticsearchs() {
        #expect(
            PrivilegeTable.v7.cluster.map(\.name).joined(separator: ",") == """
                manage_own_api_key,none,cancel_task,delegate_pki,grant_api_key,manage_autoscaling,manage_enrich,\
                manage_index_templates,manage_logstash_pipelines,manage_oidc,manage_saml,manage_service_account,\
                manage_token,monitor_ml,monitor_rollup,monitor_snapshot,monitor_text_structure,monitor_watcher,\
                read_ccr,read_ilm,read_pipeline,read_slm,transport_client,create_snapshot,manage_ccr,manage_ilm,\
                manage_ml,manage_rollup,manage_slm,manage_watcher,monitor_data_frame_transforms,\
                monitor_transform,manage_api_key,manage_ingest_pipelines,manage_pipeline,\
                manage_data_frame_transforms,manage_transform,manage_security,monitor,manage,all
                """)
        #expect(
            PrivilegeTable.v8.cluster.map(\.name).joined(separator: ",") == """
                manage_own_api_key,manage_data_stream_global_retention,monitor_data_stream_global_retention,none,\
                cancel_task,cross_cluster_replication,cross_cluster_search,delegate_pki,grant_api_key,\
                manage_autoscaling,manage_index_templates,manage_logstash_pipelines,manage_oidc,manage_saml,\
                manage_search_application,manage_search_query_rules,manage_search_synonyms,\
                manage_service_account,manage_token,manage_user_profile,monitor_connector,monitor_enrich,\
                monitor_inference,monitor_ml,monitor_rollup,monitor_snapshot,monitor_stats,\
                monitor_text_structure,monitor_watcher,post_behavioral_analytics_event,read_ccr,\
                read_connector_secrets,read_fleet_secrets,read_ilm,read_pipeline,read_security,read_slm,\
                transport_client,write_connector_secrets,write_fleet_secrets,create_snapshot,\
                manage_behavioral_analytics,manage_ccr,manage_connector,manage_enrich,manage_ilm,\
                manage_inference,manage_ml,manage_rollup,manage_slm,manage_watcher,\
                monitor_data_frame_transforms,monitor_transform,manage_api_key,manage_ingest_pipelines,\
                manage_pipeline,manage_data_frame_transforms,manage_transform,manage_security,monitor,manage,all
                """)
        #expect(
            PrivilegeTable.v7.index.map(\.name).joined(separator: ",") == """
                none,create_doc,create,auto_configure,create_index,delete,delete_index,index,maintenance,\
                manage_follow_index,manage_ilm,manage_leader_index,monitor,view_index_metadata,manage,read,\
                read_cross_cluster,write,all
                """)
        #expect(
            PrivilegeTable.v8.index.map(\.name).joined(separator: ",") == """
                none,create_doc,create,auto_configure,create_index,delete,delete_index,index,maintenance,\
                manage_data_stream_lifecycle,manage_follow_index,manage_ilm,manage_leader_index,monitor,\
                view_index_metadata,cross_cluster_replication,cross_cluster_replication_internal,manage,read,\
                read_cross_cluster,write,all
                """)
    }

    /// What each privilege grants, action by action, and which others it covers, as 7.17.28 and 8.18.1 say by
    /// `_has_privileges`.
    @Test func grantsAreElasticsearchs() throws {
        var lines = try Fixture.lines("privileges.txt")
        let names = lines.removeFirst()
        #expect(lines.count == 41 + 19 + 62 + 22)
        for line in lines {
            let table = line[0] == "7" ? PrivilegeTable.v7 : .v8
            let isCluster = line[1] == "cluster"
            let privileges = isCluster ? table.cluster : table.index
            let privilege = try #require(privileges.first { $0.name == line[2] })
            // Asked by its own rule elsewhere.
            if privilege.name == PrivilegeTable.manageOwnAPIKey { continue }
            var expected = ActionSet()
            for (index, name) in names.enumerated() {
                let digit = try #require(line[3].dropFirst(index / 4).first?.hexDigitValue)
                guard digit >> (3 - index % 4) & 1 == 1 else { continue }
                expected.insert(try #require(Action(name)))
            }
            let known = ActionSet(names.compactMap { Action($0) }.filter { !isCluster || $0.isCluster })
            let granted = privilege.actions.intersection(known)
            #expect(granted == expected, "\(line[0]) \(line[2])")
            for other in privileges where other.name != PrivilegeTable.manageOwnAPIKey {
                let covers = try other.patterns.isCovered(by: [privilege.patterns])
                #expect(
                    covers == line[4].split(separator: " ").contains { $0 == other.name },
                    "\(line[0]) \(line[2]) covers \(other.name)")
            }
        }
    }

    @Test func unknownPrivilegesAreRefused() {
        for name in ["nope", "", "*", "indices", "internal:foo", "cluster", "/cluster:.*/", "read"] {
            #expect(throws: AuthorizeError.self) { try PrivilegeTable.v8.checkCluster(name) }
        }
        for name in ["nope", "", "*", "cluster:monitor/main", "internal:foo", "/indices:.*/", "monitor_ml"] {
            #expect(throws: AuthorizeError.self) { try PrivilegeTable.v8.checkIndex(name) }
        }
        #expect(throws: AuthorizeError.self) { try PrivilegeTable.v7.checkCluster("read_security") }
        #expect(
            AuthorizeError.unknownIndexPrivilege("nope", known: PrivilegeTable.v7.index.map(\.name)).reason
                .hasPrefix(
                    "unknown index privilege [nope]. a privilege must be either one of the predefined fixed"
                        + " indices privileges [none=[none],create_doc=[create_doc],"))
    }

    @Test func actionsAreTakenWithAllThatBeginsLikeThem() throws {
        let table = PrivilegeTable.v8
        let search = try #require(Action("indices:data/read/search"))
        let template = try #require(Action("indices:data/read/search/template"))
        let get = try #require(Action("indices:data/read/get"))
        for (written, grants) in [
            ("indices:data/read/search", [true, true, false]), ("indices:data/read/*", [true, true, true]),
            ("INDICES:DATA/READ/SEARCH/", [false, true, false]), ("indices:*", [true, true, true]),
            ("indices:data/rea?/get", [false, false, true]),
            ("indices:data/read/get\\", [false, false, false]),
        ] {
            let privilege = try table.indexPrivilege(written)
            #expect([search, template, get].map(privilege.actions.contains) == grants, "\(written)")
        }
        let state = try #require(Action("cluster:monitor/state"))
        #expect(try table.clusterPrivilege("cluster:monitor/*").actions.contains(state))
        #expect(try !table.clusterPrivilege("cluster:monitor/stats").actions.contains(state))
    }

    @Test func denialsListWhatGrants() throws {
        let create = try #require(Action("cluster:admin/xpack/security/api_key/create"))
        #expect(
            PrivilegeTable.v8.clusterPrivileges(granting: create, own: true) == [
                "manage_own_api_key", "manage_api_key", "manage_security", "all",
            ])
        #expect(PrivilegeTable.v8.clusterPrivileges(granting: create, own: false).first == "manage_api_key")
        let search = try #require(Action("indices:data/read/search"))
        #expect(PrivilegeTable.v7.indexPrivileges(granting: search) == ["read", "all"])
    }
}
