import Testing

@testable import Metrics

struct MetricsWriterTests {
    private static func text(_ write: (inout MetricsWriter) -> Void) -> String {
        var writer = MetricsWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func familiesAndLabels() {
        let text = Self.text { writer in
            writer.family("a_total", .counter, "Says \\ \"what\"\nit is.")
            writer.sample(3)
            writer.sample(4, ["x": "quote \" slash \\ line\n", "y": ""])
            writer.family("b", .gauge, "B.")
            writer.sample(0.25)
            writer.sample(-1)
        }
        #expect(
            text == """
                # HELP a_total Says \\\\ "what"\\nit is.
                # TYPE a_total counter
                a_total 3
                a_total{x="quote \\" slash \\\\ line\\n",y=""} 4
                # HELP b B.
                # TYPE b gauge
                b 0.25
                b -1

                """)
    }

    @Test func bucketsAreCumulative() {
        let text = Self.text { writer in
            writer.family("h_seconds", .histogram, "H.")
            writer.histogram(bounds: [0.5, 1], counts: [2, 0, 5], sum: 12.5, ["u": "x"])
        }
        #expect(
            text == """
                # HELP h_seconds H.
                # TYPE h_seconds histogram
                h_seconds_bucket{u="x",le="0.5"} 2
                h_seconds_bucket{u="x",le="1.0"} 2
                h_seconds_bucket{u="x",le="+Inf"} 7
                h_seconds_sum{u="x"} 12.5
                h_seconds_count{u="x"} 7

                """)
    }
}
