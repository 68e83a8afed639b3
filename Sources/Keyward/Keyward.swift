@main struct Keyward { static func main() {} }
