import CLibUV

/// What was allocated and freed, and is kept by the allocator for the next to come.
public enum FreedMemory {
    /// Gives it back to the system. Holds the allocator's locks for milliseconds: not while calls go on.
    public static func giveBack() { vg_malloc_trim() }
}
