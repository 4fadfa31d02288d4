import CallControl

/// Somebody whom a channel's events concern; on the switchboard's loop.
protocol ChannelFollower: AnyObject {
    func hear(_ event: ChannelEvent)
    /// Events may be missed from now on.
    func connectionLost(_ reason: String)
}
