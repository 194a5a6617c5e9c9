// What was staked, paid and kept, by day, operator and game; and whether the books agree.

import {ops} from '/js/core/api.js';
import {GAMES, count, currencyName, html, money, nothing, returned, signed, svg} from '/js/core/view.js';
import {FormPage, loadOperators, operatorName} from '/js/ops/form.js';

const today = () => new Date().toISOString().slice(0, 10);
const daysAgo = (days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

class ReportsPage extends FormPage {
  constructor() {
    super();
    this.wish = {from: daysAgo(6), to: today(), operator: ''};
    this.operators = [];
    this.report = null;
    this.books = null;
  }

  get #query() {
    return new URLSearchParams(Object.entries(this.wish).filter(([, value]) => value)).toString();
  }

  async load() {
    [this.operators, this.report] = await Promise.all([loadOperators(), ops('GET', `/reports/ggr?${this.#query}`)]);
    this.requestUpdate();
  }

  #show = (event) => {
    event.preventDefault();
    this.wish = Object.fromEntries(new FormData(event.target));
    return this.change('wish', () => undefined, '');
  };

  #reconcile = () =>
    this.change(
      'books',
      async () => {
        const {operator} = this.wish;
        this.books = (await ops('GET', `/reports/reconciliation${operator ? `?operator=${operator}` : ''}`)).operators;
      },
      '',
    );

  content() {
    return html`${this.#form()}${this.#totals()}${this.#rows()}${this.#books()}`;
  }

  #form() {
    const {from, to, operator} = this.wish;
    return html`<form class="card" data-place="wish" @submit=${this.#show} aria-labelledby="wish">
      <h2 id="wish">Gross gaming revenue</h2>
      <div class="fields">
        ${this.field('wish', 'from', 'From', {type: 'date', value: from, required: true})}
        ${this.field('wish', 'to', 'To', {type: 'date', value: to, required: true})}
        ${this.operators.length > 1 ? this.choice('wish', 'operator', 'Operator', [['', 'All'], ...this.operators.map(({code, name}) => [code, name])], operator) : nothing}
      </div>
      ${this.refusal('wish')}
      <div class="actions"><button class="action" data-action="show" ?disabled=${this.busy}>Show</button></div>
    </form>`;
  }

  #totals() {
    const sums = new Map();
    for (const {currency, rounds, staked, paid, ggr} of this.report.rows) {
      const sum = sums.get(currency) ?? {rounds: 0, staked: 0, paid: 0, ggr: 0};
      sums.set(currency, {
        rounds: sum.rounds + rounds,
        staked: sum.staked + staked,
        paid: sum.paid + paid,
        ggr: sum.ggr + ggr,
      });
    }
    const tile = (name, value, bad = false) => html`<div ?data-bad=${bad}><dt>${name}</dt><dd>${value}</dd></div>`;
    return [...sums].map(
      ([
        currency,
        {rounds, staked, paid, ggr},
      ]) => html`<dl class="tiles" aria-label="Sums in ${currencyName(currency)}" data-currency=${currency}>
      ${tile(`GGR, ${currencyName(currency)}`, signed(ggr, currency), ggr < 0)}${tile('Stakes', money(staked, currency))}${tile('Payouts', money(paid, currency))}
      ${tile('RTP', returned({rounds, staked, paid}))}${tile('Rounds', count(rounds))}</dl>`,
    );
  }

  #rows() {
    const {rows, zone} = this.report;
    const most = Math.max(1, ...rows.map(({ggr}) => Math.abs(ggr)));
    return html`<section class="card" aria-labelledby="rows"><h2 id="rows">By day, operator and game</h2>
      <p class="dim">Days in ${zone}. Players are counted for at most 7 days. ${rows.length ? nothing : 'No rounds were played on these days.'}</p>
      ${
        rows.length
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Revenue"><table>
        <thead><tr><th scope="col">Day</th><th scope="col">Operator</th><th scope="col">Game</th><th scope="col" class="number">Rounds</th><th scope="col" class="number">Stakes</th>
          <th scope="col" class="number">Payouts</th><th scope="col" class="number">GGR</th><th scope="col"><span class="hidden">GGR as a bar</span></th><th scope="col" class="number">Players</th></tr></thead>
        <tbody>${rows.map(
          (
            row,
          ) => html`<tr><th scope="row">${row.day}</th><td>${operatorName(row.operator)}</td><td>${GAMES[row.game] ?? row.game}</td>
          <td class="number">${count(row.rounds)}</td><td class="number">${money(row.staked, row.currency)}</td><td class="number">${money(row.paid, row.currency)}</td>
          <td class="number ${row.ggr < 0 ? 'loss' : ''}">${signed(row.ggr, row.currency)} <span class="dim">${currencyName(row.currency)}</span></td>
          <td><svg class="bar-cell" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">${svg`<rect class=${row.ggr < 0 ? 'loss' : ''} width=${(100 * Math.abs(row.ggr)) / most} height="10"></rect>`}</svg></td>
          <td class="number">${row.players === undefined ? '–' : count(row.players)}</td></tr>`,
        )}</tbody></table></div>`
          : nothing
      }
      <p><a href="/api/ops/reports/ggr?format=csv&${this.#query}" download="ggr-${this.report.from}-${this.report.to}.csv">Download as CSV</a></p></section>`;
  }

  #books() {
    return html`<section class="card" data-place="books" aria-labelledby="books"><h2 id="books">Reconciliation</h2>
      <p class="dim">Compares rounds, house, funding, escrow and ledger entries as they are now.</p>
      ${
        this.books
          ? html`<div class="scroll" tabindex="0" role="region" aria-label="Books"><table>
        <thead><tr><th scope="col">Operator</th><th scope="col">Result</th><th scope="col" class="number">GGR of all rounds</th><th scope="col" class="number">House account</th>
          <th scope="col" class="number">Funding</th><th scope="col" class="number">Players</th><th scope="col" class="number">Escrow</th></tr></thead>
        <tbody>${this.books.map(
          ({
            operator,
            currency,
            agrees,
            ggr,
            accounts,
            differences,
          }) => html`<tr data-books=${operator}><th scope="row">${operatorName(operator)} <span class="dim">${currencyName(currency)}</span></th>
          <td>${agrees ? html`<span class="tag good">✓ agree</span>` : html`<span class="tag bad">✗ differ</span> ${differences.map((what) => html`<p class="loss">${what}</p>`)}`}</td>
          <td class="number">${signed(ggr, currency)}</td><td class="number">${signed(accounts.house, currency)}</td><td class="number">${signed(accounts.funding, currency)}</td>
          <td class="number">${money(accounts.players, currency)}</td><td class="number">${money(accounts.escrow, currency)}</td></tr>`,
        )}</tbody></table></div>`
          : nothing
      }
      ${this.refusal('books')}
      <div class="actions"><button type="button" data-action="reconcile" ?disabled=${this.busy} @click=${this.#reconcile}>Reconcile now</button></div>
      <p><a href="/api/ops/reports/reconciliation?format=csv${this.wish.operator ? `&operator=${this.wish.operator}` : ''}" download="reconciliation.csv">Download as CSV</a></p></section>`;
  }
}

customElements.define('reports-page', ReportsPage);
