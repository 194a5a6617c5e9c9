// One round, whole: what was bet, what came, what it paid, and the proof.

import {get, player, post} from '/js/core/api.js';
import {GAMES, HELD, View, html, money, nothing, problemWords, signed, when} from '/js/core/view.js';

/** All originals share a replay, which needs the pay tables of its game. */
const original = (game) => async () => ({...(await import('/js/pages/original-replay.js')), needs: `/games/${game}`});

// Each game brings its own picture and its own check; only the one needed is loaded.
export const REPLAYS = {
  'slots-20': () => import('/js/pages/slots-replay.js'),
  roulette: () => import('/js/pages/roulette-replay.js'),
  crash: () => import('/js/pages/crash-replay.js'),
  slots: () => import('/js/pages/fruit-replay.js'),
  blackjack: () => import('/js/pages/blackjack-replay.js'),
  baccarat: () => import('/js/pages/baccarat-replay.js'),
  dice: original('dice'),
  limbo: original('limbo'),
  plinko: original('plinko'),
  wheel: original('wheel'),
  keno: original('keno'),
};

/** Every other id is that of a published game. */
const published = () => import('/js/pages/books-replay.js');

class RoundView extends View {
  static properties = {round: {state: true}, steps: {state: true}, busy: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.round = null;
    this.replay = null;
    this.steps = null;
    this.busy = false;
    this.problem = null;
    this.ref = new URLSearchParams(location.search).get('ref') ?? '';
    if (this.ref) {
      this.#load();
    }
  }

