/// Expressions that more than one alert or panel needs.
enum PromQL {
    /// What a counter has grown by. Most of the gateway's counters come into being with the first event they count, so Prometheus sees them
    /// appear as 1, which `increase()` takes for no growth at all: one that wasn't there before counts whole.
    static func growth(_ counter: String, in span: String) -> String {
        "((\(counter) unless \(counter) offset \(span)) or increase(\(counter)[\(span)]))"
    }

    static func quantile(_ share: String, of histogram: String, by labels: String, in span: String) -> String {
        "histogram_quantile(\(share), sum by (\(labels), le) (rate(\(series(histogram, "_bucket"))[\(span)])))"
    }

    /// A share that is 0, rather than not there, while nothing of it is.
    static func share(of part: String, in whole: String) -> String { "\(part) / \(whole) or 0 * \(whole)" }

    /// One series of a histogram that may carry matchers.
    private static func series(_ histogram: String, _ suffix: String) -> String {
        let name = histogram.prefix { $0 != "{" }
        return name + suffix + histogram.dropFirst(name.count)
    }
}
