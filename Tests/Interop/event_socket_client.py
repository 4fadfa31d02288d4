"""A client of FreeSWITCH's event socket that is not ours (greenswitch) talks to the emulated one: PORT PASSWORD PORT, the second without lag."""
import json
import sys

import gevent
import greenswitch
from gevent.queue import Queue

port, password = int(sys.argv[1]), sys.argv[2]


def check(name, found, expected):
    if found != expected:
        sys.exit(f"{name}: got {found!r}, expected {expected!r}")


try:
    greenswitch.InboundESL(host="127.0.0.1", port=port, password="wrong").connect()
    sys.exit("a wrong password is taken")
except ValueError:
    pass

client = greenswitch.InboundESL(host="127.0.0.1", port=port, password=password)
client.connect()
events = Queue()
client.register_handle("*", lambda event: events.put(event.headers))


def api(command):
    return client.send("api " + command).data


def event(name, **wanted):
    """The next event of that name, with these headers."""
    with gevent.Timeout(5, Exception(f"no {name}")):
        while True:
            found = events.get()
            if found.get("Event-Name") == name and all(found.get(k.replace("_", "-")) == v for k, v in wanted.items()):
                return found


check("subscription", client.send("event plain ALL").data, "+OK event listener enabled plain")
check("unknown command", client.send("frobnicate").data, "-ERR command not found")
check("unknown api", api("frobnicate x"), "-ERR frobnicate Command not found!\n")
check("exists", api("uuid_exists call-0001"), "true")
check("does not exist", api("uuid_exists nobody"), "false")
check("contact", api("sofia_contact 200@example.org")[:15], "sofia/internal/")
check("switched off", api("sofia_contact 203@example.org"), "error/user_not_registered")
check("elsewhere", api("sofia_contact 200@other.org"), "error/user_not_registered")
check("registrations lag", json.loads(api("show registrations as json")), {"row_count": 0})
check("unset", api("uuid_getvar call-0001 x"), "_undef_")
check("set", api("uuid_setvar call-0001 x a b"), "+OK\n")
check("get", api("uuid_getvar call-0001 x"), "a b")
check("kill nobody", api("uuid_kill nobody"), "-ERR No such channel!\n")
check("broadcast to nobody", api("uuid_broadcast nobody /x.wav"), "-ERR invalid uuid\n")
check("broadcast what is missing", api("uuid_broadcast call-0001 /missing.wav aleg"), "+OK Message sent\n")
check("record nobody", api("uuid_record nobody start /x.wav"), "-ERR Cannot locate session!\n")
check("record", api("uuid_record call-0001 start /x.wav"), "+OK Success\n")

# Jobs: the id may be ours, and results come as events.
reply = client.send("bgapi uuid_exists call-0001\nJob-UUID: 11111111-2222-4333-8444-555555555555")
check("own job id", reply.headers["Job-UUID"], "11111111-2222-4333-8444-555555555555")
found = event("BACKGROUND_JOB", Job_UUID="11111111-2222-4333-8444-555555555555")
check("job's command", found["Job-Command"], "uuid_exists")

# An attendant's leg: ringing, busy, absent, unknown.
for number, result in [("202", "-ERR USER_BUSY"), ("203", "-ERR USER_NOT_REGISTERED"), ("999", "-ERR SUBSCRIBER_ABSENT")]:
    check(number, api("originate {originate_timeout=5}user/%s@example.org &park()" % number), result + "\n")
check("no answer", api("originate {originate_timeout=1}user/201@example.org &park()"), "-ERR NO_ANSWER\n")
check("no route", api("originate loopback/999/x &park()"), "-ERR NO_ROUTE_DESTINATION\n")
check("usage", api("originate user/200@example.org")[:6], "-USAGE")
answer = api("originate {originate_timeout=5}[origination_uuid=leg-1]user/200@example.org,[origination_uuid=leg-2]user/201@example.org &park()")
check("answered", answer, "+OK leg-1\n")
event("CHANNEL_ANSWER", Unique_ID="leg-1")
event("CHANNEL_HANGUP_COMPLETE", Unique_ID="leg-2", Hangup_Cause="LOSE_RACE")
check("stream", api("uuid_audio_stream call-0001 stop"), "+OK Success\n")
check("stream's end", event("CUSTOM")["Event-Subclass"], "mod_audio_stream::disconnect")
check("no stream", api("uuid_audio_stream call-0001 stop"), "-ERR Operation Failed\n")
check("bridge", api("uuid_bridge call-0001 leg-1"), "+OK leg-1\n")
check("bridged", event("CHANNEL_BRIDGE", Unique_ID="call-0001")["Other-Leg-Unique-ID"], "leg-1")
check("kill", api("uuid_kill call-0001 NORMAL_CLEARING"), "+OK\n")
ended = event("CHANNEL_HANGUP_COMPLETE", Unique_ID="call-0001")
check("its size", 50 < len(ended), True)
check("its values", any("ação" in value for value in ended.values()), True)
event("CHANNEL_HANGUP_COMPLETE", Unique_ID="leg-1")

# The lie: yes to an extension that does not exist.
check("transfer", api("uuid_transfer call-0002 999 XML default"), "+OK\n")
event("CHANNEL_HANGUP_COMPLETE", Unique_ID="call-0002", Hangup_Cause="NO_ROUTE_DESTINATION")
other = greenswitch.InboundESL(host="127.0.0.1", port=int(sys.argv[3]), password=password)
other.connect()
rows = json.loads(other.send("api show registrations as json").data)["rows"]
check("registrations", sorted(row["reg_user"] for row in rows), ["200", "201", "202"])
other.stop()

# Filters add up; nothing else passes.
check("filter", client.send("filter Unique-ID call-0003").data, "+OK filter added. [Unique-ID]=[call-0003]")
check("unfiltered", api("originate [origination_uuid=leg-3]user/200@example.org &park()"), "+OK leg-3\n")
api("uuid_kill call-0003")
check("only its own", event("CHANNEL_HANGUP_COMPLETE")["Unique-ID"], "call-0003")
check("nothing else", events.empty(), True)
client.stop()
print("ok")
