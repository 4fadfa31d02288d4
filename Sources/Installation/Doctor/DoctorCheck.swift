/// One thing that a new installation may get wrong. To add one: a file in `Checks`, and a line in `Doctor.checks`.
protocol DoctorCheck: Sendable {
    /// Blocks, within the site's patience for each thing it asks.
    func findings(at site: Site) -> [Finding]
}
