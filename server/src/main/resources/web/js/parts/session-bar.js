// The header's right side: balance, this visit, sounds, the theme, the connection.

import {choose, player, t} from '/js/core/api.js';
import {
  LOW_BALANCE,
  PLAY_MONEY,
  View,
  currencyName,
  duration,
  drawing,
  followPlayer,
  html,
  money,
  nothing,
  signed,
  sound,
  sounds,
} from '/js/core/view.js';

class SessionBar extends View {
  constructor() {
    super();
    followPlayer(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.clock = setInterval(() => {
      if (Date.parse(player.keptOut?.until) < Date.now()) {
        player.lookAtLimits(); // it may be over
      }
      this.requestUpdate();
    }, 30_000);
    player.open().catch(() => undefined); // the part of the page that needs the player says what is wrong
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.clock);
  }

  #toggleTheme() {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === 'dark'
      : !matchMedia('(prefers-color-scheme: light)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
    try {
      localStorage.setItem('pitboss.theme', root.dataset.theme);
    } catch {
      // Then the choice lasts as long as the page.
    }
  }

  #toggleSounds() {
    sounds.on = !sounds.on;
    sound('chip');
    this.requestUpdate();
  }

  /** Offers a way on where the balance is used up, below the page's heading. */
  updated() {
    const registered = player.currency === PLAY_MONEY && player.account && !player.account.guest;
    const low = player.balance === 0 || (registered && player.balance !== null && player.balance < LOW_BALANCE);
    if (low && !document.querySelector('empty-balance')) {
      document.querySelector('#main h1')?.after(document.createElement('empty-balance'));
      import('/js/parts/empty-balance.js');
    }
    if (!player.keptOut) {
      document.querySelector('#main > [data-kept-out]')?.remove();
      document.querySelectorAll('h1[data-usual]').forEach((heading) => (heading.textContent = heading.dataset.usual));
    } else if (document.querySelector('[data-plays], .games')) {
      import('/js/parts/restriction.js').then(({showKeptOut}) => player.keptOut && showKeptOut());
    }
  }

  #signIn() {
    return html`<a class="sign-in" href="/account.html">${t('Register / Sign in')}</a>`;
  }

  #session() {
    const {net, limitLeft, minutesLeft} = player;
    const left = [limitLeft === null ? null : money(limitLeft), minutesLeft === null ? null : duration(minutesLeft)];
    return html`<p class="visit" role="group" aria-label=${t('This session')}>
        <span>${player.since === null ? '–' : elapsed(player.since)}</span>
        <span>${t('Net')} <b class=${net > 0 ? 'gain' : net < 0 ? 'loss' : ''} data-net>${net === null ? '–' : signed(net)}</b></span>
        ${left.every((each) => each === null) ? nothing : html`<span>${limitLeft === null ? t('Time left') : t('Loss limit left')} <b data-limit-left>${left.filter(Boolean).join(', ')}</b></span>`}
      </p>
      <p class="balance" role="group" aria-label=${t('Balance')}>
        <span class="caption">${t('Balance,')} <span data-currency>${currencyName()}</span></span>
        <b data-balance>${player.balance === null ? '–' : money(player.balance)}</b>
      </p>`;
  }

  render() {
    const lost = player.connection !== 'ok';
    return html`
      ${player.needsAccount ? this.#signIn() : player.absent ? nothing : this.#session()}
      <button class="quiet" type="button" data-action="sounds" aria-label=${t('Sounds')} aria-pressed=${sounds.on ? 'true' : 'false'} @click=${this.#toggleSounds}>
        ${drawing(sounds.on ? 'icon-sound-on' : 'icon-sound-off')}
      </button>
      <button class="quiet" type="button" aria-label=${t('Switch between dark and light')} @click=${this.#toggleTheme}>
        ${drawing('icon-theme')}
      </button>
      <p class="connection" role="status" ?data-shown=${lost}>${lost ? t('Reconnecting…') : ''}</p>`;
  }
}

const elapsed = (since) => duration(Math.floor((Date.now() - since) / 60_000));

document
  .querySelectorAll('[data-language]')
  .forEach((button) => button.addEventListener('click', () => choose(button.dataset.language)));

customElements.define('session-bar', SessionBar);
