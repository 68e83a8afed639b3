internal import Authorize
internal import Classify
internal import HTTP

/// The common cases, which take no memory: one name, or all names that begin alike.
extension NameJudge {
    /// Whether all is granted on the name that stands there, or on each that can ever begin as it says. They go on as they
    /// were asked for, whatever names there are.
    func isPlainAndGranted(_ kind: NameKind, _ place: NamePlace) -> Bool {
        guard let range = self.range(place) else { return false }
        return unsafe self.target.withBytes(range) { name in
            let prefix = unsafe PlainName.prefix(name)
            if unsafe prefix != nil {
                guard kind == .index, self.request.place(of: .alias) == .none else { return false }
            } else {
                guard unsafe PlainName.isPlain(name) else { return false }
            }
            var hasCheck = false
            for check in self.endpoint.checks where Self.concerns(check, kind) {
                hasCheck = true
                guard unsafe self.grants(check, name, prefix) else { return false }
            }
            for check in self.endpoint.subChecks
            where Self.concerns(check, kind) && check.condition == .always {
                guard unsafe self.grants(check, name, prefix) else { return false }
            }
            return hasCheck
        }
    }

    /// - Parameter prefix: what the names begin with, where `name` is a pattern.
    private func grants(
        _ check: Endpoint.Check, _ name: UnsafeBufferPointer<UInt8>, _ prefix: UnsafeBufferPointer<UInt8>?
    ) -> Bool {
        let privileges = self.requester.privileges
        guard let prefix = unsafe prefix else { return unsafe privileges.allows(check.action, index: name) }
        return unsafe check.resolution == .wildcards
            && privileges.plainlyAllows(check.action, everyNameFrom: prefix)
    }
}
