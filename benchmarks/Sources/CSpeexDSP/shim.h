// speexdsp's resampler, the yardstick for our own.
#pragma once
#include <speex/speex_resampler.h>
