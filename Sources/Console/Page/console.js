(() => {
'use strict';

// ── Words ──

const WORDS = {
  pt: {
    all: { skip: 'Ir para o conteúdo', language: 'Idioma', nav: 'Seções', signOut: 'Sair', cancel: 'Cancelar', unknown: 'desconhecido', retry: 'Tentar de novo',
      loading: 'Carregando…', none: '–', all: 'Todos', foot: 'Voice Gateway {version}', clear: 'Limpar o filtro', pager: 'Páginas', play: 'Tocar', pause: 'Pausar' },
    nav: { live: 'Chamadas agora', ended: 'Encerradas', latency: 'Latência', experiments: 'Experimentos', outbox: 'Fila de envio', gateway: 'Gateway' },
    foot: { view: 'Voice Gateway {version} · acesso só para consulta' },
    sign: { title: 'Entrar no console', text: 'Use o token de operador definido na configuração do gateway.', token: 'Token de operador', show: 'Mostrar o token',
      in: 'Entrar', wait: 'Entrando…', wrong: 'Token não aceito. Confira se foi copiado por inteiro.', empty: 'Informe o token.',
      late: { one: 'Tentativas demais. Aguarde {n} segundo.', other: 'Tentativas demais. Aguarde {n} segundos.' },
      expired: 'A sessão terminou. Entre de novo para continuar onde estava.' },
    link: { on: 'Ao vivo', off: 'Sem conexão', connecting: 'Conectando', paused: 'Pausado', calls: { one: '{n} chamada', other: '{n} chamadas' }, resume: 'Retomar',
      stale: 'Sem notícias do gateway há {span}. Os números abaixo podem estar velhos; tentando reconectar.',
      first: 'Ainda sem contato com o gateway; tentando conectar.', now: 'Reconectar agora',
      full: 'Há páginas demais deste console abertas. Feche uma delas; esta tenta de novo em seguida.',
      pausedText: 'Atualização pausada às {time}. Os números abaixo não mudam até retomar.',
      unready: 'O gateway não aceita chamadas novas agora: está iniciando, sendo desligado ou sem algo de que precisa. Veja “Gateway”.',
      back: 'Conexão restabelecida.' },
    fail: { title: 'Não foi possível carregar', offline: 'O gateway não respondeu. Confira sua rede e se o serviço está no ar, e tente de novo.',
      status: 'O gateway respondeu com o erro {status}. Tente de novo; se persistir, veja o registro (log) do gateway.', missing: 'Não encontrado',
      missingText: 'O registro não existe mais ou o endereço está incompleto.', view: 'Página desconhecida',
      viewText: 'O endereço não corresponde a nenhuma página deste console.' },
    // The gateway's own sentences are English: they need no words there.
    problem: { busy: 'O console está ocupado. Tente de novo em instantes.', view_only: 'A configuração só permite consultar (console.allow_actions).',
      no_records: 'Nenhum registro é guardado: a configuração não define records_directory.',
      unreadable: 'Uma pasta ou um arquivo não pôde ser lido: o usuário do gateway precisa de permissão.',
      other_site: 'O pedido veio da página de outro site. Um proxy precisa repassar o cabeçalho Host.' },
    state: { connecting: 'Conectando', idle: 'Silêncio', caller_speaking: 'Cliente fala', thinking: 'Aguarda agente', agent_speaking: 'Agente fala',
      handoff: 'Transbordo', transferring: 'Transferindo', ending: 'Encerrando', ended: 'Encerrada' },
    role: { user: 'Cliente', assistant: 'Agente' },
    col: { caller: 'Cliente', secretary: 'Secretária', provider: 'Provedor · variante', state: 'Estado', levels: 'Níveis', words: 'Últimas palavras',
      latency: 'Latência', duration: 'Duração', started: 'Início', status: 'Resultado', turns: 'Turnos', end: 'Fim', avg: 'Latência média', at: 'Momento',
      turn: 'Turno', spans: 'Intervalos', total: 'Total', outcome: 'Desfecho' },
    caller: { hidden: 'Número não informado' },
    level: { user: 'Nível do cliente', assistant: 'Nível do agente', silent: 'silêncio' },
    live: { find: 'Filtrar', findHint: 'número, secretária, provedor…', sort: 'Ordenar por', 'sort.started': 'início',
      'sort.latency': 'latência', 'sort.state': 'estado', count: { one: '{n} chamada em andamento', other: '{n} chamadas em andamento' },
      matching: { one: '{n} corresponde ao filtro', other: '{n} correspondem ao filtro' }, none: 'Nenhuma chamada agora',
      noneText: 'Assim que alguém ligar, a chamada aparece aqui. As que terminaram estão em “Encerradas”.', noMatch: 'Nenhuma chamada corresponde ao filtro',
      noMatchText: 'Use menos palavras ou limpe o filtro.', wait: 'Aguardando os dados do gateway…' },
    pager: { previous: 'Anterior', next: 'Próxima', range: '{from}–{to} de {n}', newest: 'Mais recentes', older: 'Mais antigas' },
    call: { live: 'Chamada ao vivo', hangup: 'Desligar a chamada', ask: 'Desligar esta chamada?',
      askText: 'A chamada de {caller} com {secretary} termina agora, sem aviso a quem liga. Isso não pode ser desfeito.', hungup: 'Pedido de desligar aceito.',
      gone: 'A chamada já tinha terminado.', over: 'Esta chamada terminou', overText: 'O que está abaixo é o último estado recebido.',
      overSeek: 'Procurando o registro…', overOpen: 'Abrir o registro', overFind: 'Procurar em “Encerradas”', unknown: 'Esta chamada não está mais em andamento',
      unknownText: 'O registro dela está em “Encerradas”.', transcript: 'Conversa', noTranscript: 'Ainda não há falas.', newest: 'Ir para o fim',
      cut: 'interrompida', interruptions: 'Interrupções', language: 'Língua', id: 'Identificador', experiment: 'Experimento', copy: 'Copiar',
      copied: 'Identificador copiado.' },
    turns: { title: 'Latência por turno', none: 'Nenhum turno medido ainda.', noneEnded: 'Nenhum turno foi medido nesta chamada.',
      text: 'Do fim da fala do cliente ao primeiro som do agente. Escala da barra: 0 a {max}.' },
    span: { endpointing: 'fim de fala', thinking: 'resposta', leading_silence: 'silêncio inicial', gateway_down: 'gateway',
      'endpointing.why': 'até o provedor decidir que o cliente terminou', 'thinking.why': 'da decisão ao primeiro byte de áudio',
      'leading_silence.why': 'silêncio no começo da resposta', 'gateway_down.why': 'acrescentado pelo gateway na volta' },
    outcome: { answered: 'respondido', answered_after_tool: 'respondido após ferramenta', interrupted: 'interrompido', unanswered: 'sem resposta' },
    handoff: { title: 'Transbordo', none: 'Não houve pedido de atendimento humano.', reason: 'Motivo', keyword: 'Palavra', protocol: 'Protocolo',
      online: 'Atendentes on-line', trail: 'Passos' },
    reason: { keyword_detected: 'palavra-chave', max_turns: 'limite de turnos', user_request: 'pedido do cliente', outside_hours: 'fora do horário',
      transfer_failed: 'transferência sem sucesso', provider_failed: 'falha do provedor' },
    handed: { transferred: 'transferida', ticket_created: 'ticket criado', queued: 'ticket na fila', failed: 'falhou', declined: 'seguiu com o agente' },
    step: { wanted: 'Pedido', hours: 'Horário de atendimento', attendants: 'Atendentes', say: 'Mandado dizer', said: 'Dito', transfer: 'Transferência',
      transfer_ended: 'Fim da transferência', ticket: 'Ticket', ticket_created: 'Ticket criado', ticket_lost: 'Ticket perdido' },
    ended: { title: 'Chamadas encerradas', none: 'Nenhuma chamada encerrada',
      noneText: 'Os registros aparecem aqui quando as chamadas terminam.', noMatch: 'Nenhum registro corresponde',
      noMatchText: 'Use menos palavras, outro resultado, ou limpe o filtro.',
      new: { one: 'Mais {n} chamada terminou: atualizar', other: 'Mais {n} chamadas terminaram: atualizar' }, recorded: 'gravada',
      shown: { one: '{n} registro nesta página', other: '{n} registros nesta página' } },
    status: { pending: 'Pendente', transferred: 'Transferida', ticket_created: 'Ticket criado', completed: 'Concluída', failed: 'Falhou' },
    end: { caller_hung_up: 'cliente desligou', stream_lost: 'áudio perdido', agent_ended: 'agente encerrou', operator_ended: 'encerrada no console', transferred: 'transferida',
      ticket_created: 'ticket criado', provider_unreachable: 'provedor inacessível', provider_failed: 'falha do provedor', provider_silent: 'provedor não respondeu',
      session_expired: 'sessão do provedor expirou', format_mismatch: 'formato de áudio divergente', stream_format: 'formato do FreeSWITCH divergente',
      stream_backlog: 'FreeSWITCH lento demais', provider_backlog: 'provedor lento demais', idle: 'inatividade', max_duration: 'duração máxima',
      drained: 'gateway desligado', gateway_died: 'gateway caiu' },
    record: { title: 'Chamada encerrada', facts: 'Resumo', recording: 'Gravação',
      noRecording: 'Esta chamada não tem gravação. A conversa e os tempos estão abaixo.',
      noPlay: 'Este navegador não toca o formato {type}. Baixe o arquivo para ouvi-lo.',
      playFail: 'A gravação não pôde ser tocada. Ela pode ter expirado; tente baixá-la ou recarregue a página.', noTranscript: 'Nada foi transcrito nesta chamada.',
      seekHint: 'Toque em uma fala para ouvir dali.', detail: 'Detalhe', model: 'Modelo', ticket: 'Ticket', summary: 'Resumo do ticket', greeting: 'Saudação após',
      ready: 'Provedor pronto após', p: 'p50 · p95 · máx.', technical: 'Dados técnicos', counters: 'Contadores', usage: 'Uso (tokens)', formats: 'Formatos de áudio',
      metadata: 'Metadados', up: 'Gateway, ida', interruption: 'Corte por interrupção', pathText: 'média {mean} · p50 {p50} · p99 {p99} · máx. {max} · medidas: {n}',
      zero: 'Os demais estão em zero.', cost: 'Custo' },
    player: { speed: 'Velocidade', download: 'Baixar', position: 'Posição na gravação', at: '{at} de {total}',
      keys: 'Setas: 5 s · Page Up/Down: 30 s · espaço: tocar ou pausar', zoom: 'Ampliar', zoomOut: 'Reduzir', zooms: 'Tamanho da forma de onda', noWave: 'sem forma de onda' },
    mark: { interrupted: 'interrupção', handoff: 'pedido de transbordo' },
    latency: { title: 'Latência ao longo do tempo', text: 'Voz a voz: do fim da fala do cliente ao primeiro som do agente. Todos os gráficos têm a mesma escala.',
      hours: { one: 'Última hora', other: 'Últimas {n} horas' }, span: 'Período', none: 'Nenhum turno neste período',
      noneText: 'Escolha um período maior, ou aguarde as próximas chamadas.', p50: 'p50 (metade dos turnos)', p95: 'p95 (19 de cada 20)',
      turns: { one: '{n} turno', other: '{n} turnos' }, table: 'Dados em tabela', point: 'Momento no gráfico de {name}',
      figures: { one: '{n} turno no período: p50 {p50} · p95 {p95}', other: '{n} turnos no período; por último: p50 {p50} · p95 {p95}' },
      hint: 'Aponte ou use as setas para ler os valores', bins: { one: '{n} intervalo', other: '{n} intervalos' },
      chart: 'Gráfico de {name}: {bins}; p50 de {p50}, p95 de {p95} no mais recente; maior p95 {worst}.' },
    exp: { none: 'Nenhum experimento configurado',
      noneText: 'Experimentos são definidos na configuração do gateway; aparecem aqui assim que ela é recarregada.', running: 'Em andamento',
      waiting: 'Aguarda início', outside: 'Fora do horário', ended: 'Terminado', from: 'de {at}', to: 'até {at}', 'sticky.call': 'sorteio por chamada',
      'sticky.caller': 'sorteio por cliente', arm: 'Variante', provider: 'Provedor', weight: 'Peso', calls: 'Chamadas', failures: 'Falhas', handoffs: 'Transbordos',
      control: 'controle', out: 'retirada em {at}', in: 'ativa', idle: 'parada', state: 'Situação',
      'why.failures': '{arm} das chamadas falham; no controle, {control}', 'why.handoffs': '{arm} das chamadas vão para atendentes; no controle, {control}',
      'why.latency': '95 de cada 100 respostas chegam em até {arm}; no controle, {control}' },
    outbox: { text: 'Tickets a entregar ao OmniPlay. Nada se perde: cada um é repetido até ser aceito.',
      off: 'A fila de envio está desligada', offText: 'Nenhum destino está configurado; sem ele, não há tickets a entregar.', none: 'A fila está vazia',
      noneText: 'Todos os tickets foram entregues.', pending: 'Pendentes', failed: 'Desistidos', call: 'Chamada', created: 'Criado',
      attempts: 'Tentativas', next: 'Próxima', error: 'Último erro', act: 'Ação', retry: 'Reenviar', 's.pending': 'Pendente',
      's.delivering': 'Enviando', 's.failed': 'Desistido', 's.delivered': 'Entregue', ask: 'Reenviar este ticket agora?',
      askText: 'O ticket da chamada {call} é enviado de novo já. Se a causa do erro persistir, ele volta a falhar.', done: 'Reenvio pedido.',
      gone: 'O ticket não está mais na fila.', limited: 'São mostrados os 200 mais recentes, os não entregues primeiro.' },
    gate: { ready: 'Aceita chamadas', unready: 'Não aceita chamadas', active: 'Em andamento', started: 'Iniciadas', ended: 'Encerradas',
      refused: 'Recusadas', handoffs: 'Transbordos', totals: 'Chamadas desde o início do processo', loops: 'Laços de eventos', loop: 'Laço', busy: 'Ocupação',
      late: 'Atraso', memory: 'Memória', sockets: 'FreeSWITCH (event socket)', up: 'conectado', down: 'desconectado',
      downText: 'Sem ele ninguém pode ser transferido. Confira senha, ACL e endereço do event socket.',
      noSockets: 'Nenhum event socket configurado: não há transferências.', process: 'Processo', version: 'Versão', clock: 'Relógio do gateway',
      history: 'Chamadas em andamento desde que esta página abriu (até 30 min)', outboxText: 'pendentes: {pending} · desistidos: {failed}' },
  },
  en: {
    all: { skip: 'Skip to content', language: 'Language', nav: 'Sections', signOut: 'Sign out', cancel: 'Cancel', unknown: 'unknown', retry: 'Try again',
      loading: 'Loading…', none: '–', all: 'All', foot: 'Voice Gateway {version}', clear: 'Clear the filter', pager: 'Pages', play: 'Play', pause: 'Pause' },
    nav: { live: 'Calls now', ended: 'Ended calls', latency: 'Latency', experiments: 'Experiments', outbox: 'Outbox', gateway: 'Gateway' },
    foot: { view: 'Voice Gateway {version} · view only' },
    sign: { title: 'Sign in to the console', text: 'Use the operator token set in the gateway’s configuration.', token: 'Operator token', show: 'Show the token',
      in: 'Sign in', wait: 'Signing in…', wrong: 'Token not accepted. Check that you copied all of it.', empty: 'Enter the token.',
      late: { one: 'Too many attempts. Wait {n} second.', other: 'Too many attempts. Wait {n} seconds.' },
      expired: 'Your session ended. Sign in again to go on where you were.' },
    link: { on: 'Live', off: 'No connection', connecting: 'Connecting', paused: 'Paused', calls: { one: '{n} call', other: '{n} calls' }, resume: 'Resume',
      stale: 'Nothing heard from the gateway for {span}. The figures below may be old; reconnecting.',
      first: 'No contact with the gateway yet; connecting.', now: 'Reconnect now',
      full: 'Too many pages of this console are open. Close one of them; this one tries again soon.',
      pausedText: 'Updates paused at {time}. The figures below stand still until you resume.',
      unready: 'The gateway takes no new calls now: it is starting, shutting down, or lacks something it needs. See “Gateway”.', back: 'Connected again.' },
    fail: { title: 'Could not be loaded', offline: 'The gateway did not answer. Check your network and that the service is up, then try again.',
      status: 'The gateway answered with error {status}. Try again; if it stays, look into the gateway’s log.', missing: 'Not found',
      missingText: 'The record no longer exists, or the address is incomplete.', view: 'Unknown page', viewText: 'This address is no page of this console.' },
    state: { connecting: 'Connecting', idle: 'Silence', caller_speaking: 'Caller speaks', thinking: 'Awaits agent', agent_speaking: 'Agent speaks',
      handoff: 'Handoff', transferring: 'Transferring', ending: 'Ending', ended: 'Ended' },
    role: { user: 'Caller', assistant: 'Agent' },
    col: { caller: 'Caller', secretary: 'Secretary', provider: 'Provider · arm', state: 'State', levels: 'Levels', words: 'Last words', latency: 'Latency',
      duration: 'Duration', started: 'Started', status: 'Result', turns: 'Turns', end: 'End', avg: 'Mean latency', at: 'At', turn: 'Turn', spans: 'Spans',
      total: 'Total', outcome: 'Outcome' },
    caller: { hidden: 'Number withheld' },
    level: { user: 'Caller’s level', assistant: 'Agent’s level', silent: 'silent' },
    live: { find: 'Filter', findHint: 'number, secretary, provider…', sort: 'Sort by', 'sort.started': 'start', 'sort.latency': 'latency',
      'sort.state': 'state', count: { one: '{n} call in progress', other: '{n} calls in progress' },
      matching: { one: '{n} matches the filter', other: '{n} match the filter' }, none: 'No calls now',
      noneText: 'As soon as somebody calls, the call shows here. Those that are over are under “Ended calls”.', noMatch: 'No call matches the filter',
      noMatchText: 'Use fewer words or clear the filter.', wait: 'Waiting for the gateway’s figures…' },
    pager: { previous: 'Previous', next: 'Next', range: '{from}–{to} of {n}', newest: 'Newest', older: 'Older' },
    call: { live: 'Live call', hangup: 'Hang up the call', ask: 'Hang up this call?',
      askText: 'The call of {caller} with {secretary} ends now, without a word to the caller. This cannot be undone.', hungup: 'Hang-up accepted.',
      gone: 'The call had already ended.', over: 'This call has ended', overText: 'What stands below is the last state received.',
      overSeek: 'Looking for its record…', overOpen: 'Open the record', overFind: 'Look under “Ended calls”', unknown: 'This call is no longer in progress',
      unknownText: 'Its record is under “Ended calls”.', transcript: 'Conversation', noTranscript: 'Nothing said yet.', newest: 'Go to the end', cut: 'cut short',
      interruptions: 'Interruptions', language: 'Language', id: 'Identifier', experiment: 'Experiment', copy: 'Copy', copied: 'Identifier copied.' },
    turns: { title: 'Latency by turn', none: 'No turn measured yet.', noneEnded: 'No turn was measured in this call.',
      text: 'From the end of the caller’s speech to the agent’s first sound. The bar’s scale: 0 to {max}.' },
    span: { endpointing: 'endpointing', thinking: 'thinking', leading_silence: 'leading silence', gateway_down: 'gateway',
      'endpointing.why': 'until the provider decides that the caller has finished', 'thinking.why': 'from that decision to the first byte of audio',
      'leading_silence.why': 'silence at the head of the answer', 'gateway_down.why': 'added by the gateway on the way down' },
    outcome: { answered: 'answered', answered_after_tool: 'answered after a tool', interrupted: 'interrupted', unanswered: 'unanswered' },
    handoff: { title: 'Handoff', none: 'Nobody asked for a person.', reason: 'Reason', keyword: 'Keyword', protocol: 'Protocol number',
      online: 'Attendants online', trail: 'Steps' },
    reason: { keyword_detected: 'keyword', max_turns: 'limit of turns', user_request: 'caller’s request', outside_hours: 'outside hours',
      transfer_failed: 'transfer failed', provider_failed: 'provider failed' },
    handed: { transferred: 'transferred', ticket_created: 'ticket created', queued: 'ticket queued', failed: 'failed', declined: 'went on with the agent' },
    step: { wanted: 'Wanted', hours: 'Business hours', attendants: 'Attendants', say: 'Told to say', said: 'Said', transfer: 'Transfer',
      transfer_ended: 'Transfer ended', ticket: 'Ticket', ticket_created: 'Ticket created', ticket_lost: 'Ticket lost' },
    ended: { title: 'Ended calls', none: 'No ended calls', noneText: 'Records show here once calls end.',
      noMatch: 'No record matches', noMatchText: 'Use fewer words, another result, or clear the filter.',
      new: { one: '{n} more call has ended: refresh', other: '{n} more calls have ended: refresh' }, recorded: 'recorded',
      shown: { one: '{n} record on this page', other: '{n} records on this page' } },
    status: { pending: 'Pending', transferred: 'Transferred', ticket_created: 'Ticket created', completed: 'Completed', failed: 'Failed' },
    end: { caller_hung_up: 'caller hung up', stream_lost: 'audio lost', agent_ended: 'agent ended', operator_ended: 'ended at the console', transferred: 'transferred', ticket_created: 'ticket created',
      provider_unreachable: 'provider unreachable', provider_failed: 'provider failed', provider_silent: 'provider silent',
      session_expired: 'provider’s session expired', format_mismatch: 'audio format mismatch', stream_format: 'FreeSWITCH’s format wrong',
      stream_backlog: 'FreeSWITCH too slow', provider_backlog: 'provider too slow', idle: 'idle', max_duration: 'longest duration', drained: 'gateway shut down',
      gateway_died: 'gateway died' },
    record: { title: 'Ended call', facts: 'Summary', recording: 'Recording',
      noRecording: 'This call has no recording. The conversation and its times are below.',
      noPlay: 'This browser does not play {type}. Download the file to hear it.',
      playFail: 'The recording could not be played. It may have expired; try to download it, or reload the page.',
      noTranscript: 'Nothing was transcribed in this call.', seekHint: 'Choose a line to hear it from there.', detail: 'Detail', model: 'Model', ticket: 'Ticket',
      summary: 'Ticket’s summary', greeting: 'Greeting after', ready: 'Provider ready after', p: 'p50 · p95 · max', technical: 'Technical data',
      counters: 'Counters', usage: 'Usage (tokens)', formats: 'Audio formats', metadata: 'Metadata', up: 'Gateway, upward', interruption: 'Cut on interruption',
      pathText: 'mean {mean} · p50 {p50} · p99 {p99} · max {max} · samples: {n}', zero: 'All others are zero.', cost: 'Cost' },
    player: { speed: 'Speed', download: 'Download', position: 'Position in the recording', at: '{at} of {total}',
      keys: 'Arrows: 5 s · Page Up/Down: 30 s · space: play or pause', zoom: 'Zoom in', zoomOut: 'Zoom out', zooms: 'Size of the waveform', noWave: 'no waveform' },
    mark: { interrupted: 'interruption', handoff: 'handoff wanted' },
    latency: { title: 'Latency over time', text: 'Voice to voice: from the end of the caller’s speech to the agent’s first sound. All charts share one scale.',
      hours: { one: 'Last hour', other: 'Last {n} hours' }, span: 'Period', none: 'No turns in this period',
      noneText: 'Choose a longer period, or wait for the next calls.', p50: 'p50 (half of the turns)', p95: 'p95 (19 of 20)',
      turns: { one: '{n} turn', other: '{n} turns' }, table: 'Data as a table', point: 'Moment in the chart of {name}',
      figures: { one: '{n} turn in this period: p50 {p50} · p95 {p95}', other: '{n} turns in this period; latest: p50 {p50} · p95 {p95}' },
      hint: 'Point, or use the arrow keys, to read values', bins: { one: '{n} interval', other: '{n} intervals' },
      chart: 'Chart of {name}: {bins}; p50 {p50}, p95 {p95} in the latest; highest p95 {worst}.' },
    exp: { none: 'No experiments configured',
      noneText: 'Experiments are set in the gateway’s configuration; they show here as soon as it is reloaded.', running: 'Running', waiting: 'Waiting',
      outside: 'Outside its hours', ended: 'Ended', from: 'from {at}', to: 'to {at}', 'sticky.call': 'drawn per call', 'sticky.caller': 'drawn per caller', arm: 'Arm',
      provider: 'Provider', weight: 'Weight', calls: 'Calls', failures: 'Failures', handoffs: 'Handoffs', control: 'control', out: 'taken out {at}', in: 'in use',
      idle: 'not in use', state: 'Standing' },
    outbox: { text: 'Tickets to be delivered to OmniPlay. None is lost: each is repeated until it is accepted.', off: 'The outbox is switched off',
      offText: 'No destination is configured; without one there are no tickets to deliver.', none: 'The outbox is empty',
      noneText: 'All tickets have been delivered.', pending: 'Pending', failed: 'Given up', call: 'Call', created: 'Created',
      attempts: 'Attempts', next: 'Next', error: 'Last error', act: 'Action', retry: 'Retry', 's.pending': 'Pending',
      's.delivering': 'Delivering', 's.failed': 'Given up', 's.delivered': 'Delivered', ask: 'Retry this ticket now?',
      askText: 'The ticket of call {call} is sent again at once. If the cause of its error stands, it fails again.', done: 'Retry accepted.',
      gone: 'The ticket is no longer in the outbox.', limited: 'The newest 200 are shown, undelivered first.' },
    gate: { ready: 'Takes calls', unready: 'Takes no calls', active: 'In progress', started: 'Started', ended: 'Ended', refused: 'Refused',
      handoffs: 'Handoffs', totals: 'Calls since the process started', loops: 'Event loops', loop: 'Loop', busy: 'Busy', late: 'Lateness',
      memory: 'Memory', sockets: 'FreeSWITCH (event socket)', up: 'connected', down: 'disconnected',
      downText: 'Without it nobody can be transferred. Check the event socket’s password, ACL and address.', noSockets: 'No event socket configured: no transfers.',
      process: 'Process', version: 'Version', clock: 'Gateway’s clock', history: 'Calls in progress since this page opened (up to 30 min)',
      outboxText: '{pending} pending · {failed} given up' },
  },
};

const LANGUAGE_KEY = 'voice-gateway-console.language';
const PAGE_ROWS = 50;

let language = 'pt';
let locale = 'pt-BR';
let plural, intl;

function setLanguage(chosen) {
  language = chosen === 'en' ? 'en' : 'pt';
  locale = language === 'pt' ? 'pt-BR' : navigator.languages.find((tag) => /^en\b/i.test(tag)) ?? 'en';
  plural = new Intl.PluralRules(locale);
  intl = {
    whole: new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
    tenth: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    percent: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }),
    minute: new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }),
    dateTime: new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'medium' }),
    dateMinute: new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short' }),
    dayMinute: new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' }),
  };
  document.documentElement.lang = language === 'pt' ? 'pt-BR' : 'en';
}

