#pragma once

#include <stddef.h>

/// One file of the web console, as it goes out to the browser.
typedef struct {
    /// The request path that it answers, relative to where the console is mounted; the page itself answers "/".
    const char *_Nonnull path;
    /// The value of its `Content-Type`.
    const char *_Nonnull type;
    /// Its content, not terminated by a zero.
    const unsigned char *_Nonnull bytes;
    /// How many bytes it has.
    size_t count;
} ConsoleFile;

/// Every file of `Console/web`, compiled into the program: there is nothing to install beside the binary.
extern const ConsoleFile *_Nonnull const consoleFiles;

/// How many files there are.
extern const size_t consoleFileCount;
