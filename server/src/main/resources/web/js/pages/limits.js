// What a player does about their own play: limits, reality checks, breaks, self-exclusion, the statement.

import {get, player, post, put, t} from '/js/core/api.js';
import {
  View,
  count,
  currencyName,
  decimalsOf,
  fieldWords,
  html,
  money,
  nothing,
  moneyWithCurrency,
  problemWords,
  readMoney,
  signed,
  written as amountWritten,
} from '/js/core/view.js';
import {LIMITS, PERIODS as PERIOD_NAMES, limitName, limitNames, minutes, moment} from '/js/parts/restriction.js';

const PERIODS = ['day', 'week', 'month'];

const KINDS = [
  {
    kind: 'loss',
    name: t('Loss limit'),
    example: 50,
    hint: t('Wagers minus payouts, open wagers included. What you win in the period can be lost again first.'),
  },
  {kind: 'stake', name: t('Wager limit'), example: 200, hint: t('Everything you wager, won or lost.')},
  {
    kind: 'time',
    name: t('Time limit'),
    hint: t('In minutes, from your first bet. Pauses of more than 15 minutes between bets are not counted.'),
  },
];

const CHECKS = [0, 15, 30, 60, 120];

const BREAKS = [
  [24, t('24 hours')],
  [48, t('2 days')],
  [168, t('1 week')],
  [336, t('2 weeks')],
  [1_008, t('6 weeks')],
];

const EXCLUSIONS = [
  ['6', t('6 months')],
  ['12', t('1 year')],
  ['24', t('2 years')],
  ['60', t('5 years')],
  ['ever', t('Permanently')],
];

/** The page is long on a phone, and who comes for a break shall find it at once. */
const SECTIONS = html`<ul class="sections" aria-label=${t('On this page')}>${Object.entries({
  own: t('Limits'),
  checks: t('Reality check'),
  break: t('Break'),
  exclude: t('Self-exclusion'),
  statement: t('Statement'),
}).map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul>`;

const keyOf = (kind, period) => `${kind}-${period}`;

/** How an amount is written into its field. */
const written = (kind, amount) =>
  amount === undefined ? '' : kind === 'time' ? String(amount) : amountWritten(amount);

const shown = (kind, amount) => (kind === 'time' ? minutes(amount) : money(amount));

const readMinutes = (text) =>
  /^\d{1,5}$/.test(text.trim())
    ? {value: Number(text)}
    : {value: null, problem: t('Enter whole minutes, or leave it empty.')};

/** What a field says: `{value}`, undefined where nothing is written, or `{value: null, problem}`. */
function read(kind, text) {
  if (text.trim() === '') {
    return {value: undefined};
  }
  const amount = kind === 'time' ? readMinutes(text) : readMoney(text);
  return amount.value === 0 ? {value: null, problem: t('Enter an amount above zero, or leave it empty.')} : amount;
}

