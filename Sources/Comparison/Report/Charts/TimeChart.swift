/// The rolling median of each arm over the run, above its turns: drift, and outages that hit one arm or all.
enum TimeChart {
    /// Points beyond this many per arm are thinned out; the median is of all.
    private static let dots = 400

    static func figure(_ run: ComparisonRun) -> Figure {
        let (name, title) = ("time", "Over time: rolling median")
        let arms = run.arms.map { (name: $0, points: points(run.calls(of: $0))) }
        guard let extent = ArmValues.extent(ArmValues.of(run, ArmValues.voiceToVoice)), let last = arms.flatMap({ $0.points.map(\.x) }).max() else {
            return .empty(name, title)
        }
        let (unit, seconds) = last > 7_200 ? ("hours", 3_600.0) : last > 120 ? ("minutes", 60.0) : ("seconds", 1.0)
        let legend = Legend(arms: arms.map(\.name))
        var plot = Plot(top: legend.height, height: 190)
        legend.draw(on: &plot.drawing)
        let x = LinearScale(0...(last / seconds), to: (plot.left, plot.right), ticks: 6)
        let y = LinearScale(extent, to: (plot.bottom, plot.top), ticks: 5)
        plot.verticalAxis(y, title: "voice to voice (ms)", label: y.label)
        plot.horizontalAxis(x, title: "since the run began (\(unit))")
        for (index, arm) in arms.enumerated() {
            for point in arm.points.enumerated() where point.offset % max(1, arm.points.count / dots) == 0 && y.domain.contains(point.element.y) {
                plot.drawing.circle(x(point.element.x / seconds), y(point.element.y), radius: 1.2, class: Style.dot(arm: index) + " faint")
            }
        }
        for (index, arm) in arms.enumerated() {
            plot.drawing.path(rolling(arm.points).map { (x($0.x / seconds), y($0.y)) }, class: Style.line(arm: index))
        }
        let text = description(arms.map { ($0.name, rolling($0.points)) })
        return Figure(name: name, title: title, description: text, height: plot.height, body: plot.drawing.body)
    }

    private struct Point {
        let x: Double
        let y: Double
    }

    private static func points(_ calls: [MeasuredCall]) -> [Point] {
        calls.flatMap(\.turns).compactMap { turn in
            guard let value = ArmValues.voiceToVoice(turn), value.isFinite, turn.offset.isFinite else { return nil }
            return Point(x: max(0, turn.offset), y: value)
        }.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    }

    /// Over a fifteenth of the turns, nine at least: fewer, and the line shows single turns instead of the time.
    private static func rolling(_ points: [Point]) -> [Point] {
        let window = max(9, points.count / 15)
        guard points.count >= window else { return [] }
        return stride(from: 0, through: points.count - window, by: max(1, window / 4)).map { start in
            let part = points[start..<(start + window)]
            return Point(x: part[start + window / 2].x, y: Percentile.of(part.map(\.y).sorted(), 0.5) ?? 0)
        }
    }

    private static func description(_ arms: [(String, [Point])]) -> String {
        arms.map { name, medians in
            guard let low = medians.map(\.y).min(), let high = medians.map(\.y).max() else { return "\(name): too few turns." }
            return "\(name): the rolling median lies between \(Text.milliseconds(low)) and \(Text.milliseconds(high))."
        }.joined(separator: " ")
    }
}
