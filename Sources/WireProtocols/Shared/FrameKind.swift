import CallControl

/// Whether a WebSocket message is text or binary.
public typealias FrameKind = AgentMessage.Kind
