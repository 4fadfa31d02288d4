/// What the Lua script does, below its settings.
enum FreeSwitchScript {
    static let body = #"""

        -- voice_gateway.lua SECRETARY      on a call, from the dialplan: starts its audio stream; the dialplan then parks it.
        -- voice_gateway.lua watch UUID     beside the call: hangs it up when the stream has ended, since FreeSWITCH itself would leave
        --                                  the caller parked in silence.

        local api = freeswitch.API()

        local function log(level, words) freeswitch.consoleLog(level, "voice-gateway: " .. words .. "\n") end

        -- Everything but letters, digits, dots, hyphens and underscores, so that no caller id becomes another part of the command.
        local function encoded(text)
          return (string.gsub(text, "[^%w%.%-_]", function(c) return string.format("%%%02X", string.byte(c)) end))
        end

        local function token()
          if not TOKEN_FILE then return nil end
          local file = io.open(TOKEN_FILE, "r")
          if not file then
            log("ERR", "can't read the token's file")
            return nil
          end
          local text = string.match(file:read("*a") or "", "^%s*([%w%.%-_~%+/=]+)%s*$")
          file:close()
          if not text then log("ERR", "the token's file holds no token") end
          return text
        end

        local function unset(value) return not value or value == "" or value == "_undef_" or string.sub(value, 1, 4) == "-ERR" end

        local function exists(uuid) return api:executeString("uuid_exists " .. uuid) == "true" end

        -- In conversation with somebody else: transferred, by the gateway or by hand.
        local function isBridged(uuid) return not unset(api:executeString("uuid_getvar " .. uuid .. " signal_bond")) end

        local function giveUp(uuid)
          if FALLBACK then
            api:executeString("uuid_transfer " .. uuid .. " " .. FALLBACK)
          else
            api:executeString("uuid_kill " .. uuid .. " NORMAL_TEMPORARY_FAILURE")
          end
        end

        local function start(session, secretary)
          local uuid = session:get_uuid()
          -- No slash, not even an encoded one: it would divide the path.
          local caller = encoded(string.sub((string.gsub(session:getVariable("caller_id_number") or "", "/", "")), 1, 64))
          local url = GATEWAY .. "/stream/" .. encoded(secretary) .. "/" .. uuid .. (caller ~= "" and ("/" .. caller) or "") .. QUERY
          local bearer = token()
          if bearer then session:setVariable("STREAM_EXTRA_HEADERS", '{"Authorization":"Bearer ' .. bearer .. '"}') end
          if WARM_UP_MS then session:setVariable("STREAM_PLAYBACK_WARMUP_MS", WARM_UP_MS) end
          -- First the one who watches, so that no end is missed.
          api:executeString("luarun voice_gateway.lua watch " .. uuid)
          local answer = api:executeString("uuid_audio_stream " .. uuid .. " start " .. url .. " mono " .. RATE) or ""
          if string.sub(answer, 1, 3) ~= "+OK" then
            log("ERR", uuid .. ": the stream can't be started: " .. answer)
            giveUp(uuid)
          end
        end

        local CONNECT, DISCONNECT, FAILURE = "mod_audio_stream::connect", "mod_audio_stream::disconnect", "mod_audio_stream::error"

        local function watch(uuid)
          local consumer = freeswitch.EventConsumer()
          for _, name in ipairs({ CONNECT, DISCONNECT, FAILURE }) do consumer:bind("CUSTOM", name) end
          local hasConnected, endedAt = false, nil
          while exists(uuid) do
            local event = consumer:pop(1, 1000)
            while event do
              if event:getHeader("Unique-ID") == uuid then
                local name = event:getHeader("Event-Subclass")
                if name == CONNECT then
                  hasConnected, endedAt = true, nil
                elseif name == DISCONNECT then
                  endedAt = os.time()
                elseif name == FAILURE then
                  endedAt = os.time()
                  if not hasConnected then
                    log("ERR", uuid .. ": the gateway can't be reached")
                    giveUp(uuid)
                    return
                  end
                end
              end
              event = consumer:pop(0)
            end
            -- A stream that is started again, or an attendant who is just being connected, has five seconds.
            if endedAt then
              if isBridged(uuid) then return end
              if os.time() - endedAt > 5 then
                api:executeString("uuid_kill " .. uuid .. " NORMAL_CLEARING")
                return
              end
            end
          end
        end

        if argv[1] == "watch" and argv[2] then
          if string.match(argv[2], "^[%w%-]+$") then watch(argv[2]) end
        elseif session and session:ready() then
          start(session, argv[1] or SECRETARY)
        end

        """#
}
