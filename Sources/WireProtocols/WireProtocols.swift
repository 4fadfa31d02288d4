// WireProtocols
