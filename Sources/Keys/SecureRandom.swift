internal import COpenSSL

/// Random octets that cannot be foretold (OpenSSL's generator, seeded by the kernel).
public enum SecureRandom {
    /// Ends the process when the generator fails: nothing safe can be done without it.
    public static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        precondition(RAND_bytes(&bytes, Int32(count)) == 1, "no random numbers")
        return bytes
    }
}
