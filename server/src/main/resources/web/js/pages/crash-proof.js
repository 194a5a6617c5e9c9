// One round of crash, recomputed in this browser.

import {get} from '/js/core/api.js';
import {View, html, when} from '/js/core/view.js';
import {roundProof} from '/js/pages/crash-replay.js';
import {times} from '/js/games/crash-table.js';

class CrashProof extends View {
  constructor() {
    super();
    this.id = new URLSearchParams(location.search).get('round') ?? '';
    if (this.id) {
      this.#load();
    }
  }

  async #load() {
    try {
      this.round = await get(`/play/crash/rounds/${encodeURIComponent(this.id)}`);
      this.proof = await roundProof(this.round);
    } catch (problem) {
      this.problem = problem;
    }
    this.requestUpdate();
  }

  render() {
    const {round, proof, problem} = this;
    if (!proof) {
      const unknown = !this.id || problem?.status === 404;
      return this.id && !problem
        ? html`<p class="dim" role="status">Recomputing…</p>`
        : html`<section class="card" data-missing>
        <h2>${!this.id ? 'No round selected' : unknown ? 'Round not found' : 'The round could not be loaded'}</h2>
        <p role="status">${unknown ? 'Open one of the last crash points at the table to see its proof.' : problem.message}</p>
        <p class="ways-on"><a href="/crash.html">Back to the table</a></p>
      </section>`;
    }
    const good = proof.crashPoint === round.crashPoint && proof.steps.every(({ok}) => ok !== false);
    return html`<section class="card" aria-labelledby="verdict">
      <h2 id="verdict" class=${good ? 'gain' : 'loss'} data-verdict=${good ? 'true' : 'false'}>
        ${good ? `✓ Verified: your browser comes to ${times(proof.crashPoint)} too.` : '✗ This round does not match its chain.'}</h2>
      <p>Round ${round.roundId}, ${when(round.at)}${round.void ? ', interrupted and void' : ''}.</p>
      <dl class="proof">
        <dt>Crash point</dt><dd>${times(round.crashPoint)}</dd>
        <dt>Hash of the round</dt><dd>${round.hash}</dd>
        <dt>End of the chain, published before the salt</dt><dd>${round.end}</dd>
        <dt>Salt</dt><dd>${round.salt}</dd>
        <dt>Number in the chain</dt><dd>${round.number}</dd>
      </dl>
      <ol class="steps">${proof.steps.map(({name, lines}) => html`<li><p>${name}</p><pre tabindex="0">${lines.join('\n')}</pre></li>`)}</ol>
      <p><a href="/crash.html">Back to the table</a></p>
    </section>`;
  }
}

customElements.define('crash-proof', CrashProof);
