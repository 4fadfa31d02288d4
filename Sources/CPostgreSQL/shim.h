// libpq, with the macros Swift cannot see.
#pragma once
#include <libpq-fe.h>

static inline const char *vg_pq_state(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_SQLSTATE); }
static inline const char *vg_pq_message(const PGresult *result) { return PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY); }

static inline void vg_pq_drop_notice(void *context, const PGresult *notice) { (void)context; (void)notice; }
// The server's notices would go to standard error, in the middle of the log.
static inline void vg_pq_silence(PGconn *connection) { PQsetNoticeReceiver(connection, vg_pq_drop_notice, NULL); }
