// A round of a published game: what was drawn and what it paid, and as much of the proof as a browser can do alone.

import {get, post} from '/js/core/api.js';
import {html, money} from '/js/core/view.js';

const times = (hundredths) => `${hundredths / 100} ×`;

export const picture = ({bet, result}) => html`<dl class="facts wide" data-book=${result.book}>
    <div><dt>Mode</dt><dd>${result.mode}</dd></div>
    <div><dt>Base bet</dt><dd>${money(bet.baseBet)}</dd></div>
    <div><dt>Book</dt><dd>${result.book}</dd></div>
    <div><dt>Pays, times the base bet</dt><dd>${times(result.payoutMultiplier)}</dd></div>
  </dl>`;

/** The table has up to millions of rows, so the casino looks the ticket up; `pitboss verify` does it without the casino. */
export async function proof(round) {
  const {Draws, commitment} = await import('/js/core/fair.js');
  const {ticketOf} = await import('/js/games/books-rules.js');
  const {serverSeed, serverSeedHash, rulesHash} = round.fairness;
  const hash = await commitment(serverSeed);
  const game = await get(`/games/${encodeURIComponent(round.game)}`).catch(() => null);
  const mode = game?.rulesHash === rulesHash ? game.modes.find((one) => one.mode === round.result.mode) : null;
  const draws = new Draws(round.fairness);
  const ticket = mode ? await ticketOf(draws, mode.totalWeight) : null;
  const {matches, recomputed} = await post('/fairness/verify', {ref: round.ref});
  const due = (round.bet.baseBet * round.result.payoutMultiplier) / 100;
  return [
    {
      name: 'The server seed is the one committed to: its SHA-256 is the hash you were given',
      lines: [hash],
      ok: hash === serverSeedHash,
    },
    ...(ticket === null
      ? []
      : [
          {
            name: 'HMAC-SHA256 keyed with the server seed, over clientSeed:nonce:block',
            lines: draws.blocks.map(({message, hex}) => `${message} → ${hex}`),
            ok: null,
          },
          {
            name: 'The ticket, below the sum of all weights',
            lines: [`${ticket} of ${mode.totalWeight}`],
            ok: null,
          },
        ]),
    {
      name: 'The casino drew again from the revealed seeds; `pitboss verify` does so without it',
      lines: [`Book ${recomputed.result.book} pays ${times(recomputed.result.payoutMultiplier)} the base bet`],
      ok: matches && recomputed.result.book === round.result.book,
    },
    {
      name: 'The payout',
      lines: [`${money(round.bet.baseBet)} × ${round.result.payoutMultiplier / 100} is ${money(due)}`],
      ok: due === round.payout && recomputed.payout === round.payout,
    },
  ];
}