function remembered() {
  try { return localStorage.getItem(LANGUAGE_KEY); } catch { return null; }
}

function remember(chosen) {
  try { localStorage.setItem(LANGUAGE_KEY, chosen); } catch { /* private mode: the choice lasts for this page */ }
}

/** What was chosen here before, then the gateway's default, then the browser's wish. */
function preferredLanguage() {
  return remembered() ?? session.language ?? (/^en\b/i.test(navigator.language) ? 'en' : 'pt');
}

function wordOf(key) {
  const [group, name] = key.split(/\.(.*)/s);
  const [table, word] = name === undefined ? [WORDS[language].all, group] : [WORDS[language][group] ?? {}, name];
  // Words of the gateway come this way too: none of them may reach what an object inherits.
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function t(key, values) {
  let text = wordOf(key);
  if (text === undefined) return key;
  if (typeof text === 'object') text = text[plural.select(values.n)] ?? text.other;
  return values ? text.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === 'number' ? intl.whole.format(values[name]) : String(values[name] ?? ''))) : text;
}

/** A word of the gateway's vocabulary, or the word itself when this page does not know it yet. */
function term(group, word) {
  if (word === null || word === undefined || word === '') return t('none');
  return wordOf(`${group}.${word}`) ?? clean(word);
}

// ── Figures ──

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);
const whole = (value) => (isNumber(value) ? intl.whole.format(value) : t('none'));
const percent = (value) => (isNumber(value) ? intl.percent.format(value) : t('none'));
const two = (value) => String(value).padStart(2, '0');
/** A record may hold any number for a time: what no clock of ours shows is unknown. */
const momentIn = (format) => (at) => (!isNumber(at) ? t('none') : at >= 0 && at < 1e13 ? intl[format].format(at) : t('unknown'));
const timeOf = momentIn('time');
const dateTime = momentIn('dateTime');
const dateMinute = momentIn('dateMinute');
const dayMinute = momentIn('dayMinute');

function ms(value) {
  if (!isNumber(value)) return t('none');
  return `${(Math.abs(value) < 10 && value !== 0 ? intl.tenth : intl.whole).format(value)}\u00a0ms`;
}

