#pragma once
#include <curl/curl.h>
#include <stdint.h>
#include <string.h>

/* libcurl's options are a variadic function, which Swift cannot call. One mail is one call here. */

struct curl_mail {
    const char *url;
    /* NULL: no login. */
    const char *user;
    const char *password;
    /* NULL: the system's authorities. */
    const char *authorities;
    /* 0 for a plain connection, else TLS is demanded: by STARTTLS, or from the start where the URL says smtps. */
    int demands_tls;
    const char *sender;
    const char *recipient;
    const char *message;
    size_t message_bytes;
    long connect_milliseconds;
    long total_milliseconds;
    /* Asked now and then; other than 0 gives up. */
    int (*is_cancelled)(void *context);
    void *context;
};

#define CURL_MAIL_REPLY_BYTES 1024

struct curl_mail_outcome {
    int code;
    /* The last SMTP reply, empty when there was none. */
    char reply[CURL_MAIL_REPLY_BYTES];
    /* What libcurl says of its failure. */
    char error[CURL_ERROR_SIZE];
    /* The whole message had been handed over, the dot with it: the server may have it. */
    int is_sent_whole;
};

struct curl_mail_progress {
    const struct curl_mail *mail;
    struct curl_mail_outcome *outcome;
    size_t position;
};

static inline size_t curl_mail_read(char *buffer, size_t size, size_t count, void *context) {
    struct curl_mail_progress *progress = (struct curl_mail_progress *)context;
    size_t left = progress->mail->message_bytes - progress->position;
    size_t taken = left < size * count ? left : size * count;
    memcpy(buffer, progress->mail->message + progress->position, taken);
    progress->position += taken;
    if (taken == 0) progress->outcome->is_sent_whole = 1;
    return taken;
}

/* Each line that the server says; the last one stays. The farewell says nothing of the mail. */
static inline size_t curl_mail_line(char *buffer, size_t size, size_t count, void *context) {
    struct curl_mail_progress *progress = (struct curl_mail_progress *)context;
    size_t length = size * count;
    if (progress->outcome->reply[0] && length >= 3 && memcmp(buffer, "221", 3) == 0) return length;
    size_t kept = length < CURL_MAIL_REPLY_BYTES - 1 ? length : CURL_MAIL_REPLY_BYTES - 1;
    memcpy(progress->outcome->reply, buffer, kept);
    progress->outcome->reply[kept] = 0;
    return length;
}

static inline int curl_mail_turn(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    struct curl_mail_progress *progress = (struct curl_mail_progress *)context;
    (void)a, (void)b, (void)c, (void)d;
    return progress->mail->is_cancelled ? progress->mail->is_cancelled(progress->mail->context) : 0;
}

static inline int curl_mail_start(void) { return (int)curl_global_init(CURL_GLOBAL_DEFAULT); }

/* Sends one mail to one recipient over a connection of its own. Blocks. */
static inline void curl_mail_send(const struct curl_mail *mail, struct curl_mail_outcome *outcome) {
    memset(outcome, 0, sizeof(*outcome));
    struct curl_mail_progress progress = {mail, outcome, 0};
    CURL *curl = curl_easy_init();
    struct curl_slist *recipients = curl ? curl_slist_append(NULL, mail->recipient) : NULL;
    if (!recipients) {
        outcome->code = CURLE_OUT_OF_MEMORY;
        if (curl) curl_easy_cleanup(curl);
        return;
    }
    curl_easy_setopt(curl, CURLOPT_URL, mail->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, outcome->error);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, mail->connect_milliseconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, mail->total_milliseconds);
    /* Also holds while saying goodbye, which the total does not: libcurl would wait two minutes for it. */
    long reply_seconds = (mail->total_milliseconds + 999) / 1000;
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, reply_seconds < 30 ? reply_seconds : 30L);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(mail->demands_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (mail->authorities) curl_easy_setopt(curl, CURLOPT_CAINFO, mail->authorities);
    if (mail->user) curl_easy_setopt(curl, CURLOPT_USERNAME, mail->user);
    if (mail->password) curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password);
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mail->sender);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, curl_mail_read);
    curl_easy_setopt(curl, CURLOPT_READDATA, &progress);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, curl_mail_line);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, curl_mail_turn);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &progress);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    outcome->code = (int)curl_easy_perform(curl);
    curl_slist_free_all(recipients);
    curl_easy_cleanup(curl);
}
