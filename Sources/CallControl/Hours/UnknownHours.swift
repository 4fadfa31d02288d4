/// What counts while configured hours cannot be had.
public enum UnknownHours: String, CaseIterable, Equatable, Sendable { case open, closed }
