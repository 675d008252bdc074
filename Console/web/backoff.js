const first = 500;
const longest = 30_000;

/**
 * How long to wait, in milliseconds, before the next attempt after `failures` failed ones in a row.
 * It doubles up to half a minute, and a random half of it keeps a thousand pages from returning at once.
 */
export function backoff(failures, random = Math.random) {
  const most = Math.min(longest, first * 2 ** failures);
  return most / 2 + random() * (most / 2);
}
