/// A drawing with axes: the frame that most charts share.
struct Plot {
    var drawing = Drawing()
    let left: Double
    /// Half of the last number hangs over.
    let right = Figure.width - 22
    let top: Double
    let bottom: Double

    /// Below the axis: its numbers and its title.
    private static let margin = 36.0
    var height: Double { bottom + Self.margin }

    init(left: Double = 50, top: Double, height: Double) {
        self.left = left
        self.top = top
        bottom = top + height
    }

    /// Vertical lines with numbers below, and the axis' title.
    mutating func horizontalAxis(_ scale: LinearScale, title: String) {
        for tick in scale.ticks {
            drawing.line((scale(tick), top), (scale(tick), bottom), class: "grid")
            drawing.text(scale.label(tick), scale(tick), bottom + 14, .middle, class: "tick")
        }
        drawing.line((left, bottom), (right, bottom), class: "axis")
        drawing.text(title, (left + right) / 2, bottom + 30, .middle, class: "label")
    }

    mutating func verticalAxis(_ scale: LinearScale, title: String, label: (Double) -> String) {
        for tick in scale.ticks {
            drawing.line((left, scale(tick)), (right, scale(tick)), class: "grid")
            drawing.text(label(tick), left - 5, scale(tick) + 3.5, .end, class: "tick")
        }
        drawing.text(title, 11, (top + bottom) / 2, .middle, class: "label", turned: true)
    }
}
