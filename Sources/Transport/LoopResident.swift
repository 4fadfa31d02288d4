/// What a loop keeps alive, and drops when it ends.
protocol LoopResident: AnyObject {
    func loopEnds()
}
