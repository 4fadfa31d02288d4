extension String {
    /// Without what a terminal would obey instead of show.
    var printable: String {
        let obeyed: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]
        return String(String.UnicodeScalarView(unicodeScalars.map { obeyed.contains($0.properties.generalCategory) ? "\u{FFFD}" : $0 }))
    }
}
