/// What holds for every resampling here.
public enum Bootstrap {
    /// Enough for the ends of an interval to be known to 3 % of its width.
    public static let resamples = 2_000
}
