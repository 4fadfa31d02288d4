// libcurl, with its variadic setters made plain.
#pragma once
#include <curl/curl.h>

static inline CURLcode vg_curl_set_long(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode vg_curl_set_text(CURL *handle, CURLoption option, const char *value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode vg_curl_set_pointer(CURL *handle, CURLoption option, void *value) { return curl_easy_setopt(handle, option, value); }
typedef size_t (*vg_curl_callback)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode vg_curl_set_callback(CURL *handle, CURLoption option, vg_curl_callback value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode vg_curl_set_size(CURL *handle, CURLoption option, curl_off_t value) { return curl_easy_setopt(handle, option, value); }
static inline CURLcode vg_curl_set_seek(CURL *handle, int (*value)(void *context, curl_off_t offset, int origin)) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, value);
}
static inline CURLcode vg_curl_status(CURL *handle, long *status) { return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status); }
static inline CURLcode vg_curl_private(CURL *handle, void **value) { return curl_easy_getinfo(handle, CURLINFO_PRIVATE, value); }
static inline CURLMcode vg_curl_multi_set_long(CURLM *handle, CURLMoption option, long value) { return curl_multi_setopt(handle, option, value); }
static inline CURLcode vg_curl_result(const CURLMsg *message) { return message->data.result; }
