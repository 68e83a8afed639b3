internal import Audit
internal import Commands
internal import Glibc

/// `keyward audit verify`: whether lines of a chained trail were taken out, put in, moved or altered.
enum AuditVerifyCommand {
    static func run(_ arguments: Arguments) -> Int32 {
        self.verify(arguments.operands, data: arguments[.data] ?? "data")
    }

    /// - Parameter files: in the order in which they were written.
    static func verify(_ files: [String], data: String) -> Int32 {
        guard let key = self.key("\(data)/audit.key") else {
            Console.complain(
                "keyward audit verify: \(data)/audit.key cannot be read: \(String(cString: strerror(errno)))")
            return 1
        }
        // Before the files: what is written meanwhile is no fault.
        let state = AuditChain.state("\(data)/audit-chain")
        var verifier = AuditVerifier(key: key)
        for file in files {
            guard self.read(file, &verifier) else {
                Console.complain(
                    "keyward audit verify: \(file) cannot be read: \(String(cString: strerror(errno)))")
                return 1
            }
        }
        verifier.finish(state: state, file: files.last ?? "")
        for fault in verifier.faults {
            Console.complain("\(fault.file)\(fault.line > 0 ? ":\(fault.line)" : ""): \(fault.text)")
        }
        if verifier.faults.isEmpty {
            let first = verifier.firstNumber.map { $0 > 1 ? ", from number \($0) on" : "" } ?? ""
            print("\(verifier.lineCount) lines, none missing or altered\(first)")
        }
        return verifier.faults.isEmpty ? 0 : 1
    }

    private static func key(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var key = [UInt8](repeating: 0, count: AuditChain.keyLength + 1)
        let count = fread(&key, 1, key.count, file)
        return count == AuditChain.keyLength ? Array(key[..<count]) : nil
    }

    /// Line by line: a trail may be larger than memory.
    private static func read(_ path: String, _ verifier: inout AuditVerifier) -> Bool {
        guard let file = fopen(path, "r") else { return false }
        defer { fclose(file) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        var number = 0
        while true {
            let count = getline(&line, &capacity, file)
            guard count > 0, let start = line else { return ferror(file) == 0 }
            number += 1
            let bytes = UnsafeRawBufferPointer(start: start, count: count)
            let text = Array(bytes.last == 0x0a ? UnsafeRawBufferPointer(rebasing: bytes.dropLast()) : bytes)
            verifier.read(text[...], file: path, number: number)
        }
    }
}
