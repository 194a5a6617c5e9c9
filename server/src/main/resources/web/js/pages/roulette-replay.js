// A roulette round as a picture, and the same round from its seeds.

import {html, money} from '/js/core/view.js';
import {colorOf, payoutMultiple, placeName, placeOf} from '/js/games/roulette-table.js';

export function picture(round) {
  const {pocket} = round.result;
  const chips = new Map();
  for (const bet of round.bet.bets) {
    const {key} = placeOf(bet);
    chips.set(key, (chips.get(key) ?? 0) + bet.stake);
  }
  return html`<p class="result"><b class="pocketname ${colorOf(pocket)}">${pocket} ${colorOf(pocket)}</b></p>
    <roulette-table locked .chips=${chips} .winning=${pocket}></roulette-table>
    <table class="bets"><caption>Bets</caption>
      <thead><tr><th scope="col">Bet</th><th scope="col" class="number">Wager</th><th scope="col" class="number">Payout</th></tr></thead>
      <tbody>${round.bet.bets.map(
        (bet) => html`<tr><th scope="row">${placeName(placeOf(bet))}</th>
        <td class="number">${money(bet.stake)}</td><td class="number">${money(paid(bet, pocket))}</td></tr>`,
      )}</tbody>
    </table>`;
}

function paid(bet, pocket) {
  const place = placeOf(bet);
  return place.numbers.includes(pocket) ? bet.stake * payoutMultiple(place) : 0;
}

export async function recompute(round, _facts, draws) {
  const pocket = await draws.below(37);
  const payout = round.bet.bets.reduce((sum, bet) => sum + paid(bet, pocket), 0);
  return [
    {name: 'The pocket', lines: [`${pocket} ${colorOf(pocket)}`], ok: pocket === round.result.pocket},
    {
      name: 'The payout',
      lines: [
        ...round.bet.bets.map(
          (bet) => `${placeName(placeOf(bet))}: ${money(bet.stake)} pays ${money(paid(bet, pocket))}`,
        ),
        `Together ${money(payout)}`,
      ],
      ok: payout === round.payout,
    },
  ];
}
