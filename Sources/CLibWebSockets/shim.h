// libwebsockets, with the macros Swift cannot see.
#pragma once
#include <libwebsockets.h>

static const int vg_lws_pre = LWS_PRE;
static const lws_filepos_t vg_lws_illegal_content_length = LWS_ILLEGAL_HTTP_CONTENT_LEN;
static const uint64_t vg_lws_option_libuv = LWS_SERVER_OPTION_LIBUV;
static const uint64_t vg_lws_option_explicit_vhosts = LWS_SERVER_OPTION_EXPLICIT_VHOSTS;
static const uint64_t vg_lws_option_ssl = LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;

static inline int vg_lws_has(struct lws *wsi, int token) { return lws_hdr_total_length(wsi, (enum lws_token_indexes)token); }
