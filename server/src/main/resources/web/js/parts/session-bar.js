// The header's right side: balance, this visit, the connection, the theme.

import {player} from '/js/core/api.js';
import {View, drawing, followPlayer, html, money, signed} from '/js/core/view.js';

class SessionBar extends View {
  constructor() {
    super();
    followPlayer(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.clock = setInterval(() => this.requestUpdate(), 30_000);
    player.open().catch(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  #toggleTheme() {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : !matchMedia('(prefers-color-scheme: light)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try {
      localStorage.setItem('pitboss.theme', root.dataset.theme);
    } catch {
      // Then the choice lasts as long as the page.
    }
  }

  render() {
    const minutes = Math.floor((Date.now() - player.since) / 60_000);
    const lost = player.connection !== 'ok';
    return html`
      <p class="visit">
        <span>${minutes} min</span>
        <span>Net <b class=${player.net > 0 ? 'gain' : player.net < 0 ? 'loss' : ''}>${signed(player.net)}</b></span>
      </p>
      <p class="balance" role="group" aria-label="Balance">
        <span class="caption">Balance</span>
        <b data-balance>${player.balance === null ? '–' : money(player.balance)}</b>
      </p>
      <button class="quiet" type="button" aria-label="Switch between dark and light" @click=${this.#toggleTheme}>
        ${drawing('icon-theme')}
      </button>
      <p class="connection" role="status" ?data-shown=${lost}>
        ${player.connection === 'retrying' ? 'Reconnecting…' : lost ? 'No connection to the casino.' : ''}
      </p>`;
  }
}

customElements.define('session-bar', SessionBar);