function clock(seconds) {
  if (!isNumber(seconds)) return t('none');
  const total = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(total / 3600), minutes = Math.floor(total / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
}

function bytes(value) {
  if (!isNumber(value)) return t('none');
  const power = value < 1048576 ? 1 : value < 1073741824 ? 2 : 3;
  return `${intl.tenth.format(value / 1024 ** power)}\u00a0${['', 'KiB', 'MiB', 'GiB'][power]}`;
}

/** Brazilian numbers as people write them; all others as they came. */
function phone(number) {
  if (number === null || number === undefined || number === '') return null;
  const parts = /^\+55(\d{2})(\d{4,5})(\d{4})$/.exec(number);
  return parts ? `+55 ${parts[1]} ${parts[2]}-${parts[3]}` : number;
}

/** What was typed as people write numbers is looked for as the gateway writes them. */
function searchable(text) {
  // No name has a NUL, and a request with one gets no answer.
  text = text.replaceAll('\0', '');
  return /^[+\d\s().-]{4,}$/.test(text) && /[\s()]/.test(text) ? text.replace(/[^+\d]/g, '') : text;
}

// ── Words of strangers ──

// Controls, bidi overrides, invisible characters: shown by name, so that they can neither act nor hide.
const ODD = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const STACKED = /(\p{M}{3})\p{M}+/gu;
const TEXT_LIMIT = 8000;

function nameOdd(character) {
  return `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;
}

function clean(text, limit = TEXT_LIMIT) {
  const given = String(text);
  const kept = given.length > limit ? `${given.slice(0, limit)}…` : given;
  const sound = kept.toWellFormed ? kept.toWellFormed() : kept;
  return sound.replace(/[\t\n\r]+/g, ' ').replace(ODD, nameOdd).replace(STACKED, '$1');
}

function bdi(text, limit) {
  return el('bdi', { text: clean(text ?? t('none'), limit) });
}

const tagOf = (tag) => (/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag ?? '') ? tag : null);

// ── Document ──

const byId = (id) => document.getElementById(id);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else if (name === 'text') node.textContent = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function el(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

/** Writes only what differs, into the same text node: nothing is laid out for nothing. */
function put(node, text) {
  const only = node.firstChild;
  if (only && only.nodeType === Node.TEXT_NODE && !only.nextSibling) {
    if (only.data !== text) only.data = text;
  } else if (only || text !== '') node.textContent = text;
}

function attribute(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

function toggle(node, shown) {
  if (node.hidden === shown) node.hidden = !shown;
}

function moveTo(parent, node, before) {
  if (parent.moveBefore && node.parentNode === parent) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
}

/** Children of `parent`, one for each item, kept by the item's key. `create` gives `{node, update(item)}`. */
function keyedList(parent, keyOf, create) {
  const entries = new Map();

  function forget(wanted) {
    for (const [key, entry] of entries) {
      if (wanted.has(key)) continue;
      entry.node.remove();
      entries.delete(key);
    }
  }

  function place(items) {
    let cursor = parent.firstElementChild;
    items.forEach((item, index) => {
      const key = keyOf(item, index);
      let entry = entries.get(key);
      if (!entry) entries.set(key, entry = create(item));
      entry.update(item, index);
      if (entry.node === cursor) cursor = cursor.nextElementSibling;
      else moveTo(parent, entry.node, cursor);
    });
  }

  return {
    entries,
    show(items) {
      const focused = parent.contains(document.activeElement) ? document.activeElement : null;
      const position = focused ? [...parent.children].findIndex((child) => child.contains(focused)) : -1;
      forget(new Set(items.map(keyOf)));
      place(items);
      if (!focused || document.activeElement === focused) return;
      const heir = focused.isConnected ? focused : parent.children[Math.min(position, parent.children.length - 1)]?.querySelector('a, button');
      heir?.focus({ preventScroll: true });
    },
  };
}

/** A table whose roles survive being laid out as cards. */
function table(label, columns, className) {
  const heads = columns.map((column) => el('th', { role: 'columnheader', scope: 'col', class: column.class }, column.head ?? t(column.key)));
  const body = el('tbody', { role: 'rowgroup' });
  const node = el('table', { role: 'table', 'aria-label': label, class: className },
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads)), body);
  return { node, body, heads };
}

/** One row for each item, kept by its key. A column has a `text(item)`, or a `part()` that gives `{node, set(item)}`. */
function liveTable(label, columns, className, keyOf) {
  const { node, body, heads } = table(label, columns, className);
  const list = keyedList(body, keyOf, () => {
    const parts = columns.map((column) => (column.part ? column.part() : textPart(column.text, column.note)));
    // The first cell says what the row is about: it is read with each of the others.
    const cells = columns.map((column, index) => el(index ? 'td' : 'th', {
      role: index ? 'cell' : 'rowheader', scope: !index && 'row', class: column.class, 'data-label': column.label ?? t(column.key), 'data-span': column.span,
    }, parts[index].node));
    return {
      node: el('tr', { role: 'row' }, cells),
      update(item) { for (const part of parts) part.set(item); },
      tick() { for (const part of parts) part.tick?.(); },
    };
  });
  return { node, body, heads, show: list.show, tick() { for (const entry of list.entries.values()) entry.tick(); } };
}

/** A column of numbers. */
const figure = (key, text, note) => ({ key, class: 'number', text, note });

/** Whatever comes from outside is made harmless here; what is the same as before is not looked at again. */
function writer(node, textOf, limit = 160) {
  let before;
  return (item) => {
    const text = textOf(item) ?? t('none');
    if (text === before) return;
    before = text;
    put(node, clean(text, limit));
  };
}

function textPart(text, note) {
  const main = el('bdi'), small = note ? el('small', null, el('bdi')) : null;
  const setMain = writer(main, text, 400), setNote = small ? writer(small.firstChild, (item) => note(item) ?? '') : null;
  return {
    node: [main, small],
    set(item) {
      setMain(item);
      setNote?.(item);
    },
  };
}

function linkPart(address, text) {
  const node = el('a', { class: 'caller' }, el('bdi')), write = writer(node.firstChild, text, 80);
  return {
    node,
    set(item) {
      attribute(node, 'href', address(item));
      write(item);
    },
  };
}

function statePart(kindOf, text) {
  const node = el('span', { class: 'state' }), write = writer(node, text, 60);
  return {
    node,
    set(item) {
      attribute(node, 'data-kind', kindOf(item));
      write(item);
    },
  };
}

function facts(pairs) {
  const list = el('dl', { class: 'facts' });
  for (const [label, value] of pairs) {
    if (value === null || value === undefined || value === false || value === '') continue;
    list.append(el('div', null, el('dt', { text: label }), el('dd', null, typeof value === 'string' ? bdi(value, 1000) : value)));
  }
  return list;
}

function badge(kind, text) {
  return el('span', { class: 'state', 'data-kind': kind }, text);
}

function section(title, ...children) {
  return el('section', { class: 'panel' }, el('h2', { text: title }), ...children);
}

function emptyState(key, ...acts) {
  return el('div', { class: 'empty' }, el('p', { class: 'lead', text: t(key) }), el('p', { text: t(`${key}Text`) }), ...acts);
}

function heading(text, ...beside) {
  return el('div', { class: 'heading' }, el('h1', { tabindex: '-1', text }), ...beside);
}

/** Where a view that asks once, and watches nothing, shows what it got. */
function loadedPlace() {
  watch({ view: 'none' });
  return el('div', { class: 'loaded' });
}

const faint = (text = '') => el('p', { class: 'faint', text });
const button = (text, onclick, attributes) => el('button', { type: 'button', text, onclick, ...attributes });
const key = (kind, name, text) => el('span', { class: 'key', [`data-${kind}`]: name, text });
const legendOf = (kind, names, group, ...more) => el('ul', { class: 'legend' },
  names.map((name) => el('li', null, key(kind, name, t(`${group}.${name}`)))), ...more);
const scrolling = (label, ...children) => el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label }, ...children);
const tiles = (pairs) => el('dl', { class: 'tiles' }, pairs.map(([label, value]) => el('div', null, el('dt', { text: label }), value)));

function announce(text) {
  const notice = byId('notice');
  notice.textContent = text;
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => { notice.textContent = ''; }, 6000);
}

/** What is about to go may have the focus: it passes to the view's heading, for without it the keyboard begins at the top of the page again. */
function passFocus(node, heir = byId('main').querySelector('h1') ?? byId('main')) {
  if (node?.contains(document.activeElement)) heir.focus();
}

function whisper(text) {
  byId('whisper').textContent = text;
}

/** A yes or no, with the no at hand. */
function ask(title, text, yes) {
  const dialog = byId('ask');
  byId('ask-title').textContent = title;
  byId('ask-text').replaceChildren(el('bdi', { text }));
  byId('ask-no').textContent = t('cancel');
  byId('ask-yes').textContent = yes;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true }));
}

function debounce(wait, act) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(act, wait, ...values);
  };
}

// ── Gateway: requests ──

const session = { signed_in: false, sign_in: true, may_act: false, full: false, version: '', language: null };

async function refreshSession() {
  Object.assign(session, await request('/api/session'));
}

class Failure extends Error {
  constructor(status, { error = '', kind, retry_after_seconds: retryAfter } = {}) {
    super(error);
    Object.assign(this, { status, kind, retryAfter });
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Failure(0);
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const body = await response.json().catch(() => ({}));
  if (response.status === 401 && path !== '/api/login') signedOut();
  throw new Failure(response.status, body);
}

function post(path, body) {
  return request(path, {
    method: 'POST',
    headers: { 'X-Requested-With': 'voice-gateway-console', ...(body ? { 'Content-Type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
}

function explain(error) {
  if (!error.status) return t('fail.offline');
  const known = wordOf(`problem.${error.kind}`), detail = clean(error.message, 400);
  if (known || (detail && language === 'en')) return known ?? detail;
  return t('fail.status', { status: String(error.status) }) + (detail && ` (${detail})`);
}

function failureState(error, retry) {
  const missing = error.status === 404 && !error.kind;
  return el('div', { class: 'empty failed', role: 'alert' },
    el('p', { class: 'lead', text: t(missing ? 'fail.missing' : 'fail.title') }),
    el('p', null, missing ? t('fail.missingText') : el('bdi', { text: explain(error) })),
    button(t('retry'), retry));
}

// ── Gateway: the live socket ──

const STALE_AFTER = 8000;
const DEAD_AFTER = 16000;
const BACK_OFF = [1, 2, 4, 8, 15];
const HISTORY_LENGTH = 360;

const live = {
  socket: null, wanted: { view: 'none' }, data: {}, held: false, heldAt: 0, opened: 0, heard: 0, everHeard: false, attempt: 0, timer: 0, skew: 0,
  painting: false, history: [],
};

/** The gateway's clock, as far as its messages tell. */
const gatewayNow = () => Date.now() + live.skew;
const isQuiet = () => live.held || document.hidden;

function sendWanted() {
  if (live.socket?.readyState === WebSocket.OPEN) live.socket.send(JSON.stringify(isQuiet() ? { view: 'paused' } : live.wanted));
}

function watch(wanted) {
  live.wanted = wanted;
  // A pause holds what is shown: whoever asks for something else wants to see it.
  if (live.held) hold(false);
  else if (!document.hidden) sendWanted();
}

function connect() {
  clearTimeout(live.timer);
  if (!session.signed_in || live.socket) return;
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(`${scheme}//${location.host}/api/live`);
  live.socket = socket;
  live.opened = performance.now();
  socket.addEventListener('open', () => {
    live.opened = performance.now();
    sendWanted();
    paintStatus();
  });
  socket.addEventListener('message', (event) => { if (live.socket === socket) receive(event.data); });
  socket.addEventListener('close', () => { if (live.socket === socket) lost(); });
  paintStatus();
}

function lost() {
  live.socket = null;
  if (!session.signed_in) return;
  const seconds = BACK_OFF[Math.min(live.attempt++, BACK_OFF.length - 1)];
  live.timer = setTimeout(reconnect, seconds * 1000 * (0.75 + Math.random() / 2));
  paintStatus();
}

/** A refused socket does not say why: the session does. */
async function reconnect() {
  clearTimeout(live.timer);
  if (live.socket || document.hidden) return;
  try {
    await refreshSession();
  } catch {
    // Unless another attempt has succeeded meanwhile.
    if (!live.socket) lost();
    return;
  }
  if (session.signed_in) connect();
  else signedOut();
}

function disconnect() {
  clearTimeout(live.timer);
  const socket = live.socket;
  live.socket = null;
  socket?.close();
  Object.assign(live, { data: {}, everHeard: false, attempt: 0, held: false, history: [] });
}

function receive(text) {
  let message;
  try { message = JSON.parse(text); } catch { return; }
  if (!message || typeof message !== 'object' || isQuiet()) return;
  if (live.attempt && live.everHeard) whisper(t('link.back'));
  live.attempt = 0;
  live.heard = performance.now();
  live.everHeard = true;
  if (isNumber(message.at)) live.skew = message.at - Date.now();
  Object.assign(live.data, message);
  remark(message);
  if (live.painting) return;
  live.painting = true;
  requestAnimationFrame(paintLive);
}

/** One figure each five seconds, half an hour at most. */
function remark({ at, totals }) {
  const last = live.history.at(-1);
  if (!totals || (last && at - last.at < 5000)) return;
  live.history.push({ at, active: totals.active });
  if (live.history.length > HISTORY_LENGTH) live.history.shift();
}

function paintLive() {
  live.painting = false;
  if (!session.signed_in) return;
  paintStatus();
  page.view?.live?.(live.data);
}

const silence = () => performance.now() - live.heard;
const isStale = () => !live.held && (!live.socket || live.socket.readyState !== WebSocket.OPEN || silence() > STALE_AFTER);

function watchSocket() {
  if (isQuiet() || !live.socket) return;
  if (performance.now() - Math.max(live.heard, live.opened) < DEAD_AFTER) return;
  const socket = live.socket;
  live.socket = null;
  socket.close();
  lost();
}

function hold(held) {
  live.held = held;
  live.heldAt = Date.now();
  live.heard = performance.now();
  sendWanted();
  paintStatus();
}

document.addEventListener('visibilitychange', () => {
  if (!session.signed_in) return;
  live.heard = performance.now();
  sendWanted();
  if (document.hidden) return;
  if (!live.socket) reconnect();
  page.view?.wake?.();
  paintStatus();
});

// ── Frame: status, banner, navigation ──

function linkState() {
  if (live.held) return 'paused';
  if (!isStale()) return 'on';
  return live.everHeard ? 'off' : 'connecting';
}

function paintStatus() {
  const { totals, outbox } = live.data;
  const state = linkState();
  const connection = byId('connection');
  attribute(connection, 'data-state', state);
  put(connection, t(`link.${state}`));
  put(byId('status-calls'), totals ? t('link.calls', { n: totals.active }) : '');
  const pause = byId('pause');
  attribute(pause, 'aria-pressed', String(live.held));
  put(pause, t(live.held ? 'link.resume' : 'pause'));
  paintBadge('badge-live', totals?.active);
  paintBadge('badge-outbox', outbox?.failed);
  attribute(document.body, 'data-stale', state === 'off' ? 'yes' : null);
  paintBanner(state);
}

function paintBadge(id, count) {
  const node = byId(id);
  toggle(node, count > 0);
  put(node, whole(count));
}

function bannerFor(state) {
  if (state === 'paused') return { kind: 'held', text: t('link.pausedText', { time: timeOf(live.heldAt) }), act: t('link.resume'), run: () => hold(false) };
  if (state !== 'on' && session.full) return { kind: 'stale', text: t('link.full'), act: t('link.now'), run: retryNow };
  if (state === 'off') return { kind: 'stale', text: t('link.stale', { span: clock(silence() / 1000) }), act: t('link.now'), run: retryNow };
  if (state === 'connecting' && live.attempt > 0) return { kind: 'stale', text: t('link.first'), act: t('link.now'), run: retryNow };
  if (live.data.ready === false) return { kind: 'unready', text: t('link.unready') };
  return null;
}

function retryNow() {
  const socket = live.socket;
  live.socket = null;
  socket?.close();
  reconnect();
}

let bannerRun = null;

function paintBanner(state) {
  const wanted = session.signed_in ? bannerFor(state) : null;
  const banner = byId('banner'), act = byId('banner-act');
  if (!wanted?.act) passFocus(act, byId('pause'));
  toggle(banner, Boolean(wanted));
  if (!wanted) return attribute(banner, 'data-kind', null);
  bannerRun = wanted.run;
  // The span ticks each second: said once, then only shown.
  if (banner.dataset.kind !== wanted.kind) whisper(wanted.text);
  attribute(banner, 'data-kind', wanted.kind);
  put(byId('banner-text'), wanted.text);
  toggle(act, Boolean(wanted.act));
  put(act, wanted.act ?? '');
}

function paintFrame() {
  for (const node of document.querySelectorAll('[data-t]')) put(node, t(node.dataset.t));
  for (const node of document.querySelectorAll('[data-t-label]')) attribute(node, 'aria-label', t(node.dataset.tLabel));
  for (const node of document.querySelectorAll('[data-language]')) attribute(node, 'aria-pressed', String(node.dataset.language === language));
  for (const id of ['nav', 'status']) toggle(byId(id), session.signed_in);
  toggle(byId('sign-out'), session.signed_in && session.sign_in);
  put(byId('foot'), session.version ? t(session.signed_in && !session.may_act ? 'foot.view' : 'foot', { version: clean(session.version, 40) }) : '');
  if (session.signed_in) paintStatus();
  else toggle(byId('banner'), false);
}

function markNavigation(name) {
  for (const link of document.querySelectorAll('#nav a')) {
    const current = link.getAttribute('href') === `#/${name}`;
    attribute(link, 'aria-current', current ? 'page' : null);
    if (current) link.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
}

// ── Routes ──

const page = { view: null, route: null, stop: null };

function parseRoute(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [name, ...rest] = path.split('/');
  let id = rest.join('/');
  try { id = decodeURIComponent(id); } catch { /* keep it as it stands: it will not be found */ }
  return { name: name || 'live', id: id || null, query: new URLSearchParams(query ?? '') };
}

function href(name, id, query) {
  const filled = Object.entries(query ?? {}).filter(([, value]) => value !== '' && value !== null && value !== undefined && value !== 0);
  const suffix = filled.length ? `?${new URLSearchParams(filled)}` : '';
  return `#/${name}${id ? `/${encodeURIComponent(id)}` : ''}${suffix}`;
}

/** Follows typing without leaving a step of history for each letter. */
function replaceRoute(address) {
  history.replaceState(null, '', address);
  navigate();
}

function screenFor(route) {
  const views = { live: route.id ? liveCallView : liveCallsView, ended: route.id ? endedCallView : endedCallsView, latency: latencyView,
    experiments: experimentsView, outbox: outboxView, gateway: gatewayView };
  return Object.hasOwn(views, route.name) ? views[route.name] : unknownView;
}

function navigate({ again = false } = {}) {
  if (!session.signed_in) return;
  const route = parseRoute(location.hash);
  const same = page.route && page.route.name === route.name && page.route.id === route.id;
  if (same && !again && page.view?.update) {
    page.route = route;
    page.view.update(route);
    return;
  }
  const carried = again ? page.view?.carry?.() : undefined;
  const first = !page.route;
  leave();
  enter(route, carried);
  if (!first && !again) focusHeading();
}

function leave() {
  page.stop?.abort();
  byId('ask').close();
  Object.assign(page, { view: null, route: null, stop: null });
  byId('main').replaceChildren();
}

function enter(route, carried) {
  const stop = new AbortController();
  Object.assign(page, { route, stop });
  markNavigation(route.name);
  page.view = screenFor(route)(byId('main'), route, stop.signal, carried);
  entitle(byId('main').querySelector('h1').textContent);
}

function entitle(...parts) {
  document.title = [...parts, 'Voice Gateway'].join(' · ');
}

function focusHeading() {
  window.scrollTo(0, 0);
  byId('main').querySelector('h1')?.focus({ preventScroll: true });
}

const whenLeft = (signal, act) => signal.addEventListener('abort', act, { once: true });

function every(milliseconds, signal, act) {
  const timer = setInterval(() => { if (!isQuiet()) act(); }, milliseconds);
  whenLeft(signal, () => clearInterval(timer));
}

function unknownView(main) {
  watch({ view: 'none' });
  main.append(heading(t('fail.view')), emptyState('fail.view', el('a', { class: 'button', href: '#/live', text: t('nav.live') })));
  return {};
}

/** Loads, shows, and on failure says what to do; what was shown stays while it is asked for again. */
function loader(place, signal, load, render) {
  let loaded = false;
  let current = null;

  function forgetFailure() {
    const failed = place.querySelector(':scope > .failed');
    passFocus(failed);
    failed?.remove();
  }

  return async function run() {
    current?.abort();
    const mine = current = new AbortController();
    const both = AbortSignal.any([signal, mine.signal]);
    place.setAttribute('aria-busy', 'true');
    if (!loaded) {
      passFocus(place);
      place.replaceChildren(el('p', { class: 'waiting', text: t('loading') }));
    }
    try {
      const answer = await load(both);
      if (both.aborted) return;
      if (!loaded) place.replaceChildren();
      loaded = true;
      forgetFailure();
      render(answer);
    } catch (error) {
      if (both.aborted || error.name === 'AbortError' || error.status === 401) return;
      if (!(error instanceof Failure)) throw error;
      if (!loaded) place.replaceChildren();
      forgetFailure();
      place.prepend(failureState(error, run));
    } finally {
      if (current === mine) place.removeAttribute('aria-busy');
    }
  };
}

// ── Parts ──

function meter(role) {
  const bar = el('span', { class: 'bar' });
  const node = el('span', { class: `meter ${role}`, role: 'meter', 'aria-label': t(`level.${role}`), 'aria-valuemin': '0', 'aria-valuemax': '100' }, bar);
  let shown = -1;
  return {
    node,
    set(level) {
      const value = Math.min(100, Math.max(0, Math.round(level || 0)));
      if (value === shown) return;
      shown = value;
      bar.style.transform = `scaleX(${value / 100})`;
      node.setAttribute('aria-valuenow', value);
      node.setAttribute('aria-valuetext', value ? `${intl.whole.format(value * 0.6 - 60)} dBFS` : t('level.silent'));
    },
  };
}

function levels() {
  const caller = meter('user'), agent = meter('assistant');
  return {
    node: el('span', { class: 'levels' }, caller.node, agent.node),
    set(row) {
      caller.set(row.caller_level);
      agent.set(row.agent_level);
    },
  };
}

const liveStatePart = () => statePart((call) => call.state, (call) => term('state', call.state));

function wordsPart() {
  const who = el('span', { class: 'who' }), text = el('bdi');
  const write = writer(text, (call) => call.last_words?.text ?? '', 240);
  return {
    node: el('span', { class: 'words' }, who, ' ', text),
    set(call) {
      const role = call.last_words?.role;
      put(who, role ? `${term('role', role)}:` : '');
      attribute(who, 'data-role', role);
      write(call);
    },
  };
}

const providerText = ({ provider, arm }) => (arm ? `${provider} · ${arm}` : provider);
const callerText = (number) => (phone(number) === null ? t('caller.hidden') : clean(phone(number), 80));

function pager() {
  const previous = el('a', { class: 'button' }), next = el('a', { class: 'button' }), text = el('span');
  const node = el('nav', { class: 'pager', 'aria-label': t('pager') }, previous, text, next);
  const link = (anchor, label, address) => {
    if (!address) passFocus(anchor);
    put(anchor, label);
    attribute(anchor, 'href', address);
    attribute(anchor, 'aria-disabled', address ? null : 'true');
    attribute(anchor, 'role', address ? null : 'link');
  };
  return {
    node,
    show({ before, beforeLabel, after, afterLabel, label }) {
      link(previous, beforeLabel, before);
      link(next, afterLabel, after);
      put(text, label);
      toggle(node, Boolean(before || after || label));
    },
  };
}

function searchField(label, hint, changed) {
  const input = el('input', { type: 'search', placeholder: hint, autocomplete: 'off', spellcheck: 'false', maxlength: '120', enterkeyhint: 'search' });
  const later = debounce(250, () => changed(input.value.trim()));
  input.addEventListener('input', later);
  return { input, node: el('label', { class: 'field grow' }, el('span', { text: label }), input) };
}

function selectField(label, options, changed) {
  const select = el('select', null, options.map(([value, text]) => el('option', { value, text })));
  select.addEventListener('change', () => changed(select.value));
  return { select, node: el('label', { class: 'field' }, el('span', { text: label }), select) };
}

/** A row leads to its page wherever it is clicked, unless something else was meant. */
function followRows(body) {
  body.addEventListener('click', (event) => {
    if (event.target.closest('a, button') || !getSelection().isCollapsed) return;
    event.target.closest('tr')?.querySelector('a')?.click();
  });
}

// ── Calls now ──

const SORTS = ['started', 'latency', 'state'];

function liveQuery(query) {
  const sort = SORTS.includes(query.get('sort')) ? query.get('sort') : 'started';
  return { find: query.get('find') ?? '', sort, offset: Math.max(0, Math.trunc(Number(query.get('offset'))) || 0) };
}

const liveHref = ({ find, sort, offset }) => href('live', null, { find, sort: sort === 'started' ? '' : sort, offset });

/** Runs on by itself between two messages. */
function durationPart() {
  const node = el('span');
  let started = null;
  const tick = () => put(node, clock((gatewayNow() - started) / 1000));
  return {
    node, tick,
    set(call) {
      started = call.started_at;
      tick();
    },
  };
}

const liveColumns = () => [
  { key: 'col.caller', class: 'main', part: () => linkPart((call) => href('live', call.id), (call) => callerText(call.caller)) },
  { key: 'col.secretary', text: (call) => call.secretary },
  { key: 'col.provider', text: providerText, note: (call) => call.experiment },
  { key: 'col.state', head: sortHead('col.state', 'state'), part: liveStatePart },
  { key: 'col.levels', class: 'meters', part: levels },
  { key: 'col.words', class: 'said', part: wordsPart },
  { key: 'col.latency', head: sortHead('col.latency', 'latency'), class: 'number', text: (call) => ms(call.last_latency_ms),
    note: (call) => t('latency.turns', { n: call.turns ?? 0 }) },
  { key: 'col.duration', head: sortHead('col.duration', 'started'), class: 'number', part: durationPart },
];

const sortHead = (word, sort) => button(t(word), null, { class: 'sort', 'data-sort': sort });

/** As the gateway has sorted them: nothing is claimed that the rows do not show. */
function orderOf(rows, sort) {
  const value = { started: (row) => -row.started_at, latency: (row) => row.last_latency_ms ?? 0, state: () => 0 }[sort];
  const first = rows.length ? value(rows[0]) : 0, last = rows.length ? value(rows.at(-1)) : 0;
  return first === last ? 'other' : first < last ? 'ascending' : 'descending';
}

function liveCallsView(main, route, signal) {
  let wanted = liveQuery(route.query);
  let asked = false;
  const count = el('p', { class: 'count' });
  const go = (change) => replaceRoute(liveHref({ ...wanted, offset: 0, ...change }));
  const search = searchField(t('live.find'), t('live.findHint'), (find) => { asked = true; go({ find }); });
  const sort = selectField(t('live.sort'), SORTS.map((name) => [name, t(`live.sort.${name}`)]), (name) => go({ sort: name }));
  const grid = liveTable(t('nav.live'), liveColumns(), 'cards calls', (call) => call.id);
  const pages = pager();
  const empty = el('div');
  main.append(heading(t('nav.live'), count), el('div', { class: 'toolbar', role: 'search' }, search.node, sort.node), grid.node, empty, pages.node);
  followRows(grid.body);
  for (const head of grid.heads) head.querySelector('button')?.addEventListener('click', (event) => go({ sort: event.currentTarget.dataset.sort }));
  const whisperCount = debounce(800, (text) => whisper(text));

  function apply() {
    if (document.activeElement !== search.input) search.input.value = wanted.find;
    sort.select.value = wanted.sort;
    watch({ view: 'calls', offset: wanted.offset, limit: PAGE_ROWS, find: searchable(wanted.find), sort: wanted.sort });
  }

  function paintPages(calls) {
    const from = calls.rows.length ? calls.offset + 1 : 0, to = calls.offset + calls.rows.length;
    pages.show({
      before: calls.offset > 0 ? liveHref({ ...wanted, offset: Math.max(0, calls.offset - PAGE_ROWS) }) : null, beforeLabel: t('pager.previous'),
      after: to < calls.matching ? liveHref({ ...wanted, offset: calls.offset + PAGE_ROWS }) : null, afterLabel: t('pager.next'),
      label: calls.matching > PAGE_ROWS ? t('pager.range', { from, to, n: calls.matching }) : '',
    });
  }

  function paintEmpty(calls) {
    const kind = calls.rows.length ? '' : wanted.find ? 'noMatch' : 'none';
    if (empty.dataset.kind === kind) return;
    empty.dataset.kind = kind;
    toggle(grid.node, !kind);
    empty.replaceChildren(...(kind ? [emptyState(`live.${kind}`, kind === 'noMatch' && clearButton())] : []));
  }

  function clearButton() {
    return button(t('clear'), () => {
      search.input.value = '';
      go({ find: '' });
      search.input.focus();
    });
  }

  function paint(calls) {
    // The page that was shown may have ended under the operator: go to the last there is.
    if (!calls.rows.length && calls.matching > 0 && wanted.offset > 0) return go({ offset: Math.floor((calls.matching - 1) / PAGE_ROWS) * PAGE_ROWS });
    const text = t('live.count', { n: calls.active }) + (wanted.find ? ` · ${t('live.matching', { n: calls.matching })}` : '');
    put(count, text);
    if (asked) { asked = false; whisperCount(text); }
    grid.show(calls.rows);
    const order = orderOf(calls.rows, wanted.sort);
    for (const head of grid.heads) attribute(head, 'aria-sort', head.querySelector('button')?.dataset.sort === wanted.sort ? order : null);
    paintEmpty(calls);
    paintPages(calls);
  }

  delete live.data.calls;
  toggle(grid.node, false);
  pages.show({});
  empty.replaceChildren(el('p', { class: 'waiting', text: t('live.wait') }));
  apply();
  every(1000, signal, () => { if (!isStale()) grid.tick(); });
  return {
    update(next) { wanted = liveQuery(next.query); apply(); },
    live({ calls }) { if (calls) paint(calls); },
  };
}

// ── One live call ──

function transcriptLine(startedAt, seek) {
  const time = seek ? el('button', { type: 'button', class: 'time' }) : el('time', { class: 'time' });
  const who = el('span', { class: 'who' }), text = el('bdi'), cut = el('span', { class: 'tag cut', text: t('call.cut') });
  const node = el('li', null, time, el('div', null, who, el('p', { dir: 'auto' }, text), cut));
  return {
    node,
    update(line) {
      attribute(node, 'data-role', line.role);
      put(time, clock((line.timestamp - startedAt) / 1000));
      put(who, term('role', line.role));
      put(text, clean(line.text));
      toggle(cut, Boolean(line.interrupted));
    },
  };
}

/** The gateway does not say when a line is whole: it is when it has not grown for so long, as the last or before another. */
const WHOLE_AFTER = { last: 2000, other: 700 };

/** Reads each line aloud once, when it is whole: the list in sight grows by words, of which a screen reader would hear the first. */
function transcriptReader(lang) {
  const node = el('div', { class: 'unseen', role: 'log' }), known = new Map();
  let begun = false;
  return {
    node,
    follow(lines, over) {
      const now = performance.now(), counts = {};
      lines.forEach(({ role, timestamp, text, interrupted }, index) => {
        const isLast = index === lines.length - 1, moment = `${role} ${timestamp}`;
        counts[moment] = (counts[moment] ?? 0) + 1;
        const key = `${moment} ${counts[moment]}`;
        // What was said before the page came is there to be read; its last line may still grow.
        const line = known.get(key) ?? { said: begun || isLast ? '' : text };
        known.set(key, line);
        if (line.text !== text) Object.assign(line, { text, since: now });
        if (!over && now - line.since < (isLast ? WHOLE_AFTER.last : WHOLE_AFTER.other)) return;
        const more = text.startsWith(line.said) ? text.slice(line.said.length) : '';
        if (!more.trim()) return;
        line.said = text;
        node.append(el('p', null, `${term('role', role)}: `, el('bdi', { lang, text: clean(more) }), interrupted && ` (${t('call.cut')})`));
        if (node.childElementCount > 3) node.firstChild.remove();
      });
      begun = true;
    },
  };
}

function trailList(startedAt) {
  const list = el('ol', { class: 'trail' });
  const rows = keyedList(list, (_, index) => index, () => {
    const time = el('time'), name = el('b'), detail = el('bdi');
    return {
      node: el('li', null, time, el('span', null, name, ' ', detail)),
      update(step) {
        put(time, clock((step.timestamp - startedAt) / 1000));
        attribute(time, 'title', dateTime(step.timestamp));
        put(name, term('step', step.step));
        put(detail, clean(step.detail ?? '', 600));
      },
    };
  });
  return { node: list, show: rows.show };
}

/** The transcript stays at its end while the reader is there; whoever has scrolled up is left alone. */
function followEnd(scroller) {
  let follows = true;
  const jump = button(t('call.newest'), () => {
    follows = true;
    scroller.focus({ preventScroll: true });
    settle();
  }, { class: 'toend', hidden: true });
  const settle = () => {
    if (follows) scroller.scrollTop = scroller.scrollHeight;
    toggle(jump, !follows);
  };
  scroller.addEventListener('scroll', () => {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40;
    toggle(jump, !follows);
  }, { passive: true });
  return { jump, settle };
}

function copyable(value) {
  const copy = () => navigator.clipboard.writeText(value).then(() => announce(t('call.copied')), () => {});
  return el('span', { class: 'copy' }, el('code', null, bdi(value, 80)),
    navigator.clipboard && button(t('call.copy'), copy, { class: 'quiet', 'aria-label': `${t('call.copy')}: ${t('call.id')}` }));
}

function liveCallView(main, route, signal) {
  const id = route.id;
  let parts = null;
  let over = false;
  const back = el('a', { class: 'back', href: '#/live', text: t('nav.live') });
  const title = heading(t('call.live'));
  const notice = el('div');
  const body = el('div', null, el('p', { class: 'waiting', text: t('live.wait') }));
  main.append(back, title, notice, body);
  delete live.data.call;
  watch({ view: 'call', id });

  function paint(call) {
    if (over) return;
    if (call.ended) return ended();
    if (!parts) {
      parts = liveCallParts(call);
      body.replaceChildren(parts.node);
      put(title.querySelector('h1'), callerText(call.caller));
      entitle(callerText(call.caller), t('call.live'));
      if (session.may_act) title.append(button(t('call.hangup'), () => hangUp(id, parts.call), { class: 'danger' }));
    }
    parts.update(call);
  }

  function ended() {
    over = true;
    const hangup = title.querySelector('button'), asked = byId('ask').open;
    // Closed, it gives the focus back to the button.
    byId('ask').close();
    passFocus(hangup);
    hangup?.remove();
    if (parts) {
      parts.rest();
      (asked ? announce : whisper)(t('call.over'));
      return notice.replaceChildren(overNotice(parts.call.call_uuid, signal));
    }
    body.replaceChildren(emptyState('call.unknown', el('a', { class: 'button', href: '#/ended', text: t('nav.ended') })));
  }

  every(1000, signal, () => { if (parts && !over && !isStale()) parts.tick(); });
  return { live({ call }) { if (call && call.id === id) paint(call); } };
}

function liveCallParts(call) {
  const state = liveStatePart(), meters = levels();
  const duration = el('span'), latency = el('span'), turns = el('span'), interruptions = el('span');
  const lines = el('ol', { class: 'transcript', lang: tagOf(call.language) });
  const reader = transcriptReader(tagOf(call.language));
  const scroller = scrolling(t('call.transcript'), lines);
  const transcript = keyedList(lines, (_, index) => index, () => transcriptLine(call.started_at, false));
  const follow = followEnd(scroller);
  const nothing = faint(t('call.noTranscript'));
  const measured = turnTable(call.started_at, t('turns.none'));
  const trail = trailList(call.started_at);
  const handoff = section(t('handoff.title'), trail.node);
  const node = el('div', null,
    el('div', { class: 'panel now' }, el('div', { class: 'pair' }, state.node, meters.node), facts([
      [t('col.duration'), duration], [t('col.latency'), latency], [t('col.turns'), turns], [t('call.interruptions'), interruptions],
    ])),
    el('div', { class: 'split' },
      el('section', { class: 'panel' }, el('h2', { text: t('call.transcript') }), nothing, scroller, follow.jump, reader.node),
      el('div', null, section(t('record.facts'), facts([
        [t('col.secretary'), call.secretary], [t('col.provider'), providerText(call)],
        [t('call.experiment'), call.experiment], [t('call.language'), call.language],
        [t('col.started'), dateTime(call.started_at)], [t('call.id'), copyable(call.call_uuid)],
      ])), handoff)),
    section(t('turns.title'), measured.node));

  const parts = {
    node, call,
    update(given) {
      const next = { ...parts.call, ...given };
      parts.call = next;
      state.set(next);
      meters.set(next);
      put(latency, ms(next.last_latency_ms));
      put(turns, whole(next.turns));
      put(interruptions, whole(next.interruptions));
      const said = next.transcript ?? [];
      toggle(nothing, !said.length);
      transcript.show(said);
      follow.settle();
      measured.show(next.latency ?? []);
      toggle(handoff, Boolean(next.trail?.length));
      trail.show(next.trail ?? []);
      parts.tick();
    },
    tick() {
      put(duration, clock((gatewayNow() - call.started_at) / 1000));
      reader.follow(parts.call.transcript ?? []);
    },
    rest() {
      reader.follow(parts.call.transcript ?? [], true);
      meters.set({});
      state.set({ state: 'ended' });
    },
  };
  return parts;
}

/** The record is written a moment after the call's end: looked for a few times, then left to the reader. */
function overNotice(uuid, signal) {
  const link = el('a', { class: 'button', href: href('ended', null, { find: uuid }), text: t('call.overFind') });
  const hint = el('span', { class: 'faint', text: t('call.overSeek') });
  const waits = [500, 1500, 3000, 6000];
  async function seek() {
    try {
      const { calls } = await request(`/api/calls?${new URLSearchParams({ limit: 5, find: uuid })}`, { signal });
      const found = calls.find((call) => call.call_uuid === uuid);
      if (found) {
        attribute(link, 'href', href('ended', found.file));
        put(link, t('call.overOpen'));
        return hint.remove();
      }
    } catch { /* the link to the list remains */ }
    later();
  }
  function later() {
    const wait = waits.shift();
    if (signal.aborted) return;
    if (wait === undefined) return hint.remove();
    setTimeout(seek, wait);
  }
  later();
  return el('div', { class: 'over' }, el('p', null, el('b', { text: t('call.over') }), ' ', t('call.overText')), link, hint);
}

async function hangUp(id, call) {
  const text = t('call.askText', { caller: callerText(call.caller), secretary: clean(call.secretary ?? t('unknown'), 80) });
  if (!await ask(t('call.ask'), text, t('call.hangup'))) return;
  act(() => post(`/api/live/${encodeURIComponent(id)}/hangup`), t('call.hungup'), t('call.gone'));
}

async function act(run, done, gone) {
  try {
    await run();
    announce(done);
  } catch (error) {
    if (error.status !== 401) announce(error.status === 404 ? gone : explain(error));
  }
}

// ── Turns ──

const SPANS = ['endpointing', 'thinking', 'leading_silence', 'gateway_down'];

function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) * power;
}

