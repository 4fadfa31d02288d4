print("voice-gateway")
