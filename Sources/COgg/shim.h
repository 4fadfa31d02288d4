// libogg: pages out of packets.
#pragma once
#include <ogg/ogg.h>
