// What a player does about their own play: limits, reality checks, breaks, self-exclusion, the statement.

import {get, player, post, put} from '/js/core/api.js';
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
import {PERIODS as PERIOD_NAMES, limitName, limitNames, minutes, moment} from '/js/parts/restriction.js';

const PERIODS = ['day', 'week', 'month'];

const KINDS = [
  {
    kind: 'loss',
    name: 'Loss limit',
    example: 50,
    hint: 'Wagers minus payouts, open wagers included. What you win in the period can be lost again first.',
  },
  {kind: 'stake', name: 'Wager limit', example: 200, hint: 'Everything you wager, won or lost.'},
  {
    kind: 'time',
    name: 'Time limit',
    hint: 'In minutes, from your first bet. Pauses of more than 15 minutes between bets are not counted.',
  },
];

const CHECKS = [0, 15, 30, 60, 120];

const BREAKS = [
  [24, '24 hours'],
  [48, '2 days'],
  [168, '1 week'],
  [336, '2 weeks'],
  [1_008, '6 weeks'],
];

const EXCLUSIONS = [
  ['6', '6 months'],
  ['12', '1 year'],
  ['24', '2 years'],
  ['60', '5 years'],
  ['ever', 'Permanently'],
];

/** The page is long on a phone, and who comes for a break shall find it at once. */
const SECTIONS = html`<ul class="sections" aria-label="On this page">${Object.entries({
  own: 'Limits',
  checks: 'Reality check',
  break: 'Break',
  exclude: 'Self-exclusion',
  statement: 'Statement',
}).map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul>`;

const keyOf = (kind, period) => `${kind}-${period}`;

/** How an amount is written into its field. */
const written = (kind, amount) =>
  amount === undefined ? '' : kind === 'time' ? String(amount) : amountWritten(amount);

const shown = (kind, amount) => (kind === 'time' ? minutes(amount) : money(amount));

const readMinutes = (text) =>
  /^\d{1,5}$/.test(text.trim())
    ? {value: Number(text)}
    : {value: null, problem: 'Enter whole minutes, or leave it empty.'};

