internal import Commands
internal import Configuration
internal import JSON

/// `keyward check`: reads a configuration and everything that it names, and starts nothing.
enum CheckCommand {
    static func run(_ arguments: Arguments) -> Int32 {
        let path = arguments[.config] ?? RunCommand.defaultPath
        let problems = self.problems(path)
        if arguments.has(.json) {
            var writer = JSONWriter()
            writer.beginArray()
            for problem in problems {
                writer.beginObject()
                writer.name("file")
                writer.string(problem.file)
                writer.name("line")
                writer.integer(problem.line)
                writer.name("message")
                writer.string(problem.message)
                writer.endObject()
            }
            writer.endArray()
            print(writer.text)
        } else if problems.isEmpty {
            if !arguments.has(.quiet) { print("\(path): configuration is good") }
        } else {
            for problem in problems { Console.complain("\(problem)") }
        }
        return problems.isEmpty ? 0 : 78
    }

    private static func problems(_ path: String) -> [Problem] {
        do throws(ConfigurationReader.Failure) {
            let configuration = try ConfigurationReader.load(path: path, environment: Console.environment)
            return Assembly.problems(configuration, file: path)
                + RolesFile.problems(folder: configuration.pathData)
        } catch {
            return error.problems
        }
    }
}
