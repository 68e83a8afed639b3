internal import Glibc

/// What the system tells of this process (proc(5)). Read at each scrape.
public struct ProcessStatistics: Sendable {
    public var cpuSeconds = 0.0
    public var residentBytes = 0
    public var virtualBytes = 0
    public var openDescriptors = 0
    public var descriptorsMax = 0
    /// Seconds since 1970.
    public var startTime = 0.0

    public static func read() -> ProcessStatistics {
        var statistics = ProcessStatistics()
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            statistics.cpuSeconds = self.seconds(usage.ru_utime) + self.seconds(usage.ru_stime)
        }
        // The name in brackets may have anything in it: fields are counted behind it, the third one first.
        let fields = (self.text("/proc/self/stat").split(separator: ")").last ?? "").split(separator: " ")
        if fields.count > 21 {
            statistics.virtualBytes = Int(fields[20]) ?? 0
            statistics.residentBytes = (Int(fields[21]) ?? 0) * sysconf(Int32(_SC_PAGESIZE))
            let ticks = Double(fields[19]) ?? 0
            statistics.startTime = self.bootTime + ticks / Double(max(sysconf(Int32(_SC_CLK_TCK)), 1))
        }
        if let folder = opendir("/proc/self/fd") {
            // Itself, `.` and `..` are among them.
            var count = -3
            while readdir(folder) != nil { count += 1 }
            closedir(folder)
            statistics.openDescriptors = max(count, 0)
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            statistics.descriptorsMax = Int(clamping: limit.rlim_cur)
        }
        return statistics
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    /// Seconds since 1970 at which the system started.
    private static let bootTime: Double = {
        let line = text("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
        return line.flatMap { Double($0.dropFirst(6)) } ?? 0
    }()

    private static func text(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while bytes.count < 1 << 20 {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
