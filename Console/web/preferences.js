/** What the reader chose, kept in this browser. One that refuses storage forgets, and nothing else changes. */
export const preferences = {
  get(key) {
    try {
      return localStorage.getItem(`martlet.${key}`);
    } catch {
      return null;
    }
  },

  /** Keeps `value`, or forgets the choice when it is null. */
  set(key, value) {
    try {
      if (value === null) localStorage.removeItem(`martlet.${key}`);
      else localStorage.setItem(`martlet.${key}`, value);
    } catch {
      // Storage is off or full: the choice holds until the page goes.
    }
  },
};
