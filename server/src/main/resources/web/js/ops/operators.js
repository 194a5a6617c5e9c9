// Operators: listed, made, and what each of them offers on which terms.

import {ops} from '/js/core/api.js';
import {GAMES, PLAY_MONEY, currencyName, html, money, moneyWithCurrency, nothing, written} from '/js/core/view.js';
import {FormPage, amountOf, desk, waits, wholeNumber} from '/js/ops/form.js';

const JURISDICTIONS = [
  ['social', 'Social (own limits)'],
  ['measured', 'Measured (hourly check)'],
  ['strict', 'Strict (limits required)'],
];

const jurisdictionName = (id) => (JURISDICTIONS.find(([known]) => known === id)?.[1] ?? id).split(' (')[0];

const COLOURS = [
  ['action', 'Button, dark', '#3ddc97'],
  ['actionInk', 'Button text, dark', '#04231a'],
  ['lightAction', 'Button, light', '#0b7a4b'],
  ['lightActionInk', 'Button text, light', '#ffffff'],
];

const LINKS = [
  ['termsUrl', 'Terms'],
  ['privacyUrl', 'Privacy notice'],
  ['complaintsUrl', 'Complaints'],
  ['cashierUrl', 'Cashier'],
  ['helpUrl', 'Help with problem gambling'],
];

class OperatorsPage extends FormPage {
  constructor() {
    super();
    this.code = new URLSearchParams(location.search).get('code');
    this.operators = [];
    this.operator = null;
    this.chosen = null;
    this.isMoney = false;
  }

  async load() {
    this.operators = (await ops('GET', '/operators')).operators;
    if (this.code) {
      import('/js/ops/keys.js'); // the list has no use for it
      this.operator = await ops('GET', `/operators/${encodeURIComponent(this.code)}`);
    }
    this.own = Boolean(this.operator?.branding.action);
    this.requestUpdate();
  }

  updated() {
    super.updated();
    // the policy allows no style in the page's text, so the colours are set here
    this.querySelectorAll('.swatches span').forEach((span) => {
      span.style.setProperty('background', span.dataset.ground);
      span.style.setProperty('color', span.dataset.ink);
    });
  }

