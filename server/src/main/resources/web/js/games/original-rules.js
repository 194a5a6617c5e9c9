// The rules of the originals again, in the browser: from a bet and draws to the result, for playing and for checking a round.

import {RESULTS, ROLLS, RTP_PERCENT, diceMultiplier, payTableOf} from '/js/parts/originals.js';

const NUMBERS = 40;
const DRAWN = 10;

const RULES = {
  async dice(bet, _pays, draws) {
    const roll = await draws.below(ROLLS);
    const wins = bet.direction === 'over' ? roll > bet.target : roll < bet.target;
    return {roll, multiplier: wins ? diceMultiplier(bet) : 0};
  },

  async limbo({target}, _pays, draws) {
    const drawn = await draws.below(RESULTS);
    const reached = Math.max(100, Math.floor((RTP_PERCENT * RESULTS) / (drawn + 1)));
    return {reached, multiplier: reached >= target ? target : 0};
  },

  async plinko({rows}, pays, draws) {
    const path = [];
    for (let row = 0; row < rows; row++) {
      path.push(await draws.below(2));
    }
    const slot = path.reduce((sum, turn) => sum + turn, 0);
    return {path, slot, multiplier: pays[slot]};
  },

  async wheel({segments}, pays, draws) {
    const segment = await draws.below(segments);
    return {segment, multiplier: pays[segment]};
  },

  async keno({picks}, pays, draws) {
    const left = Array.from({length: NUMBERS}, (_, index) => index + 1);
    const drawn = [];
    while (drawn.length < DRAWN) {
      drawn.push(...left.splice(await draws.below(left.length), 1));
    }
    const hits = drawn.filter((number) => picks.includes(number)).length;
    return {drawn, hits, multiplier: pays[hits]};
  },
};

/** Plays a bet: `{payout, result}`, payout in minor units. */
export async function playOriginal(game, bet, tables, draws) {
  const result = await RULES[game](bet, payTableOf(bet, tables)?.multipliers, draws);
  return {payout: (bet.stake / 100) * result.multiplier, result};
}