function turnTotal(turn) {
  return turn.voice_to_voice_ms ?? SPANS.reduce((sum, name) => sum + (turn[`${name}_ms`] ?? 0), 0);
}

/** The spans of one turn, one after the other. */
function stackPart(scale) {
  const segments = [...SPANS, 'rest'].map((name) => el('span', { 'data-span': name }));
  const node = el('span', { class: 'stack', role: 'img' }, segments);
  return {
    node,
    set(turn) {
      const parts = SPANS.map((name) => turn[`${name}_ms`]), total = turnTotal(turn);
      // The milliseconds are in the cells beside: a picture shows the shares.
      const shares = SPANS.map((name, index) => parts[index] > 0 && total > 0 && `${t(`span.${name}`)} ${intl.whole.format(parts[index] / total * 100)}%`);
      attribute(node, 'aria-label', shares.filter(Boolean).join(', ') || t('none'));
      const rest = parts.some(isNumber) ? 0 : turn.voice_to_voice_ms;
      [...parts, rest].forEach((value, index) => { segments[index].style.width = `${Math.max(0, value ?? 0) / scale() * 100}%`; });
    },
  };
}

function momentPart(startedAt, seeks) {
  const node = el(seeks ? 'button' : 'time', { type: seeks && 'button', class: 'time' });
  return {
    node,
    set({ timestamp }) {
      put(node, clock((timestamp - startedAt) / 1000));
      node.dataset.at = timestamp;
    },
  };
}

