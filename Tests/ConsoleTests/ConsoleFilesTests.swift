import TestSupport
import Testing

@testable import Console

@Suite struct ConsoleFilesTests {
    @Test func everyFileIsThereAndOfAKnownType() {
        let files = ConsoleFiles()
        #expect(files.names.contains("index.html"))
        for name in files.names {
            let file = files.file(name)
            #expect(file?.bytes.isEmpty == false, "\(name)")
            #expect(file?.mediaType != "application/octet-stream", "\(name)")
        }
        #expect(files.file("")?.name == "index.html")
        #expect(files.file("../index.html") == nil)
        #expect(files.file("js") == nil)
    }

    /// The first view, with all modules, compressed.
    @Test func firstViewIsSmall() {
        let files = ConsoleFiles()
        let sizes = files.names.compactMap { files.file($0) }.map { $0.compressed?.count ?? $0.bytes.count }
        #expect(sizes.reduce(0, +) < 150 * 1024)
    }

    /// What a strict policy would refuse to run, or what could turn text into markup, is nowhere.
    @Test func nothingInlineAndNoMarkupFromText() {
        let files = ConsoleFiles()
        for name in files.names {
            let text = String(decoding: files.file(name)?.bytes ?? [], as: UTF8.self)
            for word in [
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "http://",
                "https://",
            ]
            where
                !(word == "http://"
                && (name.hasSuffix(".svg") || text.contains("http://www.w3.org/2000/svg")))
            {
                let isExample = word == "https://" && name == "js/parts/token.js"
                #expect(isExample || !text.contains(word), "\(name) has \(word)")
            }
            if name.hasSuffix(".html") {
                #expect(!text.contains("style=") && !text.contains("onclick"), "\(name)")
            }
        }
    }

    @Test func etagsTellContentsApart() {
        let first = ConsoleFile(name: "a.js", bytes: Array("let a = 1".utf8))
        let second = ConsoleFile(name: "a.js", bytes: Array("let a = 2".utf8))
        #expect(first.etag != second.etag)
        #expect(first.etag == ConsoleFile(name: "b.js", bytes: Array("let a = 1".utf8)).etag)
    }
}
