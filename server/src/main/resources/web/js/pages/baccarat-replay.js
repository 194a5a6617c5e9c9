// A coup of baccarat as a picture, and the same coup from its seeds.

import {html, money} from '/js/core/view.js';
import {coupPicture, coupWords, spotName} from '/js/parts/cards.js';

export const picture = ({bet, result}) => html`
  <p class="result"><b>${coupWords(result)}</b></p>
  ${coupPicture({result, chips: new Map(bet.bets.map(({on, stake}) => [on, stake]))})}
  <table class="bets"><caption>Bets</caption>
    <thead><tr><th scope="col">Bet</th><th scope="col" class="number">Wager</th><th scope="col" class="number">Payout</th></tr></thead>
    <tbody>${bet.bets.map(
      (one) => html`<tr><th scope="row">${spotName(one.on)}</th>
      <td class="number">${money(one.stake)}</td><td class="number">${money(result.wins.find(({on}) => on === one.on)?.payout ?? 0)}</td></tr>`,
    )}</tbody>
  </table>`;

export async function recompute({bet, result, payout}, _facts, draws) {
  const {dealCoup, paid} = await import('/js/games/baccarat-rules.js');
  const mine = await dealCoup(draws);
  const due = bet.bets.reduce((sum, one) => sum + paid(one, mine), 0);
  const same = (side) =>
    mine[side].cards.join() === result[side].cards.join() && mine[side].total === result[side].total;
  const words = (side) => `${spotName(side)}: ${mine[side].cards.join(' ')}, together ${mine[side].total}`;
  return [
    {name: 'Both hands', lines: [words('player'), words('banker')], ok: same('player') && same('banker')},
    {name: 'Who wins', lines: [coupWords(mine)], ok: mine.winner === result.winner},
    {
      name: 'The payout',
      lines: [
        ...bet.bets.map((one) => `${spotName(one.on)}: ${money(one.stake)} pays ${money(paid(one, mine))}`),
        `Together ${money(due)}`,
      ],
      ok: due === payout,
    },
  ];
}