function outcomePart() {
  const node = el('span');
  return {
    node,
    set({ outcome }) {
      put(node, term('outcome', outcome));
      attribute(node, 'data-outcome', outcome);
    },
  };
}

function turnColumns(startedAt, scale, seek) {
  const spans = SPANS.map((name) => ({ class: 'number span', label: t(`span.${name}`), text: (turn) => ms(turn[`${name}_ms`]), span: name,
    head: key('span', name, t(`span.${name}`)) }));
  return [
    figure('col.turn', (turn) => whole(turn.turn)), { key: 'col.at', class: 'number', part: () => momentPart(startedAt, seek) },
    { key: 'col.spans', class: 'wide', part: () => stackPart(scale) }, { key: 'col.total', class: 'number strong', text: (turn) => ms(turn.voice_to_voice_ms) },
    ...spans, { key: 'col.outcome', class: 'outcome', part: outcomePart },
  ];
}

function turnTable(startedAt, nothing, seek) {
  let scale = 1000;
  const note = faint();
  const legend = el('ul', { class: 'legend' }, SPANS.map((name) => el('li', null, key('span', name, t(`span.${name}`)), ` ${t(`span.${name}.why`)}`)));
  const grid = liveTable(t('turns.title'), turnColumns(startedAt, () => scale, seek), 'cards turns', (turn) => turn.turn);
  const node = el('div', null, note, legend, scrolling(t('turns.title'), grid.node));
  if (seek) grid.body.addEventListener('click', (event) => { if (event.target.dataset.at) seek(Number(event.target.dataset.at)); });
  return {
    node,
    show(turns) {
      toggle(legend, turns.length > 0);
      toggle(grid.node, turns.length > 0);
      scale = niceCeiling(Math.max(500, ...turns.map(turnTotal)));
      put(note, turns.length ? t('turns.text', { max: ms(scale) }) : nothing);
      grid.show(turns);
    },
  };
}

// ── Ended calls ──

const STATUSES = ['completed', 'transferred', 'ticket_created', 'failed', 'pending'];

function endedQuery(query) {
  const status = STATUSES.includes(query.get('status')) ? query.get('status') : '';
  return { find: query.get('find') ?? '', status, before: /^\d{1,19}$/.test(query.get('before') ?? '') ? query.get('before') : '' };
}

const endedColumns = () => [
  { key: 'col.caller', class: 'main', part: () => linkPart((call) => href('ended', call.file), (call) => callerText(call.caller)) },
  figure('col.started', (call) => dateMinute(call.started_at)),
  figure('col.duration', (call) => clock(call.duration_seconds), (call) => (call.has_recording ? t('ended.recorded') : '')),
  { key: 'col.secretary', text: (call) => call.secretary },
  { key: 'col.provider', text: providerText, note: (call) => call.experiment },
  { key: 'col.status', class: 'result', part: resultPart },
  figure('col.turns', (call) => whole(call.turns)),
  figure('col.avg', (call) => ms(call.avg_latency_ms)),
];

function resultPart() {
  const state = statePart((call) => call.status, (call) => term('status', call.status));
  const note = el('bdi'), write = writer(note, endText);
  return {
    node: [state.node, el('small', null, note)],
    set(call) {
      state.set(call);
      write(call);
    },
  };
}

/** What the result does not say already. */
function endText({ status, end_reason: end, handoff_reason: reason }) {
  return [end && end !== status && term('end', end), reason && term('reason', reason)].filter(Boolean).join(' · ');
}

