// A round of an original as a picture, and the same round from its seeds.

import {html, money} from '/js/core/view.js';
import {playOriginal} from '/js/games/original-rules.js';
import {betWords, originalPicture, payTableOf, resultWords, times} from '/js/parts/originals.js';

export const picture = ({game, bet, result}, {payTables}) => html`
  <p class="result"><b>${resultWords[game](result)}</b>, pays ${times(result.multiplier)}</p>
  ${originalPicture(game, {bet, result, pays: payTableOf(bet, payTables)?.multipliers})}
  <p>${betWords[game](bet)}</p>`;

export async function recompute({game, bet, result, payout}, {payTables}, draws) {
  const mine = await playOriginal(game, bet, payTables, draws);
  return [
    {
      name: 'The result',
      lines: [resultWords[game](mine.result), JSON.stringify(mine.result)],
      ok: Object.entries(mine.result).every(
        ([field, value]) => JSON.stringify(value) === JSON.stringify(result[field]),
      ),
    },
    {
      name: 'The payout',
      lines: [
        `${betWords[game](bet)}: ${money(bet.stake)} × ${(mine.result.multiplier / 100).toFixed(2)} is ${money(mine.payout)}`,
      ],
      ok: mine.payout === payout,
    },
  ];
}
