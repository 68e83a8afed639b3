internal import Audit
internal import EventLoop
internal import HTTP2
internal import Keys
internal import Metrics
internal import Synchronization
internal import Upstream
internal import Usage

/// The text that a scrape gets: what the loops have counted, added up, and what the rest of the process tells.
struct MetricsReport {
    let shared: ProxyShared
    let listeners: [String]
    let loops: [LoopReport]
    /// Keys that were used most, the busiest first.
    let topKeys: [UsageTotals]

    func write() -> [UInt8] {
        var writer = MetricsWriter()
        self.writeBuild(&writer)
        if var counters = self.loops.first?.counters {
            for loop in self.loops.dropFirst() { counters.add(loop.counters) }
            self.writeRequests(counters, &writer)
            self.writeConnections(counters, &writer)
            self.writeAccess(counters, &writer)
            self.writeUpstreams(counters, &writer)
        }
        self.writeLoops(&writer)
        self.writeTrail(&writer)
        self.writeKeys(&writer)
        self.writeProcess(&writer)
        return writer.bytes
    }

    private func writeBuild(_ writer: inout MetricsWriter) {
        writer.family("keyward_build_info", .gauge, "The version of the program; always 1.")
        writer.sample(1, ["version": self.shared.version])
        writer.family("keyward_ready", .gauge, "Whether /_keyward/health/ready says so.")
        writer.sample(self.shared.isReady ? 1 : 0)
    }

    private func writeRequests(_ counters: LoopCounters, _ writer: inout MetricsWriter) {
        writer.family(
            "keyward_http_requests_total", .counter, "Requests that have ended, by the class of their status."
        )
        for (index, listener) in self.listeners.enumerated() {
            for version in LoopCounters.HTTPVersion.allCases {
                for status in 0...5 {
                    let count = counters.requests[index, version.rawValue, status]
                    // All classes that there are, and the odd one only where it has occurred.
                    guard count > 0 || status >= 2 else { continue }
                    writer.sample(
                        count,
                        [
                            "listener": listener, "version": version.name,
                            "code": status == 0 ? "none" : "\(status)xx",
                        ])
                }
            }
        }
        writer.family(
            "keyward_http_request_duration_seconds", .histogram,
            "From a request's head to the end of its response; upstream is empty for the proxy's own answers."
        )
        for (index, histogram) in counters.durations.enumerated() {
            let upstreams = self.shared.upstreams
            writer.histogram(
                bounds: DurationHistogram.bounds, counts: histogram.counts, sum: histogram.seconds,
                ["upstream": index < upstreams.count ? upstreams[index].settings.name : ""])
        }
        writer.family("keyward_http_request_bytes_total", .counter, "Content of requests.")
        for (index, listener) in self.listeners.enumerated() {
            writer.sample(counters.bytesIn[index], ["listener": listener])
        }
        writer.family("keyward_http_response_bytes_total", .counter, "Content of responses.")
        for (index, listener) in self.listeners.enumerated() {
            writer.sample(counters.bytesOut[index], ["listener": listener])
        }
        writer.family(
            "keyward_documents_total", .counter, "Documents that were written, as usage counts them.")
        writer.sample(counters.documents)
    }

    private func writeConnections(_ counters: LoopCounters, _ writer: inout MetricsWriter) {
        writer.family("keyward_connections_total", .counter, "Connections of clients that were taken.")
        for (index, listener) in self.listeners.enumerated() {
            writer.sample(counters.connections[index], ["listener": listener])
        }
        writer.family(
            "keyward_connections_refused_total", .counter, "Connections over a limit, closed at once.")
        for (index, listener) in self.listeners.enumerated() {
            writer.sample(counters.connectionsRefused[index], ["listener": listener])
        }
        writer.family("keyward_tls_handshakes_total", .counter, "TLS handshakes that were finished.")
        for (index, listener) in self.listeners.enumerated() {
            for (version, name) in ["1.2", "1.3"].enumerated() {
                for (resumed, text) in ["false", "true"].enumerated() {
                    writer.sample(
                        counters.handshakes[index, version, resumed],
                        ["listener": listener, "version": name, "resumed": text])
                }
            }
        }
        writer.family("keyward_tls_handshake_failures_total", .counter, "TLS handshakes that failed.")
        for (index, listener) in self.listeners.enumerated() {
            writer.sample(counters.handshakeFailures[index], ["listener": listener])
        }
        writer.family(
            "keyward_http2_budget_exceeded_total", .counter,
            "HTTP/2 connections that were cut off, by budget.")
        for budget in Budget.allCases {
            writer.sample(self.shared.http2Overruns[budget], ["budget": "\(budget.text)"])
        }
    }

    private func writeAccess(_ counters: LoopCounters, _ writer: inout MetricsWriter) {
        writer.family("keyward_authentications_total", .counter, "What became of credentials.")
        for result in AuthenticationResult.allCases {
            writer.sample(counters.authentications[result.rawValue], ["result": result.name])
        }
        writer.family("keyward_authorizations_total", .counter, "What became of authenticated requests.")
        for (index, name) in ["denied", "granted"].enumerated() {
            writer.sample(counters.authorizations[index], ["result": name])
        }
        writer.family("keyward_limit_decisions_total", .counter, "What became of requests at budgets.")
        for kind in LimitKind.allCases {
            for decision in LimitDecision.allCases {
                writer.sample(
                    counters.limits[kind.rawValue, decision.rawValue],
                    ["limit": kind.name, "decision": decision.name])
            }
        }
    }