function endedCallsView(main, route, signal) {
  let wanted = endedQuery(route.query);
  let endedThen = null;
  let asked = false;
  const address = (change) => href('ended', null, { ...wanted, before: '', ...change });
  const search = searchField(t('live.find'), t('live.findHint'), (find) => { asked = true; replaceRoute(address({ find })); });
  const statuses = [['', t('all')], ...STATUSES.map((name) => [name, t(`status.${name}`)])];
  const status = selectField(t('col.status'), statuses, (name) => replaceRoute(address({ status: name })));
  const news = button('', () => refresh(), { class: 'news', hidden: true });
  const place = loadedPlace();
  const grid = liveTable(t('ended.title'), endedColumns(), 'cards ended', (call) => call.file);
  const empty = el('div'), pages = pager();
  followRows(grid.body);
  main.append(heading(t('ended.title')), el('div', { class: 'toolbar', role: 'search' }, search.node, status.node), news, place);

  function load(both) {
    const query = new URLSearchParams({ limit: PAGE_ROWS });
    if (wanted.before) query.set('before', wanted.before);
    if (wanted.find) query.set('find', searchable(wanted.find));
    if (wanted.status) query.set('status', wanted.status);
    return request(`/api/calls?${query}`, { signal: both });
  }

  function render({ calls, more }) {
    if (!grid.node.isConnected) place.append(grid.node, empty, pages.node);
    endedThen = live.data.totals?.ended ?? null;
    passFocus(news);
    toggle(news, false);
    grid.show(calls);
    toggle(grid.node, calls.length > 0);
    const filtered = wanted.find || wanted.status || wanted.before;
    empty.replaceChildren(...(calls.length ? [] : [emptyState(filtered ? 'ended.noMatch' : 'ended.none',
      filtered && el('a', { class: 'button', href: '#/ended', text: t('clear') }))]));
    const text = t('ended.shown', { n: calls.length });
    pages.show({ before: wanted.before ? address({}) : null, beforeLabel: t('pager.newest'), label: text,
      after: more && calls.length ? address({ before: String(calls.at(-1).started_at) }) : null, afterLabel: t('pager.older') });
    if (asked) { asked = false; whisper(text); }
  }

  const run = loader(place, signal, load, render);

  function refresh() {
    if (wanted.before) location.hash = address({});
    else run();
  }

  function apply() {
    if (document.activeElement !== search.input) search.input.value = wanted.find;
    status.select.value = wanted.status;
    run();
  }

  apply();
  return {
    update(next) {
      const paged = wanted.before !== endedQuery(next.query).before;
      wanted = endedQuery(next.query);
      apply();
      if (paged) window.scrollTo(0, 0);
    },
    live({ totals }) {
      if (!totals) return;
      endedThen ??= totals.ended;
      const count = totals.ended - endedThen;
      if (count > 0) put(news, t('ended.new', { n: count }));
      toggle(news, count > 0);
    },
  };
}

// ── One ended call ──

function endedCallView(main, route, signal, carried) {
  const place = loadedPlace();
  const title = heading(t('record.title'));
  main.append(el('a', { class: 'back', href: '#/ended', text: t('nav.ended') }), title, place);
  let player = null;
  const base = `/api/calls/${encodeURIComponent(route.id)}`;

  async function load(both) {
    const answer = await request(base, { signal: both });
    // A record without its picture is still worth reading.
    const wave = answer.waveform ? await request(`${base}/waveform`, { signal: both }).catch(() => null) : null;
    return { ...answer, wave };
  }

  loader(place, signal, load, (answer) => {
    const { record } = answer;
    put(title.querySelector('h1'), callerText(record.caller_id));
    entitle(callerText(record.caller_id), t('record.title'));
    title.append(badge(record.status, term('status', record.status)), el('span', { class: 'faint', text: dateTime(record.started_at) }));
    player = recordPage(place, answer, signal, carried);
  })();
  return { carry: () => player?.carry() };
}

function safeAddress(address) {
  try {
    const url = new URL(address, location.href);
    return url.origin === location.origin ? url.pathname + url.search : null;
  } catch { return null; }
}

function recordPage(place, { record, recording, wave, secretary }, signal, carried) {
  const address = recording && safeAddress(recording.url);
  const lines = record.transcript ?? [];
  const player = address || wave ? playerPanel(record, address && { ...recording, url: address }, wave, signal) : null;
  const canSeek = Boolean(player?.canPlay);
  const transcript = recordTranscript(record, lines, canSeek ? player : null);
  const measured = turnTable(record.started_at, t('turns.noneEnded'), canSeek ? player.seekTo : null);
  measured.show(record.latency ?? []);
  place.append(
    player ? player.node : section(t('record.recording'), faint(t('record.noRecording'))),
    el('div', { class: 'split' }, transcript.node, el('div', null, recordFacts(record, secretary), handoffPanel(record))),
    section(t('turns.title'), measured.node),
    technical(record));
  if (player) {
    player.onposition = transcript.mark;
    player.start(carried);
  }
  return { carry: () => player?.carry() };
}

function recordFacts(record, secretary) {
  const summary = record.latency_summary ?? {};
  return section(t('record.facts'), facts([
    [t('col.secretary'), secretary ?? record.secretary_uuid], [t('col.provider'), providerText(record)],
    [t('call.experiment'), record.experiment], [t('record.model'), record.model],
    [t('col.duration'), clock(record.duration_seconds)], [t('col.end'), term('end', record.end_reason)],
    [t('record.detail'), record.detail], [t('col.turns'), whole(record.turns)],
    [t('call.interruptions'), whole(record.counters?.interruptions)], [t('col.avg'), ms(record.avg_latency_ms)],
    [t('record.p'), isNumber(summary.p50_ms) && `${whole(summary.p50_ms)} · ${whole(summary.p95_ms)} · ${ms(summary.max_ms)}`],
    [t('record.greeting'), ms(summary.greeting_ms)], [t('record.ready'), ms(summary.ready_ms)], [t('call.language'), record.language],
    [t('record.cost'), costText(record)], [t('record.ticket'), record.ticket_id && String(record.ticket_id)], [t('call.id'), copyable(record.call_uuid)],
    [t('record.summary'), record.summary],
  ]));
}

function costText({ cost, cost_currency: currency }) {
  if (!isNumber(cost)) return null;
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 4 }).format(cost);
  } catch { return `${intl.tenth.format(cost)} ${clean(currency ?? '', 8)}`; }
}

function handoffPanel(record) {
  const { handoff } = record;
  if (!handoff) return section(t('handoff.title'), faint(t('handoff.none')));
  const trail = trailList(record.started_at);
  trail.show(handoff.trail ?? []);
  return section(t('handoff.title'), facts([
    [t('handoff.reason'), term('reason', record.handoff_reason ?? handoff.reason)], [t('handoff.keyword'), handoff.keyword],
    [t('col.outcome'), term('handed', handoff.outcome)], [t('handoff.protocol'), handoff.protocol_number],
    [t('handoff.online'), isNumber(handoff.online_agents) && whole(handoff.online_agents)],
  ]), el('h3', { text: t('handoff.trail') }), trail.node);
}

function recordTranscript(record, lines, player) {
  const list = el('ol', { class: `transcript${player ? ' seeks' : ''}`, lang: tagOf(record.language) });
  const scroller = scrolling(t('call.transcript'), list);
  const rows = keyedList(list, (_, index) => index, () => transcriptLine(record.started_at, Boolean(player)));
  rows.show(lines);
  const node = el('section', { class: 'panel' }, el('h2', { text: t('call.transcript') }),
    lines.length ? player && faint(t('record.seekHint')) : faint(t('record.noTranscript')),
    lines.length ? scroller : null);
  let current = -1;

  list.addEventListener('click', (event) => {
    const item = event.target.closest('li');
    if (!player || !item || !getSelection().isCollapsed) return;
    player.seekTo(lines[[...list.children].indexOf(item)].timestamp);
  });

  function reveal(item, follows) {
    if (!follows) return;
    const top = item.offsetTop - scroller.offsetTop;
    if (top < scroller.scrollTop || top + item.offsetHeight > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top - scroller.clientHeight / 3;
  }

  function mark(at, follows) {
    const index = lines.findLastIndex((line) => line.timestamp <= at);
    if (index === current) return;
    list.children[current]?.removeAttribute('aria-current');
    current = index;
    const item = list.children[current];
    if (!item) return;
    item.setAttribute('aria-current', 'true');
    reveal(item, follows);
  }

  return { node, mark };
}

function pairsTable(label, entries) {
  const columns = [{ head: label, label, text: ([name]) => name },
    { head: '', label: '', class: 'number', text: ([, value]) => (isNumber(value) ? whole(value) : value) }];
  const grid = liveTable(label, columns, 'plain', ([name]) => name);
  grid.show(entries);
  return grid.node;
}

function pathText(span) {
  return span && t('record.pathText', { mean: ms(span.mean_ms), p50: ms(span.p50_ms), p99: ms(span.p99_ms), max: ms(span.max_ms), n: span.count });
}

function technical(record) {
  const counters = Object.entries(record.counters ?? {}).filter(([, value]) => value !== 0);
  const tables = [[t('record.counters'), counters], [t('record.usage'), Object.entries(record.usage ?? {})], [t('record.formats'), Object.entries(record.formats ?? {})],
    [t('record.metadata'), Object.entries(record.metadata ?? {})]].filter(([, entries]) => entries.length);
  return el('details', { class: 'panel' }, el('summary', { text: t('record.technical') }),
    facts([[t('record.up'), pathText(record.gateway_up)], [t('record.interruption'), pathText(record.interruption)]]),
    el('div', { class: 'columns' }, tables.map(([label, entries]) => pairsTable(label, entries))),
    counters.length ? faint(t('record.zero')) : null);
}

// ── Player ──

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const ZOOMS = [1, 2, 4, 8];
const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

function playerPanel(record, recording, wave, signal) {
  const offset = recording?.offset_ms ?? 0;
  const canPlay = Boolean(recording);
  const audio = canPlay ? el('audio', { preload: 'metadata', src: recording.url }) : null;
  const picture = waveform(wave, record, offset, signal);
  const time = el('output', { class: 'clock', 'aria-live': 'off' });
  const toggler = button(t('play'), playOrPause, { class: 'primary play' });
  const speed = selectField(t('player.speed'), SPEEDS.map((rate) => [rate, `${rate.toLocaleString(locale)}×`]), (rate) => {
    audio.playbackRate = Number(rate);
  });
  const trouble = el('p', { class: 'trouble', role: 'alert', hidden: true });
  const download = canPlay && el('a', { class: 'button', href: recording.url, download: '', text: t('player.download') });
  let frame = 0;
  speed.select.value = '1';

  const { total } = picture;
  const panel = {
    canPlay, onposition: null,
    node: el('section', { class: 'panel player' }, el('h2', { text: t('record.recording') }),
      canPlay ? el('div', { class: 'row' }, toggler, time, speed.node, download, picture.zoom) : faint(t('record.noRecording')),
      trouble, picture.node, canPlay && el('p', { class: 'faint keys', text: t('player.keys') }), audio),
    seekTo(timestamp) { seek((timestamp - record.started_at - offset) / 1000); },
    carry: () => (audio ? { at: audio.currentTime, playing: !audio.paused, rate: audio.playbackRate } : undefined),
    start(carried) {
      paint();
      if (carried) resume(carried);
    },
  };

  function resume({ at, playing, rate }) {
    audio.currentTime = at;
    audio.playbackRate = rate;
    speed.select.value = String(rate);
    if (playing) play();
  }

  function play() {
    audio.play().catch((error) => { if (error.name !== 'AbortError') complain('record.playFail'); });
  }

  function playOrPause() {
    if (audio.paused) play();
    else audio.pause();
  }

  function seek(seconds) {
    if (!audio) return;
    audio.currentTime = Math.min(Math.max(0, seconds), Math.max(0, total() - 0.01));
    paint();
  }

  function complain(key) {
    put(trouble, t(key, { type: clean(recording.type ?? '', 40) }));
    toggle(trouble, true);
  }

  function paint() {
    const at = audio?.currentTime ?? 0;
    put(time, `${clock(at)} / ${clock(total())}`);
    put(toggler, t(audio && !audio.paused ? 'pause' : 'play'));
    picture.position(at, Boolean(audio && !audio.paused));
    if (audio) panel.onposition?.(record.started_at + offset + at * 1000 + 1, !audio.paused);
  }

  function run() {
    paint();
    frame = audio.paused ? 0 : requestAnimationFrame(run);
  }

  if (audio) {
    if (recording.type && !audio.canPlayType(recording.type)) complain('record.noPlay');
    audio.addEventListener('play', () => { if (!frame) run(); });
    audio.addEventListener('durationchange', () => {
      picture.stretch(audio.duration);
      paint();
    });
    for (const name of ['pause', 'seeked', 'ended']) audio.addEventListener(name, paint);
    audio.addEventListener('error', () => complain(audio.canPlayType(recording.type ?? '') ? 'record.playFail' : 'record.noPlay'));
    picture.seekable({ seek, playOrPause, at: () => audio.currentTime, total });
    whenLeft(signal, () => {
      cancelAnimationFrame(frame);
      audio.pause();
      audio.removeAttribute('src');
      audio.load();
    });
  }
  return panel;
}

function peak(bins, from, to) {
  let highest = 0;
  for (let index = Math.floor(from); index < Math.max(to, Math.floor(from) + 1) && index < bins.length; index++) highest = Math.max(highest, bins[index]);
  return highest;
}

function drawLane(context, bins, { width, middle, half, color }) {
  const step = 3;
  const count = Math.floor(width / step);
  context.fillStyle = color;
  for (let column = 0; column < count; column++) {
    const level = peak(bins, column * bins.length / count, (column + 1) * bins.length / count) / 100;
    const height = Math.max(0.75, level ** 1.5 * half);
    context.fillRect(column * step, middle - height, step - 1, height * 2);
  }
}

/** Where the caller cut in, and where people were asked for; as milliseconds after the call's start. */
function marksOf(record) {
  const lines = record.transcript ?? [];
  const cuts = lines.flatMap((line, index) => {
    if (!line.interrupted) return [];
    const cutter = lines.slice(index + 1).find((next) => next.role !== line.role);
    return [{ kind: 'interrupted', at: cutter?.timestamp ?? line.timestamp }];
  });
  const wanted = (record.handoff?.trail ?? []).filter((step) => step.step === 'wanted').map((step) => ({ kind: 'handoff', at: step.timestamp }));
  return [...cuts, ...wanted].map((mark) => ({ ...mark, at: mark.at - record.started_at }));
}

function marksLayer(record, offset) {
  const marks = marksOf(record).map(({ kind, at }) => ({ kind, at: at - offset, node: el('span', { 'data-kind': kind, title: `${t(`mark.${kind}`)} ${clock(at / 1000)}` }) }));
  return {
    node: el('div', { class: 'marks', 'aria-hidden': 'true' }, marks.map((mark) => mark.node)),
    kinds: [...new Set(marks.map((mark) => mark.kind))],
    lay(span) {
      for (const { node, at } of marks) {
        node.style.left = `${at / span * 100}%`;
        toggle(node, at >= 0 && at <= span);
      }
    },
  };
}

function ticksLayer() {
  const node = el('div', { class: 'ticks', 'aria-hidden': 'true' });
  return {
    node,
    lay(span, width) {
      const step = TICKS.find((seconds) => seconds * 1000 / span * width >= 64) ?? TICKS.at(-1);
      const count = Math.max(0, Math.floor((span / 1000 - step / 3) / step));
      node.replaceChildren(...Array.from({ length: count }, (_, index) => {
        const tick = el('span', { text: clock((index + 1) * step) });
        tick.style.left = `${(index + 1) * step * 100000 / span}%`;
        return tick;
      }));
    },
  };
}

function drawWave(canvas, wave, ratio) {
  const width = canvas.clientWidth, height = canvas.clientHeight;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext('2d'), style = getComputedStyle(canvas);
  context.scale(ratio, ratio);
  [wave?.caller ?? [], wave?.agent ?? []].forEach((bins, lane) => drawLane(context, bins, {
    width, middle: height * (0.25 + lane / 2), half: height * 0.22, color: style.getPropertyValue(lane ? '--agent' : '--caller'),
  }));
}

/** Caller above agent, with the marks, the times, and where playback is. Drawn again only for another size or scheme. */
function waveform(wave, record, offset, signal) {
  const canvas = el('canvas', { 'aria-hidden': 'true' }), head = el('div', { class: 'head' }), played = el('div', { class: 'played' });
  const marks = marksLayer(record, offset), ticks = ticksLayer();
  const stage = el('div', { class: 'stage' }, canvas, played, marks.node, ticks.node, head);
  const strip = el('div', { class: 'strip' }, stage);
  const legend = legendOf('role', ['user', 'assistant'], 'role', marks.kinds.map((kind) => el('li', null, key('mark', kind, t(`mark.${kind}`)))),
    !wave && el('li', { text: t('player.noWave') }));
  const zoomer = waveZoom(stage, strip, () => shown);
  let span = Math.max(1000, wave?.duration_ms ?? record.duration_seconds * 1000 - offset);
  let size = '', shown = 0;

  function draw() {
    const ratio = Math.min(2, devicePixelRatio || 1), next = `${canvas.clientWidth}×${ratio}×${span}`;
    if (!canvas.clientWidth || size === next) return;
    size = next;
    marks.lay(span);
    ticks.lay(span, canvas.clientWidth);
    drawWave(canvas, wave, ratio);
  }

  function redraw() {
    size = '';
    draw();
  }

  const observer = new ResizeObserver(draw);
  observer.observe(stage);
  whenLeft(signal, () => observer.disconnect());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw, { signal });

  return {
    node: el('div', null, strip, legend), zoom: wave && zoomer.node,
    total: () => span / 1000,
    /** What the audio says of its length counts where there is no waveform. */
    stretch(seconds) {
      if (wave || !Number.isFinite(seconds)) return;
      span = Math.max(1000, seconds * 1000);
      draw();
    },
    position(at, follows) {
      const total = span / 1000;
      shown = Math.min(1, at / total);
      head.style.transform = `translateX(${shown * 100}%)`;
      played.style.transform = `scaleX(${shown})`;
      if (follows) zoomer.keepInSight();
      if (!stage.hasAttribute('role')) return;
      attribute(stage, 'aria-valuemax', Math.round(total));
      attribute(stage, 'aria-valuenow', Math.round(at));
      attribute(stage, 'aria-valuetext', t('player.at', { at: clock(at), total: clock(total) }));
    },
    seekable(control) { makeSeekable(stage, control); },
  };
}

