"""What the gateway adds to each frame, read off the wire: tcpdump's time stamps of both sockets of every call.

A caller's frame arrives on one socket and leaves, converted, on the other; an answer's first chunk arrives on the other and its first
frame leaves on the one. The two sockets of a call are paired by the order in which the gateway opened them (their inodes in /proc/net/tcp).
"""
import bisect
import collections
import pathlib
import struct
import subprocess
import time

STREAM, PROVIDER = 8085, 8090
# Of a frame 20 ms, of an answer's first chunk at least this many bytes; control messages are shorter.
FRAME, LEAST_CHUNK = 0.020, 1_000


def capture(path, seconds):
    """Captures both sides for `seconds`; False where this user may not."""
    command = ["tcpdump", "-i", "lo", "-s", "80", "-B", "65536", "--time-stamp-precision=nano", "-w", str(path), f"tcp port {STREAM} or tcp port {PROVIDER}"]
    try:
        process = subprocess.Popen(["taskset", "-c", "1", *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        return False
    time.sleep(seconds)
    process.terminate()
    errors = process.communicate()[1]
    return path.exists() and "permission" not in errors.lower()


def pairs():
    """The gateway's sockets, call by call: the caller's port and the port from which the provider was dialled."""
    accepted, dialled = [], []
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        local, remote = (int(address.split(":")[1], 16) for address in fields[1:3])
        if fields[3] != "01":
            continue
        if local == STREAM:
            accepted.append((int(fields[9]), remote))
        elif remote == PROVIDER:
            dialled.append((int(fields[9]), local))
    return [(caller, agent) for (_, caller), (_, agent) in zip(sorted(accepted), sorted(dialled))] if len(accepted) == len(dialled) else []


def segments(path):
    """(direction, the other end's port) → [(time, payload bytes)] of every segment with a payload."""
    flows = collections.defaultdict(list)
    data = path.read_bytes()
    position = 24
    while position + 16 <= len(data):
        seconds, nanoseconds, kept, _ = struct.unpack_from("<IIII", data, position)
        packet = data[position + 16 : position + 16 + kept]
        position += 16 + kept
        if len(packet) < 54 or packet[12:14] != b"\x08\x00":
            continue
        header = (packet[14] & 15) * 4
        source, target = struct.unpack_from(">HH", packet, 14 + header)
        payload = struct.unpack_from(">H", packet, 16)[0] - header - (packet[14 + header + 12] >> 4) * 4
        if payload <= 0:
            continue
        at = seconds + nanoseconds / 1e9
        if target == STREAM:
            flows["caller in", source].append((at, payload))
        elif source == STREAM:
            flows["caller out", target].append((at, payload))
        elif target == PROVIDER:
            flows["agent out", source].append((at, payload))
        elif source == PROVIDER:
            flows["agent in", target].append((at, payload))
    return flows


def usual(flow):
    """The payload that most segments of a flow have: its audio messages."""
    sizes = collections.Counter(size for _, size in flow).most_common(1)
    return sizes[0][0] if sizes else 0


def last_before(times, at):
    index = bisect.bisect_right(times, at) - 1
    return times[index] if index >= 0 else None


def analyse(path, calls):
    """Seconds that were added upward (a frame in → its message out) and downward (a chunk in → an answer's first frame out), and how far
    from 20 ms after the last the frames toward the caller left."""
    flows = segments(path)
    up, down, jitter = [], [], []
    for caller, agent in calls:
        size = usual(flows["agent out", agent])
        came = [at for at, _ in flows["caller in", caller]]
        for at, payload in flows["agent out", agent]:
            since = last_before(came, at)
            if payload == size and since is not None:
                up.append(at - since)
        chunks = [at for at, payload in flows["agent in", agent] if payload >= LEAST_CHUNK]
        last = None
        for at, _ in flows["caller out", caller]:
            if last is not None and at - last > 0.3:
                since = last_before(chunks, at)
                if since is not None and at - since < 0.2:
                    down.append(at - since)
            elif last is not None and at - last > 0.005:
                jitter.append(abs(at - last - FRAME))
            last = at
    return {name: summary(values) for name, values in (("up", up), ("down", down), ("jitter", jitter))}


def summary(values):
    values = sorted(values)
    if not values:
        return None
    at = lambda fraction: round(values[min(len(values) - 1, int(len(values) * fraction))] * 1000, 3)
    return {"count": len(values), "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1)}