  async #load() {
    try {
      const [round] = await Promise.all([get(`/rounds/${encodeURIComponent(this.ref)}`), player.open()]);
      const replay = await (REPLAYS[round.game] ?? published)();
      this.facts = replay?.needs ? await get(replay.needs) : null;
      this.replay = replay;
      this.round = round;
      this.problem = null;
    } catch (problem) {
      this.problem = problem;
    }
  }

  async #reveal() {
    this.busy = true;
    try {
      await post('/fairness/rotate', {});
      await this.#load();
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = false;
  }

  async #verify() {
    this.busy = true;
    this.problem = null;
    try {
      const [{Draws, commitment}, replay] = [await import('/js/core/fair.js'), this.replay];
      this.steps = await proof(this.round, this.facts, replay, Draws, commitment);
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = false;
    await this.updateComplete;
    this.querySelector('#verdict')?.focus();
  }

  render() {
    const {round} = this;
    if (!round) {
      return this.#missing();
    }
    return html`
      <section class="card" aria-labelledby="what-happened">
        <h2 id="what-happened">${GAMES[round.game] ?? round.game}, ${when(round.at)}</h2>
        <dl class="facts wide">
          <div><dt>Wager</dt><dd>${money(round.stake)}</dd></div>
          <div><dt>Payout</dt><dd>${money(round.payout)}</dd></div>
          <div><dt>Net</dt><dd class=${round.payout > round.stake ? 'gain' : round.payout < round.stake ? 'loss' : ''}>${signed(round.payout - round.stake)}</dd></div>
          ${
            HELD.includes(round.game)
              ? html`<div><dt>Balance after</dt><dd>${money(round.balanceAfter)}</dd></div>`
              : html`<div><dt>Balance</dt><dd>${money(round.balanceBefore)} → ${money(round.balanceAfter)}</dd></div>`
          }
        </dl>
        ${this.replay ? this.replay.picture(round, this.facts) : nothing}
      </section>
      ${this.#fairness(round)}`;
  }

  /** Without a round: why, and where the player's rounds are. */
  #missing() {
    const {problem, ref} = this;
    if (ref && !problem) {
      return html`<p class="dim" role="status">Loading…</p>`;
    }
    const unknown = !ref || problem.status === 404;
    return html`<section class="card" data-missing>
      <h2>${!ref ? 'No round selected' : unknown ? 'Round not found' : 'The round could not be loaded'}</h2>
      <p role="status">${
        !ref
          ? 'Open a round in your history to see its bet, result, payout and proof.'
          : unknown
            ? html`None of your rounds has the reference <code>${ref}</code>. It may belong to another account.`
            : problemWords(problem)
      }</p>
      <p class="ways-on"><a href="/history.html">Your history</a> <a href="/">Choose a game</a></p>
    </section>`;
  }

  #fairness({fairness, ref}) {
    return html`<section class="card" aria-labelledby="proof">
      <h2 id="proof">Fairness</h2>
      <dl class="proof">
        <dt>Round</dt><dd>${ref}</dd>
        <dt>Scheme, rules version</dt><dd>${fairness.scheme}, ${fairness.rulesVersion}</dd>
        <dt>Rules hash</dt><dd>${fairness.rulesHash}</dd>
        <dt>Server seed hash (commitment)</dt><dd>${fairness.serverSeedHash}</dd>
        <dt>Server seed</dt><dd>${fairness.serverSeed ?? 'Secret until you rotate: it still decides rounds to come.'}</dd>
        <dt>Client seed</dt><dd>${fairness.clientSeed}</dd>
        <dt>Nonce</dt><dd>${fairness.nonce}</dd>
      </dl>
      <p class="error" role="alert">${this.problem?.message ?? ''}</p>
      ${
        fairness.serverSeed
          ? html`<button class="action" type="button" data-action="verify" ?disabled=${this.busy} @click=${this.#verify}>${this.busy ? 'Verifying…' : 'Verify in this browser'}</button>`
          : html`<button class="action" type="button" data-action="reveal" ?disabled=${this.busy} @click=${this.#reveal}>Rotate and reveal the server seed</button>`
      }
      ${this.steps ? verdict(this.steps) : nothing}
    </section>`;
  }
}

/** Every step from the seeds to the payout: `{name, lines, ok}`; `ok` is null where nothing is compared. */
async function proof(round, facts, replay, Draws, commitment) {
  if (replay.proof) {
    return replay.proof(round); // it draws in its own way
  }
  const {scheme, serverSeed, serverSeedHash, clientSeed, nonce} = round.fairness;
  const hash = await commitment(serverSeed);
  const draws = new Draws({scheme, serverSeed, clientSeed, nonce});
  const game = await replay.recompute(round, facts, draws);
  return [
    {
      name: 'The server seed is the one committed to: its SHA-256 is the hash you were given',
      lines: [hash],
      ok: hash === serverSeedHash,
    },
    {
      name: 'HMAC-SHA256 keyed with the server seed, over clientSeed:nonce:block',
      lines: draws.blocks.map(({message, hex}) => `${message} → ${hex}`),
      ok: null,
    },
    {
      name:
        scheme === 'stake'
          ? 'Four bytes a draw, big-endian, scaled to the number of results'
          : 'Four bytes a draw, big-endian; values that would bias the result are discarded',
      lines: draws.log.map(({value, bound, accepted, drawn}) =>
        scheme === 'stake'
          ? `⌊${value} × ${bound} / 2³²⌋ = ${drawn}`
          : accepted
            ? `${value} mod ${bound} = ${drawn}`
            : `${value} discarded`,
      ),
      ok: null,
    },
    ...game,
  ];
}

function verdict(steps) {
  const good = steps.every(({ok}) => ok !== false);
  return html`<h3 id="verdict" tabindex="-1" class=${good ? 'gain' : 'loss'} data-verdict=${good ? 'true' : 'false'}>
      ${good ? '✓ Verified: your browser reproduced the same result.' : '✗ This round does not match its seeds.'}</h3>
    <ol class="steps">${steps.map(
      ({name, lines, ok}) => html`<li>
      <p>${ok === null ? nothing : html`<b class=${ok ? 'gain' : 'loss'}>${ok ? '✓ Matches' : '✗ Differs'}</b> `}${name}</p>
      ${
        lines.length > 8
          ? html`<details><summary>${lines.length} lines</summary><pre tabindex="0">${lines.join('\n')}</pre></details>`
          : html`<pre tabindex="0">${lines.join('\n')}</pre>`
      }
    </li>`,
    )}</ol>`;
}

customElements.define('round-view', RoundView);
