import Testing

@testable import Authorize

/// Recorded from Elasticsearch 8.18.1: the prefix ends at the first `-` or `_`.
@Suite struct ApplicationNameTests {
    @Test(arguments: [
        "app", "app_deny", "app-deny", "abc-d_e", "abc_", "abc-", "abc-é", "abc-x#y", "kibana-.kibana",
        "kibana_.kibana", "abcD9",
    ])
    func names(_ name: String) {
        #expect(ApplicationName.problem(name, allowsWildcard: false) == nil)
        #expect(ApplicationName.problem(name, allowsWildcard: true) == nil)
    }

    @Test(arguments: ["*", "a*", "ab*", "abc_x*", "abc-*", "abc_*", "app*"])
    func patterns(_ name: String) {
        #expect(ApplicationName.problem(name, allowsWildcard: true) == nil)
        #expect(
            ApplicationName.problem(name, allowsWildcard: false)
                == "Application names may not contain '*' (found '\(name)')")
    }

    @Test(arguments: [
        ("", "Application names cannot be blank"),
        ("ab_x", "An application name prefix must be at least 3 characters long (found 'ab')"),
        ("a_b-c", "An application name prefix must be at least 3 characters long (found 'a')"),
        ("Abc_x", "An application name prefix must match the pattern ^[a-z][A-Za-z0-9]*$ (found 'Abc')"),
        ("_x", "An application name prefix must match the pattern ^[a-z][A-Za-z0-9]*$ (found '')"),
        ("-x", "An application name prefix must match the pattern ^[a-z][A-Za-z0-9]*$ (found '')"),
        ("abc_ x", "Application names may not contain whitespace (found 'abc_ x')"),
    ])
    func whatIsNone(_ name: String, _ problem: String) {
        #expect(ApplicationName.problem(name, allowsWildcard: false) == problem)
    }

    @Test(arguments: ["abc_/x", "abc_x,y", "abc-x\"y", "abc-x?", "abc_a\\b"])
    func suffixesAreNamesOfFiles(_ name: String) {
        let problem = ApplicationName.problem(name, allowsWildcard: false)
        #expect(
            problem?.hasPrefix("An application name suffix may not contain any of the characters") == true)
        #expect(problem?.hasSuffix("(found '\(name.dropFirst(4))')") == true)
    }

    @Test(arguments: ["a*b", "*x", "abc*_x"])
    func onlyTheEndIsOpen(_ name: String) {
        #expect(
            ApplicationName.problem(name, allowsWildcard: true)
                == "Application name patterns only support trailing wildcards (found '\(name)')")
    }
}