function waveZoom(stage, strip, position) {
  let zoom = 1;
  const step = (sign, change, label) => button(sign, () => zoomTo(change), { class: 'quiet', 'aria-label': label, title: label });
  const less = step('−', -1, t('player.zoomOut')), more = step('+', 1, t('player.zoom'));
  less.disabled = true;

  function zoomTo(change) {
    zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, ZOOMS.indexOf(zoom) + change))];
    stage.style.width = `${zoom * 100}%`;
    less.disabled = zoom === ZOOMS[0];
    more.disabled = zoom === ZOOMS.at(-1);
    strip.scrollLeft = position() * stage.clientWidth - strip.clientWidth / 2;
  }

  return {
    node: el('div', { class: 'switch end', role: 'group', 'aria-label': t('player.zooms') }, less, more),
    keepInSight() {
      if (zoom === 1) return;
      const x = position() * stage.clientWidth;
      if (x < strip.scrollLeft || x > strip.scrollLeft + strip.clientWidth - 24) strip.scrollLeft = x - 48;
    },
  };
}

function makeSeekable(stage, { seek, playOrPause, at, total }) {
  fill(stage, { role: 'slider', tabindex: '0', 'aria-label': t('player.position'), 'aria-valuemin': '0' }, []);
  const point = (event) => seek((event.clientX - stage.getBoundingClientRect().left) / stage.clientWidth * total());
  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    if (event.pointerType === 'mouse') stage.setPointerCapture(event.pointerId);
    point(event);
  });
  stage.addEventListener('pointermove', (event) => { if (stage.hasPointerCapture(event.pointerId)) point(event); });
  stage.addEventListener('keydown', (event) => {
    const moves = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -30, PageUp: 30 };
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key in moves) seek(at() + moves[event.key] / (event.shiftKey ? 5 : 1));
    else if (event.key === 'Home') seek(0);
    else if (event.key === 'End') seek(total());
    else if (event.key === ' ') playOrPause();
    else return;
    event.preventDefault();
  });
}

// ── Latency ──

const HOURS = [1, 6, 24];

function latencyView(main, route, signal) {
  let hours = hoursOf(route);
  const links = HOURS.map((value) => el('a', { href: href('latency', null, { hours: value }), text: `${value}\u00a0h`, 'aria-label': t('latency.hours', { n: value }) }));
  const place = loadedPlace();
  const charts = el('div', { class: 'charts' });
  const empty = el('div');
  const spans = el('nav', { class: 'switch wide', 'aria-label': t('latency.span') }, links);
  main.append(heading(t('latency.title')), spans, faint(t('latency.text')),
    legendOf('line', ['p50', 'p95'], 'latency'), place);
  const list = keyedList(charts, (series) => JSON.stringify([series.provider, series.arm]), () => chart(signal));

  function render({ bin_seconds: bin, series }) {
    if (!charts.isConnected) place.append(charts, empty);
    const filled = series.filter((one) => one.points.length);
    const highest = Math.max(0, ...filled.flatMap((one) => one.points.map((point) => point.p95_ms ?? point.p50_ms ?? 0)));
    const until = gatewayNow();
    const frame = { bin: bin * 1000, from: until - hours * 3600000, until, top: niceCeiling(Math.max(500, highest)), hours };
    list.show(filled.map((one) => ({ ...one, frame })));
    toggle(charts, filled.length > 0);
    empty.replaceChildren(...(filled.length ? [] : [emptyState('latency.none')]));
  }

  const run = loader(place, signal, (both) => request(`/api/latency?hours=${hours}`, { signal: both }), render);
  const apply = () => {
    links.forEach((link, index) => attribute(link, 'aria-current', HOURS[index] === hours ? 'true' : null));
    run();
  };
  apply();
  every(60000, signal, run);
  return { update(next) { hours = hoursOf(next); apply(); }, wake: run };
}

function hoursOf(route) {
  const hours = Number(route.query.get('hours'));
  return HOURS.includes(hours) ? hours : 6;
}

const EDGE = { left: 68, right: 12, top: 10, bottom: 24 };

function chart(signal) {
  const title = el('h2'), figures = faint();
  const picture = svg('svg', { 'aria-hidden': 'true', focusable: 'false' });
  const cross = el('div', { class: 'cross', hidden: true }), readout = el('p', { class: 'readout' });
  const plot = el('div', { class: 'plot', tabindex: '0', role: 'slider', 'aria-valuemin': '0' }, picture, cross);
  const details = el('details', null, el('summary', { text: t('latency.table') }));
  const node = el('section', { class: 'panel chart' }, title, figures, plot, readout, details);
  let series = null, at = -1, width = 0;

  function update(next) {
    const chosen = series?.points[at]?.at;
    series = next;
    at = chosen === undefined ? -1 : series.points.findIndex((point) => point.at === chosen);
    const name = providerText(series), last = series.points.at(-1);
    title.replaceChildren(bdi(name, 120));
    put(figures, t('latency.figures', { p50: ms(last.p50_ms), p95: ms(last.p95_ms), n: series.points.reduce((sum, point) => sum + point.count, 0) }));
    attribute(plot, 'aria-label', t('latency.point', { name: clean(name, 80) }));
    attribute(plot, 'aria-valuemax', series.points.length - 1);
    attribute(plot, 'aria-description', t('latency.chart', { name: clean(name, 80), bins: t('latency.bins', { n: series.points.length }), p50: ms(last.p50_ms), p95: ms(last.p95_ms),
      worst: ms(Math.max(...series.points.map((point) => point.p95_ms ?? 0))) }));
    draw();
    fillTable();
  }

  function draw() {
    width = plot.clientWidth;
    if (!series || !width) return;
    drawChart(picture, series, width, plot.clientHeight);
    choose(at);
  }

  function choose(index) {
    at = index;
    const point = series.points[index];
    toggle(cross, Boolean(point));
    put(readout, point ? pointText(point) : t('latency.hint'));
    attribute(plot, 'aria-valuenow', Math.max(0, index === -1 ? series.points.length - 1 : index));
    attribute(plot, 'aria-valuetext', pointText(point ?? series.points.at(-1)));
    if (point) cross.style.transform = `translateX(${xOf(point.at, series.frame, width)}px)`;
  }

  function fillTable() {
    const old = details.querySelector('.scroll');
    const next = details.open ? scrolling(t('latency.table'), pointsTable(series)) : null;
    if (old && next) {
      const top = old.scrollTop;
      old.replaceWith(next);
      next.scrollTop = top;
    } else if (old) old.remove();
    else if (next) details.append(next);
  }

  plot.addEventListener('pointermove', (event) => choose(nearest(series, event.clientX - plot.getBoundingClientRect().left, width)));
  plot.addEventListener('pointerleave', () => choose(-1));
  plot.addEventListener('blur', () => choose(-1));
  plot.addEventListener('keydown', (event) => {
    const last = series.points.length - 1, now = at === -1 ? last + 1 : at;
    const next = { ArrowLeft: now - 1, ArrowDown: now - 1, ArrowRight: now + 1, ArrowUp: now + 1, PageDown: now - 10, PageUp: now + 10, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(Math.min(last, Math.max(0, next)));
  });
  details.addEventListener('toggle', fillTable);
  const observer = new ResizeObserver(() => { if (plot.clientWidth !== width) draw(); });
  observer.observe(plot);
  whenLeft(signal, () => observer.disconnect());
  return { node, update };
}

const pointText = (point) => `${dayMinute(point.at)} · p50 ${ms(point.p50_ms)} · p95 ${ms(point.p95_ms)} · ${t('latency.turns', { n: point.count })}`;

function xOf(at, { from, until }, width) {
  return EDGE.left + (at - from) / (until - from) * (width - EDGE.left - EDGE.right);
}

function nearest({ points, frame }, x, width) {
  let best = 0;
  points.forEach((point, index) => { if (Math.abs(xOf(point.at, frame, width) - x) < Math.abs(xOf(points[best].at, frame, width) - x)) best = index; });
  return best;
}

/** One path; where bins without turns were left out, the line is broken. */
function linePath(points, bin, xy) {
  let path = '', before = null;
  for (const point of points) {
    const [x, y] = xy(point);
    if (!isNumber(y)) { before = null; continue; }
    const joined = before && point.at - before.at <= bin * 1.6;
    path += `${joined ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}${joined ? '' : 'h0'}`;
    before = point;
  }
  return path;
}

function hourTicks({ from, until, hours }) {
  const step = hours * 3600000 / 6;
  const zone = new Date(until).getTimezoneOffset() * 60000;
  const ticks = [];
  for (let at = Math.ceil((from - zone) / step) * step + zone; at < until; at += step) ticks.push(at);
  return ticks;
}

function drawChart(picture, { points, frame }, width, height) {
  const y = (value) => EDGE.top + (1 - value / frame.top) * (height - EDGE.top - EDGE.bottom);
  const parts = [];
  for (let line = 0; line <= 4; line++) {
    const value = frame.top * line / 4;
    parts.push(svg('line', { class: 'grid', x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value) }),
      svg('text', { x: EDGE.left - 8, y: y(value) + 4, 'text-anchor': 'end', text: line === 4 ? ms(value) : whole(value) }));
  }
  const shownEach = Math.ceil(66 * 6 / (width - EDGE.left - EDGE.right));
  for (const at of hourTicks(frame).filter((_, index) => index % shownEach === 0)) {
    const x = xOf(at, frame, width);
    if (x > EDGE.left + 14 && x < width - 22) parts.push(svg('text', { x, y: height - 6, 'text-anchor': 'middle', text: intl.minute.format(at) }));
  }
  for (const name of ['p95', 'p50']) {
    const inside = points.filter((point) => point.at >= frame.from - frame.bin);
    const path = linePath(inside, frame.bin, (point) => {
      const value = point[`${name}_ms`];
      return [Math.max(EDGE.left, xOf(point.at, frame, width)), isNumber(value) ? y(value) : null];
    });
    if (path) parts.push(svg('path', { class: `line ${name}`, d: path }));
  }
  attribute(picture, 'viewBox', `0 0 ${width} ${height}`);
  picture.replaceChildren(...parts);
}

function pointsTable(series) {
  const column = (name) => ({ head: name, label: name, class: 'number', text: (point) => ms(point[`${name}_ms`]) });
  const grid = liveTable(providerText(series), [{ key: 'col.at', text: (point) => dayMinute(point.at) }, column('p50'), column('p95'),
    figure('col.turns', (point) => whole(point.count))], 'plain', (point) => point.at);
  grid.show(series.points.toReversed());
  return grid.node;
}

// ── Experiments ──

function experimentsView(main, route, signal) {
  const place = loadedPlace();
  const items = el('div');
  const empty = el('div');
  main.append(heading(t('nav.experiments')), place);
  const list = keyedList(items, (experiment) => experiment.name, experimentCard);
  const run = loader(place, signal, (both) => request('/api/experiments', { signal: both }), ({ experiments }) => {
    if (!items.isConnected) place.append(items, empty);
    list.show(experiments);
    empty.replaceChildren(...(experiments.length ? [] : [emptyState('exp.none')]));
  });
  run();
  every(15000, signal, run);
  return { wake: run };
}

function sharePart() {
  const text = el('span'), bar = el('span', { class: 'bar' });
  return {
    node: [text, el('span', { class: 'share', 'aria-hidden': 'true' }, bar)],
    set({ arm, share }) {
      put(text, `${whole(arm.weight)} (${percent(share)})`);
      bar.style.transform = `scaleX(${share})`;
    },
  };
}

const armColumns = () => [
  { key: 'exp.arm', class: 'main', text: ({ arm }) => arm.name, note: ({ arm }) => (arm.is_control ? t('exp.control') : '') },
  { key: 'exp.provider', text: ({ arm }) => arm.provider },
  { key: 'exp.weight', class: 'number', part: sharePart },
  figure('exp.calls', ({ arm }) => whole(arm.calls)),
  figure('exp.failures', ({ arm }) => rate(arm.failures, arm.calls)),
  figure('exp.handoffs', ({ arm }) => rate(arm.handoffs, arm.calls)),
  { head: 'p95', label: 'p95', class: 'number', text: ({ arm }) => ms(arm.p95_ms) },
  { key: 'exp.state', class: 'standing', part: standingPart },
];

/** What a guardrail says, an English sentence, by its kind. */
const REASONS = {
  failures: /^([\d.]+) % of its calls fail, ([\d.]+) % of the control's$/,
  handoffs: /^([\d.]+) % of its calls go to people, ([\d.]+) % of the control's$/,
  latency: /^95 of 100 answers come within (\d+) ms, (\d+) ms at the control$/,
};

