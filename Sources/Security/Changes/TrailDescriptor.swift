internal import JSON

extension JSONValue {
    /// A role descriptor as Elasticsearch's audit log has it: its lists always and in that order, `allow_restricted_indices`
    /// where it is true, metadata where there is some, nothing of the licence.
    var trailDescriptor: JSONValue {
        guard let members = self.members else { return self }
        func list(_ name: String) -> Member {
            Member(name: name, value: self[name] ?? JSONValue(.array([])))
        }
        var told = [list("cluster")]
        if let global = self["global"], global.members?.isEmpty != true {
            told.append(Member(name: "global", value: global))
        }
        var indices = list("indices")
        indices.value = JSONValue(.array((indices.value.elements ?? []).map(\.withoutFalse)))
        told += [indices, list("applications"), list("run_as")]
        let known = ["cluster", "global", "indices", "applications", "run_as", "transient_metadata"]
        told += members.filter { member in
            !known.contains(member.name)
                && !(member.name == "metadata" && member.value.members?.isEmpty == true)
        }
        return JSONValue(.object(told))
    }

    private var withoutFalse: JSONValue {
        guard let members = self.members else { return self }
        return JSONValue(
            .object(members.filter { $0.name != "allow_restricted_indices" || $0.value.bool != false }))
    }
}