class LimitsPage extends View {
  static properties = {stand: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.stand = null;
    this.statement = null;
    this.problems = {};
    this.said = {};
    this.busy = false;
    this.exclusion = '6';
    this.hours = 24;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      await player.open();
      const [stand, statement] = await Promise.all([get('/limits'), get('/limits/statement')]);
      this.statement = statement;
      this.#take(stand);
    } catch (problem) {
      this.#refused('page', problem);
    }
  }

  #take(stand) {
    this.stand = stand;
    player.standing(stand);
    this.updateComplete.then(() => this.#fill());
  }

  /** Resets every field to the value in force. */
  #fill() {
    for (const {kind} of KINDS) {
      for (const period of PERIODS) {
        this.querySelector(`#${keyOf(kind, period)}`).value = written(kind, this.limit(kind, period)?.amount);
      }
    }
    this.querySelector('#check').value = this.stand.realityCheck.minutes ?? 0;
  }

  #refused(where, problem) {
    this.problems = {...this.problems, [where]: problemWords(problem)};
    this.requestUpdate();
  }

  limit(kind, period) {
    return this.stand.limits.find((limit) => limit.kind === kind && limit.period === period);
  }

  /** Does something about the player's play, once, and shows the outcome; `field` finds what a problem is about: its key and label. */
  async #do(where, act, field = () => undefined) {
    if (this.busy) {
      return;
    }
    this.busy = true;
    this.problems = {};
    this.said = {};
    try {
      this.said = {[where]: await act()};
    } catch (problem) {
      const {key = where, label} = field(problem) ?? {};
      this.problems = {[key]: label ? fieldWords(problem, label) : problemWords(problem)};
    }
    this.busy = false;
  }

  async #saveLimits(event) {
    event.preventDefault();
    const wishes = [];
    const problems = {};
    for (const {kind} of KINDS) {
      for (const period of PERIODS) {
        const {value: amount, problem} = read(kind, this.querySelector(`#${keyOf(kind, period)}`).value);
        if (amount === null) {
          problems[keyOf(kind, period)] = problem;
        } else if (amount !== this.limit(kind, period)?.amount) {
          wishes.push({kind, period, amount});
        }
      }
    }
    this.problems = problems;
    this.requestUpdate();
    if (Object.keys(problems).length) {
      await this.updateComplete;
      this.querySelector('[aria-invalid=true]')?.focus();
    } else if (wishes.length === 0) {
      this.said = {limits: t('No limit has changed.')};
      this.requestUpdate();
    } else {
      await this.#do(
        'limits',
        () => this.#wish({limits: wishes}),
        ({field}) => {
          const {kind, period} = wishes[/^limits\[(\d+)\]/.exec(field)?.[1]] ?? {};
          return kind && {key: keyOf(kind, period), label: limitName(kind, period)};
        },
      );
    }
  }

  async #wish(body) {
    this.#take(await put('/limits', body));
    const waits = body.limits
      ? body.limits.some(({kind, period}) => this.limit(kind, period)?.pending)
      : this.stand.realityCheck.pending;
    return waits
      ? t('Saved. Higher limits take effect in 24 hours, as shown beside them.')
      : t('Saved. In effect now.');
  }

  #withdraw(kind, period, amount) {
    return this.#do('limits', async () => {
      this.#take(await put('/limits', {limits: [{kind, period, amount}]}));
      this.querySelector(`#${keyOf(kind, period)}`).focus();
      return t('Change cancelled. Your limit stays as it is.');
    });
  }

  #saveCheck(event) {
    event.preventDefault();
    const realityCheckMinutes = Number(this.querySelector('#check').value);
    return this.#do('check', () => this.#wish({realityCheckMinutes}));
  }

  #confirm(id) {
    return (event) => {
      event.preventDefault();
      const dialog = this.querySelector(id);
      dialog.querySelector('form').reset();
      dialog.showModal();
    };
  }

  #close = (event) => event.target.closest('dialog').close();

  #keepOut(where, body) {
    return (event) => {
      event.preventDefault();
      this.#close(event);
      return this.#do(where, async () => {
        const {until, forEver} = await post('/limits/exclusion', body());
        this.#take(await get('/limits'));
        return forEver
          ? t('You are self-excluded permanently.')
          : t('You cannot bet until {time}.', {time: moment(until)});
      });
    };
  }

  async #csv() {
    const response = await fetch('/api/casino/limits/statement', {
      headers: {Accept: 'text/csv'},
      cache: 'no-store',
    }).catch(() => null);
    if (!response?.ok) {
      this.#refused('statement', {message: t('The file could not be made; try again in a moment.')});
      return;
    }
    const url = URL.createObjectURL(await response.blob());
    Object.assign(document.createElement('a'), {href: url, download: 'statement.csv'}).click();
    URL.revokeObjectURL(url);
  }

  render() {
    if (!this.stand) {
      return html`<p class="dim" role="status">${this.problems.page ? nothing : t('Loading your limits.')}</p>
        <p class="error" role="alert">${this.problems.page ?? ''}</p>`;
    }
    return html`
      ${this.#keptOut()} ${SECTIONS} ${this.#played()} ${this.#limits()} ${this.#check()} ${this.#breaks()} ${this.#exclusions()} ${this.#statementTable()}`;
  }

  /** The outcome of the last action in this card, beside its button. */
  #outcome(where) {
    return html`<p class="saved" role="status">${this.said[where] ?? ''}</p>
      <p class="error" role="alert">${this.problems[where] ?? ''}</p>`;
  }

  #keptOut() {
    const {selfExclusion, coolingOffUntil} = this.stand;
    if (selfExclusion) {
      return html`<p class="card notice" data-kept-out>${selfExclusion.forEver ? t('You are self-excluded permanently.') : t('You are self-excluded until {time}.', {time: moment(selfExclusion.until)})}
        ${t('You cannot bet; rounds that are open can be finished and are paid.')}</p>`;
    }
    return coolingOffUntil
      ? html`<p class="card notice" data-kept-out>${t('You are on a break until {time}.', {time: moment(coolingOffUntil)})} ${t('You cannot bet until then.')}</p>`
      : nothing;
  }

  #played() {
    const {session, day, week, month} = this.stand;
    const tile = (name, net, seconds) => html`<div><dt>${name}</dt>
      <dd><b class=${net > 0 ? 'gain' : net < 0 ? 'loss' : ''}>${signed(net)}</b></dd>
      <dd class="dim">${minutes(Math.floor(seconds / 60))}</dd></div>`;
    return html`<section class="card" aria-labelledby="played">
      <h2 id="played">${t('Your activity')}</h2>
      <dl class="facts">
        ${tile(t('This session'), session.net, session.elapsedSeconds)} ${tile(t('Today'), day.net, day.playedSeconds)}
        ${tile(t('This week'), week.net, week.playedSeconds)} ${tile(t('This month'), month.net, month.playedSeconds)}
      </dl>
      <p class="dim">${t('Days, weeks and months are counted in {zone}; weeks start on Monday.', {zone: this.stand.zone})}</p>
    </section>`;
  }

  #limits() {
    const {mandatoryLimits} = this.stand.profile;
    return html`<form class="card limits" @submit=${this.#saveLimits} novalidate aria-labelledby="own">
      <h2 id="own">${t('Your limits')}</h2>
      ${mandatoryLimits.length ? html`<p>${t('To play here, you need {limits}.', {limits: limitNames(mandatoryLimits)})}</p>` : nothing}
      ${KINDS.map(
        (kind) => html`<fieldset>
        <legend>${kind.name}</legend>
        <p class="dim" id="hint-${kind.kind}">${kind.hint}${kind.example ? ` ${t('An amount such as {example}.', {example: amountWritten(kind.example * 10 ** decimalsOf())})}` : nothing}</p>
        <div class="three">${PERIODS.map((period) => this.#field(kind, period))}</div>
      </fieldset>`,
      )}
      ${this.#outcome('limits')}
      <button class="action" data-action="save-limits" ?disabled=${this.busy}>${t('Save limits')}</button>
    </form>`;
  }

  #field({kind}, period) {
    const key = keyOf(kind, period);
    const limit = this.limit(kind, period);
    const problem = this.problems[key];
    return html`<div class="field">
      <label for=${key}>${PERIOD_NAMES[period]}<span class="hidden"> ${LIMITS[kind]}</span></label>
      <input id=${key} inputmode=${kind === 'time' ? 'numeric' : 'decimal'} autocomplete="off" placeholder=${t('none')}
        aria-invalid=${problem ? 'true' : 'false'} aria-describedby="hint-${kind} about-${key}" @input=${() => this.requestUpdate()} />
      <p class="about understood" aria-live="polite">${this.#understood(kind, period)}</p>
      <p class="about" id="about-${key}">${problem ? html`<span class="error">${problem} </span>` : nothing}${
        limit?.amount === undefined
          ? nothing
          : t('{used} used, {left} left; resets on {time}.', {
              used: shown(kind, limit.used),
              left: shown(kind, limit.left),
              time: moment(limit.resetsAt),
            })
      }</p>
      ${
        limit?.pending
          ? html`<p class="about pending" data-pending=${key}>${t('From {time}:', {time: moment(limit.pending.from)})}
        <b>${limit.pending.amount === undefined ? t('no limit') : shown(kind, limit.pending.amount)}</b>
        <button type="button" ?disabled=${this.busy} @click=${() => this.#withdraw(kind, period, limit.amount)}>${t('Cancel change')}<span class="hidden"> ${t('of the {limit}', {limit: limitName(kind, period)})}</span></button></p>`
          : nothing
      }
    </div>`;
  }

  /** The amount a field stands for, while it differs from the one that holds: seen before it counts. */
  #understood(kind, period) {
    const {value} = read(kind, this.querySelector(`#${keyOf(kind, period)}`)?.value ?? '');
    const isNew = typeof value === 'number' && value !== this.limit(kind, period)?.amount;
    return isNew
      ? t('Will be {amount}.', {amount: kind === 'time' ? minutes(value) : moneyWithCurrency(value)})
      : nothing;
  }

  #check() {
    const {minutes: own, pending} = this.stand.realityCheck;
    const asked = this.stand.profile.realityCheckMinutes;
    return html`<form class="card" @submit=${this.#saveCheck} aria-labelledby="checks">
      <h2 id="checks">${t('Reality check')}</h2>
      <p>${t('While you play, we stop you and show how long you have played and how it went. Confirm to continue playing, and you can go on.')}${asked ? ` ${t('Here that is every {time} at least.', {time: minutes(asked)})}` : ''}</p>
      <div class="pair">
        <div class="field"><label for="check">${t('Every')}</label>
          <select id="check">
            ${[...new Set([...CHECKS, own ?? 0])].sort((a, b) => a - b).map((each) => html`<option value=${each} ?selected=${each === (own ?? 0)}>${each ? minutes(each) : t('never')}</option>`)}
          </select></div>
        <button data-action="save-check" ?disabled=${this.busy}>${t('Save')}</button>
      </div>
      ${
        pending
          ? html`<p class="about pending">${t('From {time}:', {time: moment(pending.from)})} <b>${pending.amount ? minutes(pending.amount) : t('never')}</b>.
        ${t('To cancel this, save {time}.', {time: minutes(own)})}</p>`
          : nothing
      }
      ${this.#outcome('check')}
    </form>`;
  }

  #breaks() {
    const {selfExclusion, coolingOffUntil} = this.stand;
    return html`<form class="card" @submit=${this.#confirm('#confirm-break')} aria-labelledby="break">
      <h2 id="break">${t('Take a break')}</h2>
      <p>${t('No bets on any game until it is over. Nothing ends a break early.')}</p>
      <div class="pair">
        <div class="field"><label for="hours">${t('For|how long')}</label>
          <select id="hours" @change=${(event) => ((this.hours = Number(event.target.value)), this.requestUpdate())}>
            ${BREAKS.map(([hours, name]) => html`<option value=${hours} ?selected=${hours === this.hours}>${name}</option>`)}
          </select></div>
        <button data-action="break" ?disabled=${this.busy || Boolean(selfExclusion) || Boolean(coolingOffUntil)}>${t('Take a break')}</button>
      </div>
      ${this.#outcome('break')}
    </form>
    <dialog id="confirm-break" aria-labelledby="confirm-break-title">
      <form @submit=${this.#keepOut('break', () => ({type: 'coolingOff', hours: this.hours}))}>
        <h2 id="confirm-break-title">${t('Take a break for {time}?', {time: nameOf(BREAKS, this.hours)})}</h2>
        <p>${t('You cannot bet until it is over, and it cannot be ended early. Open rounds can be finished.')}</p>
        <div class="ways"><button class="action" data-action="confirm-break">${t('Yes, take a break')}</button>
          <button type="button" @click=${this.#close}>${t('No|answer')}</button></div>
      </form>
    </dialog>`;
  }

  #exclusions() {
    const forGood = this.exclusion === 'ever';
    const {selfExclusion} = this.stand;
    return html`<form class="card" @submit=${this.#confirm('#confirm-exclusion')} aria-labelledby="exclude">
      <h2 id="exclude">${t('Exclude yourself')}</h2>
      <p>${t('When a break is not enough. For six months at least you cannot bet here at all, and it cannot be reversed. You can still sign in to see your balance, rounds and statement.')}</p>
      <div class="pair">
        <div class="field"><label for="months">${t('For|how long')}</label>
          <select id="months" @change=${(event) => ((this.exclusion = event.target.value), this.requestUpdate())}>
            ${EXCLUSIONS.map(([months, name]) => html`<option value=${months} ?selected=${months === this.exclusion}>${name}</option>`)}
          </select></div>
        <button data-action="exclude" ?disabled=${this.busy || Boolean(selfExclusion)}>${t('Exclude myself')}</button>
      </div>
      ${this.#help()}
      ${this.#outcome('exclude')}
    </form>
    <dialog id="confirm-exclusion" aria-labelledby="confirm-exclusion-title">
      <form @submit=${this.#keepOut('exclude', () => (forGood ? {type: 'permanentSelfExclusion'} : {type: 'selfExclusion', months: Number(this.exclusion)}))}>
        <h2 id="confirm-exclusion-title">${forGood ? t('Exclude yourself permanently?') : t('Exclude yourself for {time}?', {time: nameOf(EXCLUSIONS, this.exclusion)})}</h2>
        <label class="check"><input type="checkbox" required /> ${t('I understand that this cannot be reversed')}</label>
        <div class="ways"><button class="danger" data-action="confirm-exclusion">${t('Yes, exclude me')}</button>
          <button type="button" @click=${this.#close}>${t('No|answer')}</button></div>
      </form>
    </dialog>`;
  }

  /** Where to find help: of the jurisdiction. */
  #help() {
    const links = this.stand.profile.help ?? [];
    return links.length
      ? html`<p>${t('Help with problem gambling:')} ${links.map(({name, url}, index) => html`${index ? ', ' : ''}<a href=${url} rel="noopener">${name}</a>`)}.</p>`
      : nothing;
  }

  #statementTable() {
    const {currency} = this.statement;
    const months = sinceTheFirstBet(this.statement.months);
    return html`<section class="card" aria-labelledby="statement">
      <h2 id="statement">${t('Statement of the last 12 months')}</h2>
      ${months.length ? nothing : html`<p class="dim">${t('No bets yet.')}</p>`}
      ${
        months.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label=${t('Months')}>
        <table>
          <thead><tr><th scope="col">${t('Month')}</th><th scope="col" class="number">${t('Wagered')}</th><th scope="col" class="number wide">${t('Payout')}</th>
            <th scope="col" class="number">${t('Net, {currency}', {currency: currencyName(currency)})}</th><th scope="col" class="number wide">${t('Bets')}</th><th scope="col" class="number">${t('Time|of play')}</th></tr></thead>
          <tbody>${months.map(
            (month) => html`<tr><th scope="row">${month.month}</th>
            <td class="number">${money(month.staked)}</td><td class="number wide">${money(month.paid)}</td>
            <td class="number ${month.net > 0 ? 'gain' : month.net < 0 ? 'loss' : ''}">${signed(month.net)}</td>
            <td class="number wide">${count(month.bets)}</td><td class="number">${minutes(Math.floor(month.playedSeconds / 60))}</td></tr>`,
          )}</tbody>
        </table>
      </div>
      <button type="button" data-action="csv" @click=${this.#csv}>${t('Download as CSV')}</button>${this.#outcome('statement')}`
          : nothing
      }
    </section>`;
  }
}

/** The months from now back to the one of the player's first bet, newest first as they come. */
const sinceTheFirstBet = (months) =>
  months.slice(0, months.findLastIndex(({bets, playedSeconds}) => bets || playedSeconds) + 1);

const nameOf = (choices, chosen) => choices.find(([value]) => value === chosen)[1];

customElements.define('limits-page', LimitsPage);