/** In the reader's words; a sentence that is not known, as it came. */
function reasonText(reason) {
  for (const [kind, sentence] of Object.entries(REASONS)) {
    const figures = sentence.exec(reason)?.slice(1).map((figure) => (kind === 'latency' ? ms(Number(figure)) : percent(figure / 100)));
    if (figures && language !== 'en') return t(`exp.why.${kind}`, { arm: figures[0], control: figures[1] });
  }
  return reason;
}

function standingPart() {
  const state = statePart(({ arm, running }) => (arm.taken_out ? 'failed' : running ? 'completed' : 'idle'),
    ({ arm, running }) => (arm.taken_out ? t('exp.out', { at: dayMinute(arm.taken_out.at) }) : t(running ? 'exp.in' : 'exp.idle')));
  const reason = el('bdi', { class: 'reason' }), write = writer(reason, ({ arm }) => reasonText(arm.taken_out?.reason ?? ''), 400);
  return {
    node: [state.node, reason],
    set(item) {
      state.set(item);
      write(item);
    },
  };
}

const rate = (part, total) => (total > 0 ? `${whole(part)} (${percent(part / total)})` : whole(part));

function experimentCard() {
  const name = el('bdi'), state = el('span', { class: 'state' }), when = faint();
  const grid = liveTable(t('exp.arm'), armColumns(), 'cards arms', ({ arm }) => arm.name);
  const kinds = { __proto__: null, running: 'completed', waiting: 'pending', outside: 'pending', ended: 'idle' };
  return {
    node: el('section', { class: 'panel' }, el('div', { class: 'row' }, el('h2', null, name), state), when, grid.node),
    update(experiment) {
      put(name, clean(experiment.name, 120));
      attribute(grid.node, 'aria-label', clean(experiment.name, 120));
      attribute(state, 'data-kind', kinds[experiment.state] ?? 'idle');
      put(state, term('exp', experiment.state));
      const { starts_at: from, ends_at: to, sticky } = experiment;
      const span = [from && t('exp.from', { at: dateTime(from) }), to && t('exp.to', { at: dateTime(to) }), term('exp.sticky', sticky)];
      put(when, span.filter(Boolean).join(' · '));
      // An arm that was taken out leaves its share to the others.
      const weight = (arm) => (arm.taken_out ? 0 : arm.weight);
      const total = experiment.arms.reduce((sum, arm) => sum + weight(arm), 0);
      grid.show(experiment.arms.map((arm) => ({ arm, share: total > 0 ? weight(arm) / total : 0, running: experiment.state === 'running' })));
    },
  };
}

// ── Outbox ──

function outboxView(main, route, signal) {
  const place = loadedPlace();
  const pending = el('dd'), failed = el('dd'), empty = el('div');
  const figures = tiles([[t('outbox.pending'), pending], [t('outbox.failed'), failed]]);
  const grid = liveTable(t('nav.outbox'), outboxColumns(() => run()), 'cards outbox', (entry) => entry.id);
  const limited = faint(t('outbox.limited'));
  main.append(heading(t('nav.outbox')), faint(t('outbox.text')), place);
  const run = loader(place, signal, (both) => request('/api/outbox', { signal: both }), (outbox) => {
    if (!grid.node.isConnected) place.append(figures, grid.node, empty, limited);
    put(pending, whole(outbox.pending));
    put(failed, whole(outbox.failed));
    attribute(failed, 'class', outbox.failed ? 'bad' : null);
    grid.show(outbox.entries);
    toggle(figures, outbox.enabled);
    toggle(grid.node, outbox.entries.length > 0);
    toggle(limited, outbox.entries.length >= 200);
    const kind = outbox.enabled ? 'none' : 'off';
    empty.replaceChildren(...(outbox.entries.length && outbox.enabled ? [] : [emptyState(`outbox.${kind}`)]));
  });
  run();
  every(10000, signal, run);
  return { wake: run };
}

const ENTRY_KINDS = { __proto__: null, pending: 'pending', delivering: 'thinking', failed: 'failed', delivered: 'completed' };
const entryName = (entry) => clean(entry.call_uuid ?? entry.id, 80);

const outboxColumns = (changed) => [
  { key: 'outbox.call', class: 'main code', part: () => linkPart((entry) => entry.call_uuid && href('ended', null, { find: entry.call_uuid }), entryName) },
  { key: 'exp.state', part: () => statePart((entry) => ENTRY_KINDS[entry.state] ?? 'idle', (entry) => term('outbox.s', entry.state)) },
  figure('outbox.created', (entry) => dateTime(entry.created_at)),
  figure('outbox.attempts', (entry) => whole(entry.attempts)),
  figure('outbox.next', (entry) => timeOf(entry.next_attempt_at)),
  { key: 'outbox.error', class: 'said', text: (entry) => entry.last_error },
  { key: 'handoff.protocol', text: (entry) => entry.protocol_number },
  session.may_act && { key: 'outbox.act', class: 'act', part: () => retryPart(changed) },
].filter(Boolean);

function retryPart(changed) {
  let entry = null;
  const node = button(t('outbox.retry'), () => retryEntry(entry, changed));
  return {
    node,
    set(given) {
      entry = given;
      const shown = entry.state === 'failed' || entry.state === 'pending';
      if (!shown) passFocus(node, node.closest('tr').querySelector('a'));
      toggle(node, shown);
      attribute(node, 'aria-label', `${t('outbox.retry')}: ${entryName(entry)}`);
    },
  };
}

async function retryEntry(entry, changed) {
  if (!await ask(t('outbox.ask'), t('outbox.askText', { call: entryName(entry) }), t('outbox.retry'))) return;
  await act(() => post(`/api/outbox/${encodeURIComponent(entry.id)}/retry`), t('outbox.done'), t('outbox.gone'));
  changed();
}

// ── Gateway ──

function gatewayView(main, route, signal) {
  watch({ view: 'none' });
  const names = ['active', 'started', 'ended', 'refused', 'handoffs'];
  const totals = Object.fromEntries(names.map((name) => [name, el('dd')]));
  const ready = el('span', { class: 'state' }), memory = el('span'), time = el('span'), outbox = el('a', { href: '#/outbox' });
  const grid = liveTable(t('gate.loops'), loopColumns(), 'plain loops', (loop) => loop.loop);
  const sockets = el('ul', { class: 'sockets' });
  const socketRows = keyedList(sockets, (socket) => socket.name, socketRow);
  const noSockets = faint(t('gate.noSockets'));
  const history = activeHistory(signal);
  const waiting = el('p', { class: 'waiting', text: t('live.wait') });
  const body = el('div', { hidden: true },
    faint(t('gate.totals')),
    tiles(names.map((name) => [t(`gate.${name}`), totals[name]])),
    section(t('gate.history'), history.node),
    el('div', { class: 'split even' }, section(t('gate.loops'), grid.node), el('div', null, section(t('gate.sockets'), sockets, noSockets),
      section(t('gate.process'), facts([[t('gate.memory'), memory], [t('nav.outbox'), outbox], [t('gate.clock'), time], [t('gate.version'), session.version]])))));
  main.append(heading(t('nav.gateway'), ready), waiting, body);

  function paint(data) {
    if (!data.totals) return;
    waiting.remove();
    toggle(body, true);
    for (const name of names) put(totals[name], whole(data.totals[name]));
    attribute(ready, 'data-kind', data.ready ? 'completed' : 'failed');
    put(ready, t(data.ready ? 'gate.ready' : 'gate.unready'));
    put(memory, bytes(data.memory_bytes));
    put(outbox, data.outbox ? t('gate.outboxText', { pending: data.outbox.pending, failed: data.outbox.failed }) : t('none'));
    put(time, dateTime(data.at));
    grid.show(data.loops ?? []);
    socketRows.show(data.event_sockets ?? []);
    toggle(noSockets, !data.event_sockets?.length);
    history.show();
  }

  paint(live.data);
  return { live: paint };
}

const loopColumns = () => [
  figure('gate.loop', (loop) => whole(loop.loop)),
  { key: 'gate.busy', class: 'wide', part: busyPart },
  figure('gate.late', (loop) => ms(loop.lateness_ms)),
  figure('exp.calls', (loop) => whole(loop.calls)),
];

function busyPart() {
  const bar = el('span', { class: 'bar' }), text = el('span', { class: 'figure' });
  const gauge = el('span', { class: 'meter load', role: 'meter', 'aria-valuemin': '0', 'aria-valuemax': '100' }, bar);
  return {
    node: el('span', { class: 'gauge' }, gauge, text),
    set({ loop, busy }) {
      const share = Math.min(1, Math.max(0, busy ?? 0));
      attribute(gauge, 'aria-label', `${t('gate.loop')} ${loop}: ${t('gate.busy')}`);
      attribute(gauge, 'aria-valuenow', Math.round(share * 100));
      bar.style.transform = `scaleX(${share})`;
      put(text, isNumber(busy) ? `${whole(busy * 100)}%` : t('none'));
    },
  };
}

function socketRow() {
  const name = el('bdi'), state = el('span', { class: 'state' }), hint = faint(t('gate.downText'));
  return {
    node: el('li', null, el('div', { class: 'row' }, name, state), hint),
    update(socket) {
      put(name, clean(socket.name, 80));
      attribute(state, 'data-kind', socket.up ? 'completed' : 'failed');
      put(state, t(socket.up ? 'gate.up' : 'gate.down'));
      toggle(hint, !socket.up);
    },
  };
}

function activeHistory(signal) {
  const line = svg('path', { class: 'line p50' }), area = svg('path', { class: 'area' });
  const picture = svg('svg', { class: 'history', role: 'img', preserveAspectRatio: 'none', viewBox: '0 0 360 60' }, area, line);
  const text = faint();
  let drawn = null;
  whenLeft(signal, () => { drawn = null; });
  return {
    node: el('div', null, picture, text),
    show() {
      const points = live.history, last = points.at(-1);
      if (!last || drawn === last.at) return;
      drawn = last.at;
      const values = points.map((point) => point.active), most = Math.max(1, ...values), span = Math.max(60000, last.at - points[0].at);
      const xy = ({ at, active }) => `${(360 - (last.at - at) / span * 360).toFixed(1)} ${(57 - active / most * 54).toFixed(1)}`;
      const path = `M${points.map(xy).join('L')}`;
      attribute(line, 'd', path + (points.length > 1 ? '' : 'h0'));
      attribute(area, 'd', `${path}V60H${(360 - (last.at - points[0].at) / span * 360).toFixed(1)}Z`);
      const summary = `${timeOf(points[0].at)} – ${timeOf(last.at)} · ${whole(Math.min(...values))} – ${whole(most)}`;
      put(text, summary);
      attribute(picture, 'aria-label', `${t('gate.history')}: ${summary}`);
    },
  };
}

// ── Sign-in ──

let signInReason = '';

function signInForm() {
  const input = el('input', { type: 'password', name: 'token', autocomplete: 'current-password', required: true, spellcheck: 'false', autocapitalize: 'none',
    'aria-describedby': 'sign-trouble' });
  const reveal = el('input', { type: 'checkbox', onchange: () => { input.type = reveal.checked ? 'text' : 'password'; } });
  const submitter = el('button', { type: 'submit', class: 'primary', text: t('sign.in') });
  const trouble = el('p', { class: 'trouble', id: 'sign-trouble', role: 'alert', text: signInReason && t(signInReason) });
  const form = el('form', { class: 'sign panel', novalidate: true },
    el('h1', { tabindex: '-1', text: t('sign.title') }), faint(t('sign.text')),
    el('label', { class: 'field' }, el('span', { text: t('sign.token') }), input), el('label', { class: 'check' }, reveal, t('sign.show')), trouble, submitter);

  function refuse(text) {
    put(trouble, text);
    attribute(input, 'aria-invalid', 'true');
    input.focus();
  }

  /** Counts down in sight; said aloud only once. */
  function wait(seconds) {
    submitter.disabled = true;
    refuse(t('sign.late', { n: seconds }));
    trouble.setAttribute('aria-live', 'off');
    const timer = setInterval(() => {
      seconds--;
      if (!form.isConnected || seconds <= 0) clearInterval(timer);
      put(trouble, seconds > 0 ? t('sign.late', { n: seconds }) : '');
      submitter.disabled = seconds > 0;
    }, 1000);
  }

  async function submit(event) {
    event.preventDefault();
    if (submitter.disabled) return;
    trouble.removeAttribute('aria-live');
    if (!input.value.trim()) return refuse(t('sign.empty'));
    submitter.disabled = true;
    put(submitter, t('sign.wait'));
    try {
      await post('/api/login', { token: input.value.trim() });
      await refreshSession();
      if (session.signed_in) return signedIn();
      refuse(t('sign.wrong'));
    } catch (error) {
      if (error.status === 429) return wait(Math.max(1, Math.ceil(error.retryAfter ?? 5)));
      refuse(error.status === 401 ? t('sign.wrong') : explain(error));
    } finally {
      put(submitter, t('sign.in'));
      if (!trouble.hasAttribute('aria-live')) submitter.disabled = false;
    }
  }

  form.addEventListener('submit', submit);
  return { form, input };
}

function showSignIn() {
  leave();
  const { form, input } = signInForm();
  byId('main').append(form);
  entitle(t('sign.title'));
  paintFrame();
  input.focus();
}

function signedIn() {
  signInReason = '';
  paintFrame();
  connect();
  navigate();
  focusHeading();
}

function signedOut(reason = 'sign.expired') {
  if (!session.signed_in && page.route === null && byId('main').querySelector('form')) return;
  session.signed_in = false;
  session.may_act = false;
  signInReason = reason;
  disconnect();
  showSignIn();
}

// ── Beginning ──

function chooseLanguage(chosen) {
  if (chosen === language) return;
  remember(chosen);
  setLanguage(chosen);
  paintFrame();
  if (session.signed_in) {
    navigate({ again: true });
    paintLive();
  } else if (byId('main').querySelector('form')) {
    showSignIn();
  }
}

function wireFrame() {
  for (const button of document.querySelectorAll('[data-language]')) button.addEventListener('click', () => {
    chooseLanguage(button.dataset.language);
    button.focus();
  });
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    (byId('main').querySelector('h1') ?? byId('main')).focus();
  });
  byId('pause').addEventListener('click', () => hold(!live.held));
  byId('banner-act').addEventListener('click', () => bannerRun?.());
  byId('sign-out').addEventListener('click', async () => {
    try { await post('/api/logout'); } catch (error) { if (error.status !== 401) return announce(explain(error)); }
    signedOut('');
  });
  window.addEventListener('hashchange', () => navigate());
  setInterval(() => {
    if (document.hidden || !session.signed_in) return;
    watchSocket();
    if (isStale()) paintStatus();
  }, 1000);
}

async function begin() {
  byId('main').replaceChildren(el('p', { class: 'waiting', text: t('loading') }));
  try {
    await refreshSession();
  } catch (error) {
    byId('main').replaceChildren(failureState(error, begin));
    return;
  }
  setLanguage(preferredLanguage());
  paintFrame();
  if (!session.signed_in) return showSignIn();
  connect();
  navigate();
}

setLanguage(preferredLanguage());
paintFrame();
wireFrame();
begin();
})();
