// Runs before the first paint (a plain script, not a module), so that a player who
// chose a theme never sees the other one flash by. Without a choice the system decides.
(() => {
  try {
    const chosen = localStorage.getItem('pitboss.theme');
    if (chosen === 'dark' || chosen === 'light') {
      document.documentElement.dataset.theme = chosen;
    }
  } catch {
    // Storage may be forbidden; the system's theme is a fine answer.
  }
})();
