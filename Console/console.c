#include "console.h"

// #embed is C23; clang has it in every mode, and would mention that once for each file.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char index_html[] = {
#embed "web/index.html"
};

static const unsigned char app_js[] = {
#embed "web/app.js"
};

static const unsigned char avatars_js[] = {
#embed "web/avatars.js"
};

static const unsigned char avatars_svg[] = {
#embed "web/avatars.svg"
};

static const unsigned char backoff_js[] = {
#embed "web/backoff.js"
};

static const unsigned char chat_css[] = {
#embed "web/chat.css"
};

static const unsigned char chat_js[] = {
#embed "web/chat.js"
};

static const unsigned char composer_js[] = {
#embed "web/composer.js"
};

static const unsigned char connection_js[] = {
#embed "web/connection.js"
};

static const unsigned char console_css[] = {
#embed "web/console.css"
};

static const unsigned char dom_js[] = {
#embed "web/dom.js"
};

static const unsigned char entry_css[] = {
#embed "web/entry.css"
};

static const unsigned char entry_js[] = {
#embed "web/entry.js"
};

static const unsigned char favicon_svg[] = {
#embed "web/favicon.svg"
};

static const unsigned char i18n_js[] = {
#embed "web/i18n.js"
};

static const unsigned char members_js[] = {
#embed "web/members.js"
};

static const unsigned char messages_js[] = {
#embed "web/messages.js"
};

static const unsigned char people_css[] = {
#embed "web/people.css"
};

static const unsigned char preferences_js[] = {
#embed "web/preferences.js"
};

static const unsigned char room_js[] = {
#embed "web/room.js"
};

static const unsigned char status_js[] = {
#embed "web/status.js"
};

static const unsigned char strings_en_js[] = {
#embed "web/strings.en.js"
};

static const unsigned char strings_zh_js[] = {
#embed "web/strings.zh.js"
};

static const unsigned char theme_js[] = {
#embed "web/theme.js"
};

static const unsigned char tokens_css[] = {
#embed "web/tokens.css"
};

#define FILE_AT(path, type, bytes) {path, type, bytes, sizeof bytes}

static const ConsoleFile files[] = {
    FILE_AT("/", "text/html; charset=utf-8", index_html),
    FILE_AT("/app.js", "text/javascript; charset=utf-8", app_js),
    FILE_AT("/avatars.js", "text/javascript; charset=utf-8", avatars_js),
    FILE_AT("/avatars.svg", "image/svg+xml", avatars_svg),
    FILE_AT("/backoff.js", "text/javascript; charset=utf-8", backoff_js),
    FILE_AT("/chat.css", "text/css; charset=utf-8", chat_css),
    FILE_AT("/chat.js", "text/javascript; charset=utf-8", chat_js),
    FILE_AT("/composer.js", "text/javascript; charset=utf-8", composer_js),
    FILE_AT("/connection.js", "text/javascript; charset=utf-8", connection_js),
    FILE_AT("/console.css", "text/css; charset=utf-8", console_css),
    FILE_AT("/dom.js", "text/javascript; charset=utf-8", dom_js),
    FILE_AT("/entry.css", "text/css; charset=utf-8", entry_css),
    FILE_AT("/entry.js", "text/javascript; charset=utf-8", entry_js),
    FILE_AT("/favicon.svg", "image/svg+xml", favicon_svg),
    FILE_AT("/i18n.js", "text/javascript; charset=utf-8", i18n_js),
    FILE_AT("/members.js", "text/javascript; charset=utf-8", members_js),
    FILE_AT("/messages.js", "text/javascript; charset=utf-8", messages_js),
    FILE_AT("/people.css", "text/css; charset=utf-8", people_css),
    FILE_AT("/preferences.js", "text/javascript; charset=utf-8", preferences_js),
    FILE_AT("/room.js", "text/javascript; charset=utf-8", room_js),
    FILE_AT("/status.js", "text/javascript; charset=utf-8", status_js),
    FILE_AT("/strings.en.js", "text/javascript; charset=utf-8", strings_en_js),
    FILE_AT("/strings.zh.js", "text/javascript; charset=utf-8", strings_zh_js),
    FILE_AT("/theme.js", "text/javascript; charset=utf-8", theme_js),
    FILE_AT("/tokens.css", "text/css; charset=utf-8", tokens_css),
};

const ConsoleFile *const consoleFiles = files;
const size_t consoleFileCount = sizeof files / sizeof *files;