  get #path() {
    return `/operators/${this.code}`;
  }

  #create = this.submit('create', async ({code, name, currency, jurisdiction}) => {
    await ops('POST', '/operators', {
      code,
      name,
      currency: currency.trim().toUpperCase(),
      ...(jurisdiction ? {jurisdiction} : {}),
    });
    return `Operator ${name} created. Open it in the list to set its games, limits and hosts.`;
  });

  #settings = this.submit(
    'settings',
    (fields) =>
      ops('POST', this.#path, {
        name: fields.name,
        timeZone: fields.timeZone,
        jurisdiction: fields.jurisdiction,
        takesBets: 'takesBets' in fields,
        takesGuests: 'takesGuests' in fields,
        needsSecondFactor: 'needsSecondFactor' in fields,
        welcomeGrant: amountOf(fields, 'welcomeGrant', this.operator.currency).welcomeGrant ?? 0,
        ...('refillAmount' in fields ? {refill: this.#refill(fields)} : {}),
        ...('maxWelcomeGrant' in fields ? amountOf(fields, 'maxWelcomeGrant', this.operator.currency) : {}),
      }).then(async (answer) => {
        await desk.look();
        return waits(answer);
      }),
    'Saved. In effect on all servers within two seconds.',
  );

  #branding = this.submit(
    'branding',
    (fields) =>
      ops('POST', this.#path, {
        branding: {
          ...(fields.logoText.trim() ? {logoText: fields.logoText.trim()} : {}),
          ...Object.fromEntries(LINKS.map(([name]) => [name, fields[name].trim()]).filter(([, url]) => url)),
          ...(fields.minimumAge.trim() ? {minimumAge: wholeNumber(fields, 'minimumAge')} : {}),
          ...('demo' in fields ? {demo: true} : {}),
          ...('own' in fields ? Object.fromEntries(COLOURS.map(([name]) => [name, fields[name]])) : {}),
        },
      }).then(() => undefined),
    'Branding saved.',
  );

  #terms({game, on}) {
    const name = GAMES[game] ?? game;
    return this.submit(game, async (fields) => {
      const answer = await ops('PUT', `${this.#path}/games/${game}`, {
        on: 'on' in fields,
        ...amountOf(fields, 'minStake', this.operator.currency),
        ...amountOf(fields, 'maxStake', this.operator.currency),
        ...amountOf(fields, 'maxPayout', this.operator.currency),
      });
      const isOn = answer.games?.find((one) => one.game === game).on;
      return (
        waits(answer) ??
        (isOn === on ? `The limits of ${name} are saved.` : `${name} is switched ${isOn ? 'on' : 'off'}.`)
      );
    });
  }

  #addHost = this.submit('hosts', async ({host}) => {
    const name = host.trim().toLowerCase().replace(/\.$/, '');
    if (this.operator.hosts.includes(name)) {
      return `${name} is a host of this operator already.`;
    }
    await ops('PUT', `${this.#path}/hosts/${encodeURIComponent(name)}`, {});
    return `${name} is a host of this operator now.`;
  });

  /** Money needs a jurisdiction chosen, play chips do not. */
  #typed = ({target}) => {
    if (target.name === 'currency') {
      this.isMoney = ![PLAY_MONEY, ''].includes(target.value.trim().toUpperCase());
      this.requestUpdate();
    }
  };

  #choose(what, id) {
    return async () => {
      this.chosen = what;
      this.requestUpdate();
      await this.updateComplete;
      this.asks(id)();
    };
  }

  content() {
    return this.code ? this.#one() : this.#many();
  }

  #many() {
    const yes = (is) => (is ? 'yes' : html`<span class="dim">no</span>`);
    return html`<div class="card"><div class="scroll" tabindex="0" role="region" aria-label="Operators"><table>
        <thead><tr><th scope="col">Operator</th><th scope="col">Code</th><th scope="col">Currency</th><th scope="col">Player protection</th><th scope="col">Accepts bets</th><th scope="col">Guest play</th><th scope="col">Games off</th><th scope="col">Hosts</th></tr></thead>
        <tbody>${this.operators.map(
          (
            one,
          ) => html`<tr data-operator=${one.code}><th scope="row"><a href="?code=${one.code}">${one.name}</a></th><td>${one.code}</td><td>${currencyName(one.currency)}</td><td>${jurisdictionName(one.jurisdiction)}</td>
          <td>${yes(one.takesBets)}</td><td>${yes(one.takesGuests)}</td><td>${
            one.games
              .filter(({on}) => !on)
              .map(({game}) => GAMES[game] ?? game)
              .join(', ') || '–'
          }</td><td>${one.hosts.join(', ') || '–'}</td></tr>`,
        )}</tbody></table></div></div>
      ${
        desk.changes && desk.ofPlatform
          ? html`<form class="card" data-place="create" @submit=${this.#create} @input=${this.#typed} aria-labelledby="create"><h2 id="create">Create an operator</h2>
        <div class="fields">${this.field('create', 'code', 'Code', {hint: 'a-z, 0-9 and -. Cannot be changed later.', required: true})}${this.field('create', 'name', 'Name', {required: true})}
          ${this.field('create', 'currency', 'Currency', {hint: 'Three letters of ISO 4217, such as EUR, or CHIP for play chips. Cannot be changed later.', required: true})}
          ${this.choice('create', 'jurisdiction', 'Player protection', JURISDICTIONS, null, {optional: !this.isMoney, hint: 'Required for money; play chips start as Social.'})}</div>
        ${this.refusal('create')}<button class="action" data-action="create" ?disabled=${this.busy}>Create operator</button></form>`
          : nothing
      }`;
  }

  #one() {
    if (!this.operator) {
      return html`<p><a href="/ops-operators.html">All operators</a></p>`;
    }
    const {name, code, currency} = this.operator;
    return html`<p><a href="/ops-operators.html">All operators</a></p>
      <h2>${name} <span class="dim">${code}, ${currencyName(currency)}, player protection ${jurisdictionName(this.operator.jurisdiction)}</span></h2>
      ${this.#settingsForm()}${this.#gamesForms()}
      <div class="columns">${this.#brandingForm()}<div>${this.#hosts()}${this.#keyList()}</div></div>`;
  }

  /** A form as those see it who may change it, or not. */
  #form(place, title, onsubmit, fields, saves) {
    return html`<form class="card" data-place=${place} @submit=${onsubmit} aria-labelledby="${place}-title"><h2 id="${place}-title">${title}</h2>
      <fieldset class="bare" ?disabled=${!desk.changes}>${fields}</fieldset>${this.refusal(place)}
      ${desk.changes ? html`<button class="action" data-action="save-${place}" ?disabled=${this.busy}>${saves}</button>` : nothing}</form>`;
  }

  #settingsForm() {
    const it = this.operator;
    return this.#form(
      'settings',
      'Settings',
      this.#settings,
      html`<div class="fields">
        ${this.field('settings', 'name', 'Name', {value: it.name, required: true})}
        ${this.field('settings', 'timeZone', 'Time zone', {value: it.timeZone, hint: 'IANA time zone such as Europe/Malta; decides when its days begin.', required: true})}
        ${this.amount('settings', 'welcomeGrant', 'Welcome bonus', it.currency, {value: it.welcomeGrant, hint: desk.ofPlatform ? 'Balance of a new player.' : `Balance of a new player; ${moneyWithCurrency(it.maxWelcomeGrant, it.currency)} at most; a higher one needs a second person.`})}
        ${desk.ofPlatform ? this.amount('settings', 'maxWelcomeGrant', 'Maximum welcome bonus', it.currency, {value: it.maxWelcomeGrant, hint: 'Largest bonus the operator\u2019s own staff can approve.'}) : nothing}
        ${it.currency === PLAY_MONEY ? this.#refillFields() : nothing}
        ${this.choice('settings', 'jurisdiction', 'Player protection', JURISDICTIONS, it.jurisdiction)}</div>
      ${this.check('takesBets', 'Accepts bets', it.takesBets)}${this.check('takesGuests', 'Guest play', it.takesGuests)}
      ${
        it.takesGuests && it.welcomeGrant && it.currency !== PLAY_MONEY
          ? html`<p class="card notice" data-warning>Each new visitor gets ${moneyWithCurrency(it.welcomeGrant, it.currency)} without registering, as often as they come as a new guest. Switch guest play off, or set the welcome bonus to 0.</p>`
          : nothing
      }
      ${this.check('needsSecondFactor', it.code === 'house' ? 'Second factor required for its and the platform\u2019s staff' : 'Second factor required for its staff', it.needsSecondFactor)}`,
      'Save settings',
    );
  }

  /** What registered players are given again who have lost their play chips. */
  #refillFields() {
    const {currency, refill} = this.operator;
    return html`
      ${this.amount('settings', 'refillAmount', 'Refill', currency, {value: refill.amount, hint: `Chips for a registered player whose balance is used up; 0 for none.${desk.ofPlatform ? '' : ' More, or sooner, needs a second person.'}`})}
      ${this.amount('settings', 'refillBelow', 'Refill below a balance of', currency, {value: refill.below, required: true})}
      ${this.field('settings', 'refillIntervalMinutes', 'Minutes between refills', {value: refill.intervalMinutes, inputmode: 'numeric', required: true})}`;
  }

  #refill(fields) {
    const {currency} = this.operator;
    return {
      amount: amountOf(fields, 'refillAmount', currency).refillAmount ?? 0,
      ...(fields.refillBelow.trim() ? {below: amountOf(fields, 'refillBelow', currency).refillBelow} : {}),
      intervalMinutes: wholeNumber(fields, 'refillIntervalMinutes'),
    };
  }

  #gamesForms() {
    return html`<section class="card" aria-labelledby="games"><h2 id="games">Games</h2>
      <p class="dim">Ticked games are offered. Limits are per round; an empty field leaves the game\u2019s own limit, and limits can only be narrower than the game\u2019s own. The payout limit applies to the most that a bet could pay. ${desk.ofPlatform ? nothing : 'Raising a limit needs a second person of the operator\u2019s staff; lowering one, or switching a game off, takes effect at once.'}</p>
      ${this.operator.games.map((terms) => this.#gameForm(terms))}</section>`;
  }

  #gameForm(terms) {
    const {game, on, minStake, maxStake, maxPayout, defaultMinStake, defaultMaxStake, maxWin} = terms;
    const {currency} = this.operator;
    return html`<form class="terms" data-place=${game} @submit=${this.#terms(terms)} aria-label=${GAMES[game] ?? game}>
        <fieldset class="bare" ?disabled=${!desk.changes}><div class="fields">
          ${this.check('on', html`${GAMES[game] ?? game}<span class="hidden"> offered</span>`, on)}
          ${this.amount(game, 'minStake', 'Minimum stake', currency, {value: minStake, placeholder: written(defaultMinStake, currency)})}
          ${this.amount(game, 'maxStake', 'Maximum stake', currency, {value: maxStake, placeholder: written(defaultMaxStake, currency)})}
          ${this.amount(game, 'maxPayout', 'Maximum payout', currency, {value: maxPayout, placeholder: 'none'})}
          ${desk.changes ? html`<button data-action="save-${game}" ?disabled=${this.busy}>Save<span class="hidden"> ${GAMES[game] ?? game}</span></button>` : nothing}</div></fieldset>
        <p class="about" data-default>The game\u2019s own limits: ${money(defaultMinStake, currency)} to ${moneyWithCurrency(defaultMaxStake, currency)} a round, no payout limit.</p>
        ${
          maxWin && maxPayout && maxPayout < maxWin * (minStake ?? defaultMinStake)
            ? html`<p class="card notice" data-warning>No wager is accepted with this payout limit: one of ${moneyWithCurrency(minStake ?? defaultMinStake, currency)} could pay ${moneyWithCurrency(maxWin * (minStake ?? defaultMinStake), currency)}.</p>`
            : nothing
        }
        ${this.refusal(game)}</form>`;
  }

  #brandingForm() {
    const {branding} = this.operator;
    const colour = (name) => branding[name] ?? COLOURS.find(([id]) => id === name)[2];
    return this.#form(
      'branding',
      'Branding',
      this.#branding,
      html`
      ${this.field('branding', 'logoText', 'Name in the header', {value: branding.logoText ?? '', hint: 'At most 24 characters. Empty: the operator\u2019s name.'})}
      <div @change=${({target}) => ((this.own = target.checked), this.requestUpdate())}>${this.check('own', 'Own colours', branding.action)}</div>
      <div class="fields">${COLOURS.map(([name, label]) => this.field('branding', name, label, {type: 'color', value: colour(name), disabled: !this.own}))}</div>
      <div class="swatches" aria-hidden="true"><span data-ground=${colour('action')} data-ink=${colour('actionInk')}>Bet</span>
        <span data-ground=${colour('lightAction')} data-ink=${colour('lightActionInk')}>Bet</span></div>
      <p class="dim">Links in the footer; each begins with https.</p><div class="fields">${LINKS.map(([name, label]) => this.field('branding', name, label, {value: branding[name] ?? '', inputmode: 'url'}))}
        ${this.field('branding', 'minimumAge', 'Minimum age', {value: branding.minimumAge ?? '', inputmode: 'numeric', hint: 'Years, shown in the footer. Empty: 18 for money, none for chips.'})}</div>
      ${this.check('demo', 'Demo: the lobby shows the database connections', branding.demo)}`,
      'Save branding',
    );
  }

  #hosts() {
    const {hosts} = this.operator;
    const may = desk.changes && desk.ofPlatform;
    return html`<section class="card" aria-labelledby="hosts"><h2 id="hosts">Hosts</h2>
      ${
        hosts.length
          ? html`<ul class="sessions">${hosts.map((host) => html`<li>${host}${may ? html`<button type="button" class="danger" data-action="remove-host" @click=${this.#choose(host, 'remove-host')}>Remove<span class="hidden"> ${host}</span></button>` : nothing}</li>`)}</ul>`
          : html`<p class="dim">${this.code === 'house' ? 'None: players reach it at localhost and IP addresses, and at every other host until an operator has one.' : 'No hosts yet: players cannot reach this operator.'}</p>`
      }
      ${
        may
          ? html`<form data-place="hosts" @submit=${this.#addHost}>${this.field('hosts', 'host', 'Host', {hint: 'Such as play.acme.example, without scheme, port or path.', required: true})}${this.refusal('hosts')}
          <button data-action="add-host" ?disabled=${this.busy}>Add host</button></form>
        ${
          this.chosen
            ? this.ask('remove-host', `Remove ${this.chosen}?`, {
                place: 'hosts',
                words: 'Players no longer reach this operator at that host.',
                yes: 'Yes, remove it',
                said: `${this.chosen} is removed.`,
                danger: true,
                work: () =>
                  ops('DELETE', `${this.#path}/hosts/${encodeURIComponent(this.chosen)}`).then(() => undefined),
              })
            : nothing
        }`
          : nothing
      }</section>`;
  }

  #keyList() {
    return html`<section class="card" aria-labelledby="keys"><h2 id="keys">Keys</h2>
      <p class="dim">The operator\u2019s programs sign requests with them. Two keys can be active at once, so that one can be replaced while the other is in use.</p>
      <desk-keys path="${this.#path}/keys"></desk-keys></section>`;
  }
}

customElements.define('operators-page', OperatorsPage);
