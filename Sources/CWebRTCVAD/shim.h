// WebRTC's voice-activity detector. Debian ships its symbols but not its header, so the few calls used are declared here
// as in webrtc/common_audio/vad/include/webrtc_vad.h (BSD-3-Clause).
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef struct WebRtcVadInst VadInst;
VadInst *WebRtcVad_Create(void);
void WebRtcVad_Free(VadInst *handle);
int WebRtcVad_Init(VadInst *handle);
int WebRtcVad_set_mode(VadInst *handle, int mode);
int WebRtcVad_Process(VadInst *handle, int fs, const int16_t *audio_frame, size_t frame_length);
