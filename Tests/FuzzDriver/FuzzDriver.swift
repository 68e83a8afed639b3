import CLibFuzzer
import Fuzz
import Glibc
import Synchronization

/// Runs one target under libFuzzer; `scripts/fuzz` builds and calls it.
///
/// usage: FuzzDriver --list | --seeds TARGET FOLDER | TARGET [OPTIONS OF LIBFUZZER] [FOLDERS]
@main
struct FuzzDriver {
    private static let chosen = Mutex<FuzzTarget?>(nil)

    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 2, arguments[1] == "--list" {
            for target in FuzzTarget.all { print(target.name) }
            return
        }
        if arguments.count == 4, arguments[1] == "--seeds", let target = self.target(arguments[2]) {
            return self.writeSeeds(target, arguments[3])
        }
        guard arguments.count >= 2, let target = self.target(arguments[1]) else {
            self.complain("usage: FuzzDriver --list | --seeds TARGET FOLDER | TARGET [OPTIONS]")
            exit(2)
        }
        self.chosen.withLock { $0 = target }
        // Tables that are made at their first use are not what an input costs.
        for seed in target.seeds { try? target.run(seed) }
        // libFuzzer gets the arguments without the target, which the program's name takes the place of.
        var count = CommandLine.argc - 1
        var values: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
        values?[0] = CommandLine.unsafeArgv[0]
        let code = LLVMFuzzerRunDriver(&count, &values) { data, size in
            let bytes = Array(UnsafeBufferPointer(start: data, count: size))
            guard let target = FuzzDriver.chosen.withLock({ $0 }) else { return 0 }
            do {
                try target.run(bytes)
            } catch {
                FuzzDriver.complain("\(target.name): \(error)")
                abort()
            }
            return 0
        }
        exit(code)
    }

    private static func complain(_ words: String) {
        let line = Array((words + "\n").utf8)
        write(2, line, line.count)
    }

    private static func target(_ name: String) -> FuzzTarget? { FuzzTarget.all.first { $0.name == name } }

    private static func writeSeeds(_ target: FuzzTarget, _ folder: String) {
        for (index, seed) in target.seeds.enumerated() {
            guard let file = fopen("\(folder)/seed-\(index).input", "w") else {
                perror(folder)
                exit(1)
            }
            fwrite(seed, 1, seed.count, file)
            fclose(file)
        }
    }
}
