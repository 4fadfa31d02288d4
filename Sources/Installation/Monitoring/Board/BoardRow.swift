/// Panels about one subject, under its title.
struct BoardRow: Sendable {
    var title: String
    var panels: [BoardPanel]
}