    private func writeUpstreams(_ counters: LoopCounters, _ writer: inout MetricsWriter) {
        let names = self.shared.upstreams.map(\.settings.name)
        writer.family("keyward_upstream_up", .gauge, "Whether the upstream answered when it was asked last.")
        for upstream in self.shared.upstreams {
            writer.sample(upstream.health.isUp ? 1 : 0, ["upstream": upstream.settings.name])
        }
        writer.family("keyward_upstream_failures_total", .counter, "Requests that got no whole answer.")
        for (index, name) in names.enumerated() {
            writer.sample(counters.upstreamFailures[index], ["upstream": name])
        }
        writer.family("keyward_upstream_connections", .gauge, "Connections to the upstream.")
        for (index, name) in names.enumerated() {
            let pools = self.loops.map { $0.pools[index] }
            let idle = pools.reduce(0) { $0 + $1.idle }
            let connecting = pools.reduce(0) { $0 + $1.connecting }
            let open = pools.reduce(0) { $0 + $1.open }
            writer.sample(max(open - idle - connecting, 0), ["upstream": name, "state": "active"])
            writer.sample(idle, ["upstream": name, "state": "idle"])
            writer.sample(connecting, ["upstream": name, "state": "connecting"])
        }
        writer.family("keyward_upstream_waiting_requests", .gauge, "Requests that wait for a connection.")
        for (index, name) in names.enumerated() {
            writer.sample(self.loops.reduce(0) { $0 + $1.pools[index].waiting }, ["upstream": name])
        }
    }

    private func writeLoops(_ writer: inout MetricsWriter) {
        writer.family(
            "keyward_connections", .gauge, "Open connections of clients, by the loop that serves them.")
        for (index, loop) in self.loops.enumerated() { writer.sample(loop.connections, ["loop": "\(index)"]) }
        writer.family("keyward_loop_rounds_total", .counter, "Rounds of an event loop.")
        for (index, loop) in self.loops.enumerated() {
            writer.sample(Int(truncatingIfNeeded: loop.rounds), ["loop": "\(index)"])
        }
        writer.family(
            "keyward_loop_delay_seconds", .gauge, "How long the scrape waited for its turn on the loop.")
        for (index, loop) in self.loops.enumerated() {
            writer.sample(Double(loop.delay) / 1e9, ["loop": "\(index)"])
        }
    }

    private func writeTrail(_ writer: inout MetricsWriter) {
        writer.family(
            "keyward_audit_queue_bytes", .gauge, "Bytes of the audit trail that wait to be written.")
        writer.sample(self.shared.audit.waitingBytes)
        writer.family(
            "keyward_audit_lost_records_total", .counter, "Records that did not get into the audit trail.")
        writer.sample(self.shared.audit.lostLines)
        if let delivery = self.shared.audit.delivery { self.writeDelivery(delivery, &writer) }
        writer.family("keyward_usage_lost_total", .counter, "Batches' keys whose usage was lost.")
        writer.sample(self.shared.usage?.lostKeys ?? 0)
    }

    private func writeDelivery(_ delivery: AuditDeliveryCounts, _ writer: inout MetricsWriter) {
        writer.family(
            "keyward_audit_spool_bytes", .gauge,
            "Bytes of the audit trail on disk that wait for their cluster.")
        writer.sample(delivery.waitingBytes)
        writer.family(
            "keyward_audit_delivered_total", .counter,
            "Records that were sent to the audit trail's cluster, by what became of them.")
        writer.sample(delivery.created.load(ordering: .relaxed), ["outcome": "created"])
        writer.sample(delivery.present.load(ordering: .relaxed), ["outcome": "present"])
        writer.sample(delivery.refused.load(ordering: .relaxed), ["outcome": "refused"])
    }

    private func writeKeys(_ writer: inout MetricsWriter) {
        let states = self.shared.registry.table.states(now: Clock.wall)
        writer.family("keyward_keys", .gauge, "API keys by their state.")
        writer.sample(states.valid, ["state": "valid"])
        writer.sample(states.expired, ["state": "expired"])
        writer.sample(states.invalidated, ["state": "invalidated"])
        writer.sample(states.suspended, ["state": "suspended"])
        writer.family("keyward_key_requests_total", .counter, "Requests of the keys that are used most.")
        for key in self.topKeys { writer.sample(Int(key.numbers.requests), ["key_id": key.id.description]) }
        writer.family("keyward_key_refused_total", .counter, "Refusals of the keys that are used most.")
        for key in self.topKeys {
            writer.sample(Int(key.numbers.refusals.reduce(0, +)), ["key_id": key.id.description])
        }
        writer.family("keyward_key_bytes_total", .counter, "Content of requests and responses of these keys.")
        for key in self.topKeys {
            writer.sample(Int(key.numbers.bytesIn &+ key.numbers.bytesOut), ["key_id": key.id.description])
        }
    }

    private func writeProcess(_ writer: inout MetricsWriter) {
        let process = ProcessStatistics.read()
        writer.family("process_cpu_seconds_total", .counter, "Time of processors, in user and system mode.")
        writer.sample(process.cpuSeconds)
        writer.family("process_resident_memory_bytes", .gauge, "Resident memory.")
        writer.sample(process.residentBytes)
        writer.family("process_virtual_memory_bytes", .gauge, "Virtual memory.")
        writer.sample(process.virtualBytes)
        writer.family("process_open_fds", .gauge, "Open file descriptors.")
        writer.sample(process.openDescriptors)
        writer.family("process_max_fds", .gauge, "File descriptors that may be open.")
        writer.sample(process.descriptorsMax)
        writer.family(
            "process_start_time_seconds", .gauge, "When the process started, in seconds since 1970.")
        writer.sample(process.startTime)
    }
}
