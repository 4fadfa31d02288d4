/// What a call counts about itself, for its record and the metrics.
public struct CallTally: Equatable, Sendable {
    public var framesPlayed = 0
    public var underflows = 0
    public var interruptions = 0
    /// Agent samples that arrived after their response had been interrupted.
    public var staleSamples = 0
    public var unrecognised = 0
    public var failures = 0
    public var toolCalls = 0
    public var contextTexts = 0
    /// Why the call failed, in words.
    public var detail: String?
    /// Facts the dialplan gave about the caller; the newest of a name wins.
    public var metadata: [String: String] = [:]
    /// Sum over the call of what the provider reported; absent counts stay unknown.
    public var usage = AgentUsage()
    public var usageReports = 0
    private var isCachedSplitKnown = true

    public init() {}

    mutating func add(_ report: AgentUsage) {
        func sum(_ total: Int?, _ more: Int?) -> Int? { more.map { (total ?? 0) + $0 } ?? total }
        usage.inputTextTokens = sum(usage.inputTextTokens, report.inputTextTokens)
        usage.inputAudioTokens = sum(usage.inputAudioTokens, report.inputAudioTokens)
        usage.cachedTokens = sum(usage.cachedTokens, report.cachedTokens)
        // A part of the cached whose kind is not told leaves the split unknown.
        let isSplit = report.cachedTokens ?? 0 == 0 || (report.cachedTextTokens != nil && report.cachedAudioTokens != nil)
        isCachedSplitKnown = isCachedSplitKnown && isSplit
        usage.cachedTextTokens = isCachedSplitKnown ? sum(usage.cachedTextTokens, report.cachedTextTokens) : nil
        usage.cachedAudioTokens = isCachedSplitKnown ? sum(usage.cachedAudioTokens, report.cachedAudioTokens) : nil
        usage.outputTextTokens = sum(usage.outputTextTokens, report.outputTextTokens)
        usage.outputAudioTokens = sum(usage.outputAudioTokens, report.outputAudioTokens)
        usageReports += 1
    }
}
