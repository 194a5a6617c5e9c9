// What takes two: money given or taken back by hand, and changes that create power over money.

import {ops, uuid7} from '/js/core/api.js';
import {currencyName, html, moneyWithCurrency, nothing, readMoney, signed, when} from '/js/core/view.js';
import {FormPage, desk, detailsOf, loadNames, operatorName} from '/js/ops/form.js';

/** As many as the casino lists at once, and as many of them are shown once they are decided. */
const PAGE = 200;
const SHOWN = 100;

/** What a change request is about, in words. */
const KINDS = {
  'operator.settings': 'Settings of the operator',
  'game.terms': 'Limits of a game',
  'key.create': 'A new key',
  'provider.limits': 'What a provider may pay in a day',
  'provider.enable': 'A provider enabled again',
  'dispute.close': 'A disputed bet closed',
};

const told = (change, operator) =>
  detailsOf(change, operator).map(([name, value], order) => html`${order ? ', ' : ''}${name}: ${value}`);

const TAGS = {waiting: '', approved: 'good', rejected: 'bad', expired: ''};

class AdjustmentsPage extends FormPage {
  constructor() {
    super();
    this.waiting = [];
    this.recent = [];
    this.changes = [];
    this.decided = [];
    this.half = null;
    this.wanted = null;
    this.chosen = null;
    this.balance = null;
    this.player = new URLSearchParams(location.search).get('player') ?? '';
    // one key for one intention: it is another once this one was done
    this.key = uuid7();
  }

  async load() {
    const [{adjustments}, {changeRequests}] = await Promise.all([
      ops('GET', `/adjustments?limit=${PAGE}`),
      ops('GET', `/change-requests?limit=${PAGE}`),
    ]);
    // of more than a page those that wait may be older
    const waiting =
      adjustments.length < PAGE
        ? adjustments.filter(({state}) => state === 'waiting')
        : (await ops('GET', '/adjustments?state=waiting')).adjustments;
    this.changes =
      changeRequests.length < PAGE
        ? changeRequests.filter(({state}) => state === 'waiting')
        : (await ops('GET', '/change-requests?state=waiting')).changeRequests;
    this.decided = changeRequests.filter(({state}) => state !== 'waiting').slice(0, SHOWN);
    await loadNames([...adjustments, ...changeRequests, ...waiting, ...this.changes].map(({operator}) => operator));
    this.waiting = waiting;
    this.recent = adjustments.filter(({state}) => state !== 'waiting').slice(0, SHOWN);
    this.requestUpdate();
  }