/** What a field says: `{value}`, undefined where nothing is written, or `{value: null, problem}`. */
function read(kind, text) {
  if (text.trim() === '') {
    return {value: undefined};
  }
  const amount = kind === 'time' ? readMinutes(text) : readMoney(text);
  return amount.value === 0 ? {value: null, problem: 'Enter an amount above zero, or leave it empty.'} : amount;
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
      this.said = {limits: 'No limit has changed.'};
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
    return waits ? 'Saved. Higher limits take effect in 24 hours, as shown beside them.' : 'Saved. In effect now.';
  }

  #withdraw(kind, period, amount) {
    return this.#do('limits', async () => {
      this.#take(await put('/limits', {limits: [{kind, period, amount}]}));
      this.querySelector(`#${keyOf(kind, period)}`).focus();
      return 'Change cancelled. Your limit stays as it is.';
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
        return forEver ? 'You are self-excluded permanently.' : `You cannot bet until ${moment(until)}.`;
      });
    };
  }

  async #csv() {
    const response = await fetch('/api/casino/limits/statement', {
      headers: {Accept: 'text/csv'},
      cache: 'no-store',
    }).catch(() => null);
    if (!response?.ok) {
      this.#refused('statement', {message: 'The file could not be made; try again in a moment.'});
      return;
    }
    const url = URL.createObjectURL(await response.blob());
    Object.assign(document.createElement('a'), {href: url, download: 'statement.csv'}).click();
    URL.revokeObjectURL(url);
  }

  render() {
    if (!this.stand) {
      return html`<p class="dim" role="status">${this.problems.page ? nothing : 'Loading your limits.'}</p>
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
      return html`<p class="card notice" data-kept-out>You are self-excluded ${selfExclusion.forEver ? 'permanently' : `until ${moment(selfExclusion.until)}`}.
        You cannot bet; rounds that are open can be finished and are paid.</p>`;
    }
    return coolingOffUntil
      ? html`<p class="card notice" data-kept-out>You are on a break until ${moment(coolingOffUntil)}. You cannot bet until then.</p>`
      : nothing;
  }

  #played() {
    const {session, day, week, month} = this.stand;
    const tile = (name, net, seconds) => html`<div><dt>${name}</dt>
      <dd><b class=${net > 0 ? 'gain' : net < 0 ? 'loss' : ''}>${signed(net)}</b></dd>
      <dd class="dim">${minutes(Math.floor(seconds / 60))}</dd></div>`;
    return html`<section class="card" aria-labelledby="played">
      <h2 id="played">Your activity</h2>
      <dl class="facts">
        ${tile('This session', session.net, session.elapsedSeconds)} ${tile('Today', day.net, day.playedSeconds)}
        ${tile('This week', week.net, week.playedSeconds)} ${tile('This month', month.net, month.playedSeconds)}
      </dl>
      <p class="dim">Days, weeks and months are counted in ${this.stand.zone}; weeks start on Monday.</p>
    </section>`;
  }

  #limits() {
    const {mandatoryLimits} = this.stand.profile;
    return html`<form class="card limits" @submit=${this.#saveLimits} novalidate aria-labelledby="own">
      <h2 id="own">Your limits</h2>
      ${mandatoryLimits.length ? html`<p>To play here, you need ${limitNames(mandatoryLimits)}.</p>` : nothing}
      ${KINDS.map(
        (kind) => html`<fieldset>
        <legend>${kind.name}</legend>
        <p class="dim" id="hint-${kind.kind}">${kind.hint}${kind.example ? ` An amount such as ${amountWritten(kind.example * 10 ** decimalsOf())}.` : nothing}</p>
        <div class="three">${PERIODS.map((period) => this.#field(kind, period))}</div>
      </fieldset>`,
      )}
      ${this.#outcome('limits')}
      <button class="action" data-action="save-limits" ?disabled=${this.busy}>Save limits</button>
    </form>`;
  }

  #field({kind, name}, period) {
    const key = keyOf(kind, period);
    const limit = this.limit(kind, period);
    const problem = this.problems[key];
    return html`<div class="field">
      <label for=${key}>${PERIOD_NAMES[period]}<span class="hidden"> ${name.toLowerCase()}</span></label>
      <input id=${key} inputmode=${kind === 'time' ? 'numeric' : 'decimal'} autocomplete="off" placeholder="none"
        aria-invalid=${problem ? 'true' : 'false'} aria-describedby="hint-${kind} about-${key}" @input=${() => this.requestUpdate()} />
      <p class="about understood" aria-live="polite">${this.#understood(kind, period)}</p>
      <p class="about" id="about-${key}">${problem ? html`<span class="error">${problem} </span>` : nothing}${
        limit?.amount === undefined
          ? nothing
          : html`${shown(kind, limit.used)} used, ${shown(kind, limit.left)} left; resets on ${moment(limit.resetsAt)}.`
      }</p>
      ${
        limit?.pending
          ? html`<p class="about pending" data-pending=${key}>From ${moment(limit.pending.from)}:
        <b>${limit.pending.amount === undefined ? 'no limit' : shown(kind, limit.pending.amount)}</b>
        <button type="button" ?disabled=${this.busy} @click=${() => this.#withdraw(kind, period, limit.amount)}>Cancel change<span class="hidden"> of the ${limitName(kind, period)}</span></button></p>`
          : nothing
      }
    </div>`;
  }

  /** The amount a field stands for, while it differs from the one that holds: seen before it counts. */
  #understood(kind, period) {
    const {value} = read(kind, this.querySelector(`#${keyOf(kind, period)}`)?.value ?? '');
    const isNew = typeof value === 'number' && value !== this.limit(kind, period)?.amount;
    return isNew ? `Will be ${kind === 'time' ? minutes(value) : moneyWithCurrency(value)}.` : nothing;
  }

  #check() {
    const {minutes: own, pending} = this.stand.realityCheck;
    const asked = this.stand.profile.realityCheckMinutes;
    return html`<form class="card" @submit=${this.#saveCheck} aria-labelledby="checks">
      <h2 id="checks">Reality check</h2>
      <p>While you play, we stop you and show how long you have played and how it went. Confirm to continue playing, and you
        can go on.${asked ? ` Here that is every ${minutes(asked)} at least.` : ''}</p>
      <div class="pair">
        <div class="field"><label for="check">Every</label>
          <select id="check">
            ${[...new Set([...CHECKS, own ?? 0])].sort((a, b) => a - b).map((each) => html`<option value=${each} ?selected=${each === (own ?? 0)}>${each ? minutes(each) : 'never'}</option>`)}
          </select></div>
        <button data-action="save-check" ?disabled=${this.busy}>Save</button>
      </div>
      ${
        pending
          ? html`<p class="about pending">From ${moment(pending.from)}: <b>${pending.amount ? minutes(pending.amount) : 'never'}</b>.
        To cancel this, save ${minutes(own)}.</p>`
          : nothing
      }
      ${this.#outcome('check')}
    </form>`;
  }

  #breaks() {
    const {selfExclusion, coolingOffUntil} = this.stand;
    return html`<form class="card" @submit=${this.#confirm('#confirm-break')} aria-labelledby="break">
      <h2 id="break">Take a break</h2>
      <p>No bets on any game until it is over. Nothing ends a break early.</p>
      <div class="pair">
        <div class="field"><label for="hours">For</label>
          <select id="hours" @change=${(event) => ((this.hours = Number(event.target.value)), this.requestUpdate())}>
            ${BREAKS.map(([hours, name]) => html`<option value=${hours} ?selected=${hours === this.hours}>${name}</option>`)}
          </select></div>
        <button data-action="break" ?disabled=${this.busy || Boolean(selfExclusion) || Boolean(coolingOffUntil)}>Take a break</button>
      </div>
      ${this.#outcome('break')}
    </form>
    <dialog id="confirm-break" aria-labelledby="confirm-break-title">
      <form @submit=${this.#keepOut('break', () => ({type: 'coolingOff', hours: this.hours}))}>
        <h2 id="confirm-break-title">Take a break for ${nameOf(BREAKS, this.hours)}?</h2>
        <p>You cannot bet until it is over, and it cannot be ended early. Open rounds can be finished.</p>
        <div class="ways"><button class="action" data-action="confirm-break">Yes, take a break</button>
          <button type="button" @click=${this.#close}>No</button></div>
      </form>
    </dialog>`;
  }

  #exclusions() {
    const forGood = this.exclusion === 'ever';
    const {selfExclusion} = this.stand;
    return html`<form class="card" @submit=${this.#confirm('#confirm-exclusion')} aria-labelledby="exclude">
      <h2 id="exclude">Exclude yourself</h2>
      <p>When a break is not enough. For six months at least you cannot bet here at all, and it cannot be reversed.
        You can still sign in to see your balance, rounds and statement.</p>
      <div class="pair">
        <div class="field"><label for="months">For</label>
          <select id="months" @change=${(event) => ((this.exclusion = event.target.value), this.requestUpdate())}>
            ${EXCLUSIONS.map(([months, name]) => html`<option value=${months} ?selected=${months === this.exclusion}>${name}</option>`)}
          </select></div>
        <button data-action="exclude" ?disabled=${this.busy || Boolean(selfExclusion)}>Exclude myself</button>
      </div>
      ${this.#help()}
      ${this.#outcome('exclude')}
    </form>
    <dialog id="confirm-exclusion" aria-labelledby="confirm-exclusion-title">
      <form @submit=${this.#keepOut('exclude', () => (forGood ? {type: 'permanentSelfExclusion'} : {type: 'selfExclusion', months: Number(this.exclusion)}))}>
        <h2 id="confirm-exclusion-title">Exclude yourself ${forGood ? 'permanently' : `for ${nameOf(EXCLUSIONS, this.exclusion)}`}?</h2>
        <label class="check"><input type="checkbox" required /> I understand that this cannot be reversed</label>
        <div class="ways"><button class="danger" data-action="confirm-exclusion">Yes, exclude me</button>
          <button type="button" @click=${this.#close}>No</button></div>
      </form>
    </dialog>`;
  }

  /** Where to find help: of the jurisdiction. */
  #help() {
    const links = this.stand.profile.help ?? [];
    return links.length
      ? html`<p>Help with problem gambling: ${links.map(({name, url}, index) => html`${index ? ', ' : ''}<a href=${url} rel="noopener">${name}</a>`)}.</p>`
      : nothing;
  }

  #statementTable() {
    const {currency} = this.statement;
    const months = sinceTheFirstBet(this.statement.months);
    return html`<section class="card" aria-labelledby="statement">
      <h2 id="statement">Statement of the last 12 months</h2>
      ${months.length ? nothing : html`<p class="dim">No bets yet.</p>`}
      ${
        months.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Months">
        <table>
          <thead><tr><th scope="col">Month</th><th scope="col" class="number">Wagered</th><th scope="col" class="number wide">Payout</th>
            <th scope="col" class="number">Net, ${currencyName(currency)}</th><th scope="col" class="number wide">Bets</th><th scope="col" class="number">Time</th></tr></thead>
          <tbody>${months.map(
            (month) => html`<tr><th scope="row">${month.month}</th>
            <td class="number">${money(month.staked)}</td><td class="number wide">${money(month.paid)}</td>
            <td class="number ${month.net > 0 ? 'gain' : month.net < 0 ? 'loss' : ''}">${signed(month.net)}</td>
            <td class="number wide">${count(month.bets)}</td><td class="number">${minutes(Math.floor(month.playedSeconds / 60))}</td></tr>`,
          )}</tbody>
        </table>
      </div>
      <button type="button" data-action="csv" @click=${this.#csv}>Download as CSV</button>${this.#outcome('statement')}`
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