  /** Looks the player up and asks whether the amount is meant so: nothing is requested before that. */
  #request = (event) => {
    event.preventDefault();
    const {playerId, direction, amount, reason} = Object.fromEntries(new FormData(event.target));
    this.problems = {};
    return this.attempt('request', async () => {
      const {player} = await ops('GET', `/players/${encodeURIComponent(playerId.trim())}`).catch((refusal) => {
        throw refusal.code === 'no_such_player'
          ? Object.assign(new Error(`No player has id ${playerId.trim()}.`), {field: 'playerId'})
          : refusal;
      });
      await loadNames([player.operator]);
      const {value, problem} = readMoney(amount, player.currency);
      if (!value) {
        throw Object.assign(new Error(problem ?? 'Enter an amount above zero.'), {field: 'amount'});
      }
      this.wanted = {player, amount: direction === 'give' ? value : -value, reason};
      this.requestUpdate();
      await this.updateComplete;
      this.asks('confirm-request')();
    });
  };

  #wantedDialog() {
    if (!this.wanted) {
      return nothing;
    }
    const {player, amount, reason} = this.wanted;
    const what = `${amount > 0 ? 'Credit' : 'Debit'} ${moneyWithCurrency(Math.abs(amount), player.currency)}`;
    return this.ask('confirm-request', `${what}?`, {
      place: 'request',
      yes: 'Yes, request it',
      words: html`${player.balance + amount < 0 ? html`<b class="loss">The balance does not cover this: the request cannot be approved now.</b> ` : nothing}${what} ${amount > 0 ? 'to' : 'from'} <b>${player.username}</b>, player ${player.playerId} of ${operatorName(player.operator)}, whose balance is ${moneyWithCurrency(player.balance, player.currency)}.`,
      work: async () => {
        const made = await ops(
          'POST',
          '/adjustments',
          {playerId: player.playerId, amount, reason},
          {'Idempotency-Key': this.key},
        );
        this.key = uuid7();
        this.player = '';
        this.wanted = null;
        this.querySelector('form[data-place=request]').reset();
        return `Requested. A different staff member must approve number ${made.id}.`;
      },
    });
  }

  #choose(adjustment, id) {
    return async () => {
      this.chosen = adjustment;
      if (id === 'approve') {
        this.balance = await ops('GET', `/players/${adjustment.playerId}`).then(
          ({player}) => player.balance,
          () => null,
        );
      }
      this.requestUpdate();
      await this.updateComplete;
      this.asks(id)();
    };
  }

  content() {
    return html`${this.#secretPart()}${this.#waiting()}${this.refusal('one')}${this.#waitingChanges()}${this.refusal('change')}${desk.changes ? this.#form() : nothing}${this.#recent()}${this.refusal('reverse')}${this.#decidedChanges()}${desk.changes ? this.#wantedDialog() : nothing}${desk.changes && this.chosen ? this.#dialogs() : nothing}`;
  }

  #head = (
    last,
  ) => html`<thead><tr><th scope="col">Number</th><th scope="col">Player</th><th scope="col">Operator</th><th scope="col" class="number">Amount</th>
    <th scope="col">Reason</th><th scope="col">Requested by</th><th scope="col">${last}</th></tr></thead>`;

  #cells = ({
    id,
    playerId,
    username,
    operator,
    amount,
    currency,
    reason,
    reverses,
    requestedBy,
    requestedAt,
  }) => html`<th scope="row">${id}</th>
    <td><a href="/ops-players.html?id=${playerId}">${username ?? playerId}</a></td><td>${operatorName(operator)}</td>
    <td class="number ${amount > 0 ? 'gain' : 'loss'}">${signed(amount, currency)} <span class="dim">${currencyName(currency)}</span></td><td>${reason}${reverses ? html` <span class="dim">reverses number ${reverses}</span>` : nothing}</td>
    <td>${requestedBy}, ${when(requestedAt)}</td>`;

  #waiting() {
    return html`<section class="card" aria-labelledby="waiting"><h2 id="waiting">Waiting for approval</h2>
      ${
        this.waiting.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Waiting adjustments"><table>${this.#head('Decide')}
        <tbody>${this.waiting.map((one) => html`<tr data-adjustment=${one.id}>${this.#cells(one)}<td>${this.#decide(one)}</td></tr>`)}</tbody></table></div>`
          : html`<p class="dim">No requests are waiting.</p>`
      }</section>`;
  }

  #decide(one) {
    if (!desk.changes) {
      return html`until ${when(one.expiresAt)}`;
    }
    if (one.sharedController && one.requestedBy !== desk.member.username) {
      return this.#notIndependent(one);
    }
    return one.requestedBy === desk.member.username
      ? html`<p class="dim">A different staff member must approve it.</p><button type="button" data-action="withdraw" @click=${this.#choose(one, 'reject')}>Withdraw<span class="hidden"> number ${one.id}</span></button>`
      : html`<div class="actions"><button type="button" data-action="approve" @click=${this.#choose(one, 'approve')}>Approve<span class="hidden"> number ${one.id}</span></button>
          <button type="button" class="danger" data-action="reject" @click=${this.#choose(one, 'reject')}>Reject<span class="hidden"> number ${one.id}</span></button></div>`;
  }

  /** Why a member is not independent, and what can be done about it. */
  #notIndependent(one) {
    return html`<p class="dim">You are not independent here: ${one.sharedController} created or reset your account or that of ${one.requestedBy}. An independent staff member confirms an account at <a href="/ops-staff.html">Staff</a>.</p>
      <button type="button" class="danger" data-action="reject" @click=${this.#choose(one, one.kind ? 'reject-change' : 'reject')}>Reject<span class="hidden"> number ${one.id}</span></button>`;
  }

  #secretPart() {
    return this.half
      ? html`<div class="card notice"><p>Copy this half of the secret now: it is not shown again. The member who requested the key has the first half; the secret is both halves, one after the other.</p>
      <dl class="proof"><dt>Key</dt><dd>${this.half.key}</dd><dt>Second half</dt><dd class="shown-once" data-secret>${this.half.text}</dd></dl>
      <button type="button" data-action="copied" @click=${() => ((this.half = null), this.requestUpdate())}>I have it</button></div>`
      : nothing;
  }

  #changeHead = (last) =>
    html`<thead><tr><th scope="col">Number</th><th scope="col">Kind</th><th scope="col">Subject</th><th scope="col">Operator</th><th scope="col">Change</th><th scope="col">Requested by</th><th scope="col">${last}</th></tr></thead>`;

  #changeCells = ({id, kind, subject, operator, change, requestedBy, requestedAt}) =>
    html`<th scope="row">${id}</th><td>${KINDS[kind] ?? kind}</td><td>${subject}</td><td>${operatorName(operator)}</td><td>${told(change, operator)}</td><td>${requestedBy}, ${when(requestedAt)}</td>`;

  #waitingChanges() {
    return this.changes.length
      ? html`<section class="card" aria-labelledby="changes"><h2 id="changes">Changes waiting for a second person</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Waiting changes"><table>${this.#changeHead('Decide')}
        <tbody>${this.changes.map((one) => html`<tr data-change=${one.id}>${this.#changeCells(one)}<td>${this.#decideChange(one)}</td></tr>`)}</tbody></table></div></section>`
      : nothing;
  }

  #decideChange(one) {
    if (!desk.changes) {
      return html`until ${when(one.expiresAt)}`;
    }
    const own = one.requestedBy === desk.member.username;
    if (one.sharedController && !own) {
      return this.#notIndependent(one);
    }
    return html`${own ? html`<p class="dim">A different staff member must approve it.</p>` : nothing}<div class="actions">
      ${own ? nothing : html`<button type="button" data-action="approve-change" @click=${this.#choose(one, 'approve-change')}>Approve<span class="hidden"> change ${one.id}</span></button>`}
      <button type="button" class="danger" data-action="reject-change" @click=${this.#choose(one, 'reject-change')}>${own ? 'Withdraw' : 'Reject'}<span class="hidden"> change ${one.id}</span></button></div>`;
  }

  #decidedChanges() {
    return this.decided.length
      ? html`<section class="card" aria-labelledby="decided"><h2 id="decided">Recently decided changes</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Decided changes"><table>${this.#changeHead('Decision')}
        <tbody>${this.decided.map(
          (one) => html`<tr data-change=${one.id}>${this.#changeCells(one)}
          <td><span class="tag ${TAGS[one.state]}">${one.state}</span> ${one.decidedBy ? html`by ${one.decidedBy}, ${when(one.decidedAt)}` : nothing}</td></tr>`,
        )}</tbody></table></div></section>`
      : nothing;
  }

  #form() {
    return html`<form class="card" data-place="request" @submit=${this.#request} aria-labelledby="request">
      <h2 id="request">Request an adjustment</h2>
      <p class="dim">Nothing moves until a different staff member approves; the request expires after three days.</p>
      <div class="fields">
        ${this.field('request', 'playerId', 'Player id', {value: this.player, inputmode: 'numeric', required: true})}
        ${this.choice(
          'request',
          'direction',
          'Direction',
          [
            ['give', 'Credit'],
            ['take', 'Debit'],
          ],
          'give',
        )}
        ${this.field('request', 'amount', 'Amount', {inputmode: 'decimal', required: true})}
      </div>
      ${this.field('request', 'reason', 'Reason', {hint: 'For the approver, and for the audit trail.', required: true})}
      ${this.refusal('request')}
      <button class="action" data-action="request" ?disabled=${this.busy}>Request</button>
    </form>`;
  }

  #recent() {
    const reversed = new Set(this.recent.filter(({state}) => state === 'approved').map(({reverses}) => reverses));
    return html`<section class="card" aria-labelledby="recent"><h2 id="recent">Recently decided</h2>
      ${
        this.recent.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Decided adjustments"><table>${this.#head('Result')}
        <tbody>${this.recent.map(
          (one) => html`<tr data-adjustment=${one.id}>${this.#cells(one)}
          <td><span class="tag ${TAGS[one.state]}">${one.state}</span> ${one.decidedBy ? html`by ${one.decidedBy}, ${when(one.decidedAt)}` : nothing}
            ${
              desk.changes && one.state === 'approved' && !one.reverses && !reversed.has(one.id)
                ? html`<button type="button" data-action="reverse" @click=${this.#choose(one, 'reverse')}>Reverse<span class="hidden"> number ${one.id}</span></button>`
                : nothing
            }</td>
        </tr>`,
        )}</tbody></table></div>`
          : html`<p class="dim">Nothing yet.</p>`
      }</section>`;
  }

  #changeDialogs() {
    const {id, kind, subject, operator, change, requestedBy} = this.chosen;
    const path = `/change-requests/${id}`;
    const words = html`${KINDS[kind] ?? kind}, ${subject} of ${operatorName(operator)}: ${told(change, operator)}. ${requestedBy} requested it.`;
    return html`
      ${this.ask('approve-change', `Approve change ${id}?`, {
        place: 'change',
        words,
        yes: 'Yes, carry it out',
        said: `Change ${id} is approved and carried out.`,
        work: async () => {
          const {secretPart} = await ops('POST', `${path}/approve`, {});
          this.half = secretPart ? {key: change.keyId, text: secretPart} : null;
        },
      })}
      ${this.ask('reject-change', `Reject change ${id}?`, {
        place: 'change',
        words,
        yes: 'Yes, reject it',
        said: `Change ${id} is rejected.`,
        danger: true,
        work: () => ops('POST', `${path}/reject`, {}).then(() => undefined),
      })}`;
  }

  #dialogs() {
    if (this.chosen.kind) {
      return this.#changeDialogs();
    }
    const {id, playerId, username, amount, currency, reason, requestedBy, operator} = this.chosen;
    const path = `/adjustments/${id}`;
    const does = `${amount > 0 ? 'Credits' : 'Debits'} ${moneyWithCurrency(Math.abs(amount), currency)} ${amount > 0 ? 'to' : 'from'} ${username ? `${username}, ` : ''}player ${playerId} of ${operatorName(operator)}`;
    return html`
      ${this.ask('approve', `Approve number ${id}?`, {
        place: 'one',
        words: html`${does}${this.balance === null ? '' : `, whose balance is ${moneyWithCurrency(this.balance, currency)}`}. ${requestedBy} requested it: <q>${reason}</q>${this.balance !== null && this.balance + amount < 0 ? html` <b class="loss">The balance does not cover this.</b>` : nothing}`,
        yes: 'Approve',
        said: `Number ${id} is approved; the money has moved.`,
        work: () => ops('POST', `${path}/approve`, {}).then(() => undefined),
      })}
      ${this.ask('reject', `Reject number ${id}?`, {
        place: 'one',
        words: html`${does}: <q>${reason}</q> This cannot be undone.`,
        yes: 'Yes, reject it',
        said: `Number ${id} is rejected; no money has moved.`,
        danger: true,
        work: () => ops('POST', `${path}/reject`, {}).then(() => undefined),
      })}
      ${this.ask('reverse', `Take number ${id} back?`, {
        place: 'reverse',
        words: `This requests the opposite amount, which a different staff member must approve.`,
        yes: 'Request it',
        said: 'Requested. A different staff member must approve it.',
        form: this.field('reverse', 'reason', 'Reason', {required: true}),
        work: ({reason: why}) =>
          ops('POST', `${path}/reversal`, {reason: why}, {'Idempotency-Key': uuid7()}).then(() => undefined),
      })}`;
  }
}

customElements.define('adjustments-page', AdjustmentsPage);
